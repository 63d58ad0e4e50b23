/**
 * A sale and an order as JSON, read strictly and written the same everywhere: over HTTP and in sale
 * files.
 *
 * <pre>
 *   bytes ──▶ StrictJson ──▶ SaleReader ──▶ Sale      or BadInputException, which names the field
 *   SaleView ──▶ SaleWriter ──▶ bytes
 *   Order    ──▶ OrderWriter ──▶ bytes
 * </pre>
 */
@NullMarked
package dev.onsale.json;

import org.jspecify.annotations.NullMarked;
