/**
 * The JSON forms of a sale and an order, read strictly and written the same everywhere: over HTTP, in sale files and in whatever else
 * shows them.
 *
 * <pre>
 *   bytes ──▶ StrictJson ──▶ SaleReader ──▶ Sale          or BadInputException, which names the field in the words of the Notation
 *   SaleView ──▶ SaleWriter ──▶ bytes
 *   Order    ──▶ OrderWriter ──▶ bytes
 * </pre>
 */
@NullMarked
package dev.onsale.json;

import org.jspecify.annotations.NullMarked;
