/**
 * Who is asking: {@code headers ──▶ Buyers ──▶ Caller}. Operators, and whoever reports payments,
 * show a token of the node's. Buyers show a token that the shop has signed ({@code BuyerTokens},
 * checked with a {@code TokenKey}), or are named by the shop in front.
 */
@NullMarked
package dev.onsale.http.identity;

import org.jspecify.annotations.NullMarked;
