/**
 * What is for sale, as values. Nothing here does I/O, reads a clock or keeps state: a
 * {@link dev.onsale.sale.Sale} is what an operator wrote, checked once by
 * {@link dev.onsale.sale.SaleRules} and immutable from then on.
 *
 * <pre>
 *   Sale ── stops ──▶ Stops ──▶ Journey (from, to) ──▶ legs
 *     └──── tiers ──▶ Tier (capacity, price, fares) ──▶ Money
 * </pre>
 *
 * <p>It knows no other package but the bounds in {@code config}.
 */
@NullMarked
package dev.onsale.sale;

import org.jspecify.annotations.NullMarked;
