/**
 * Who is asking: {@code headers ──▶ Buyers ──▶ Caller}. Operators show a token; buyers show one that the shop has signed
 * ({@code BuyerTokens}, checked with a {@code TokenKey}), or are named by the shop in front.
 */
@NullMarked
package dev.onsale.http.identity;

import org.jspecify.annotations.NullMarked;
