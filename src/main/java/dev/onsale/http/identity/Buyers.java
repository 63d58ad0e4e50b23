package dev.onsale.http.identity;

import dev.onsale.config.Limits;
import dev.onsale.http.server.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking. Operators show the operators' token, and whoever moves the money may show one for payments; buyers show a token that the shop signed or, where no key is configured, are
 * named by the shop in front in the header {@code Onsale-Buyer}. An operator may name a buyer in that header, and then
 * orders for them. Immutable but for what {@link BuyerTokens} remembers; any thread.
 */
public final class Buyers {

    /** Names the buyer, where that is trusted. */
    public static final String HEADER = "Onsale-Buyer";

    private static final CharSequence NAMED = HttpHeaders.createOptimized(HEADER);
    private static final CharSequence AUTHORIZATION = HttpHeaders.AUTHORIZATION;
    private static final String BEARER = "Bearer ";

    private final RoleTokens roles;
    private final @Nullable BuyerTokens tokens;

    private Buyers(RoleTokens roles, @Nullable BuyerTokens tokens) {
        this.roles = roles;
        this.tokens = tokens;
    }

    /**
     * Believes the header {@value #HEADER}: whoever reaches the port can be anybody, so the node's log should say so.
     */
    public static Buyers trusting(RoleTokens roles) {
        return new Buyers(roles, null);
    }

    /**
     * Believes tokens (RFC 7519) that one of the keys has signed, that name the buyer as {@code sub}, whose {@code exp} is to come, and that keep
     * the terms.
     *
     * @throws IllegalArgumentException if there is no key
     */
    public static Buyers bearing(List<TokenKey> keys, TokenTerms terms, RoleTokens roles, InstantSource clock) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one key");
        }
        return new Buyers(roles, new BuyerTokens(keys, terms, clock, Limits.TOKENS_REMEMBERED_MAX));
    }

    /** Whether the header {@value #HEADER} is believed. */
    public boolean trustsHeader() {
        return tokens == null;
    }

    /** Who sent a request with these headers. */
    public Caller caller(MultiMap headers) {
        String authorization = headers.get(AUTHORIZATION);
        String named = headers.get(NAMED);
        if (authorization != null) {
            return headers.getAll(AUTHORIZATION).size() == 1
                    ? bearer(authorization, named, headers)
                    : new Caller.Rejected(Problem.unauthenticated("The header Authorization stands twice."));
        }
        if (named == null || tokens != null) {
            return new Caller.Nobody();
        }
        String buyer = headerBuyer(named, headers);
        return buyer == null ? new Caller.Rejected(badHeader()) : new Caller.Buyer(buyer);
    }

    private Caller bearer(String authorization, @Nullable String named, MultiMap headers) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new Caller.Rejected(
                    Problem.unauthenticated("The header Authorization must be \"Bearer\" and a token."));
        }
        String token = authorization.substring(BEARER.length()).strip();
        if (roles.isOperators(token)) {
            String buyer = named == null ? null : headerBuyer(named, headers);
            return named != null && buyer == null ? new Caller.Rejected(badHeader()) : new Caller.Operator(buyer);
        }
        if (roles.isForPayments(token)) {
            return new Caller.Payments();
        }
        String buyer = tokens == null ? null : tokens.buyer(token);
        return buyer == null
                ? new Caller.Rejected(
                        Problem.unauthenticated(
                                "The token is not valid: it is neither the operators' nor the one for payments, nor a buyer's that holds now."))
                : new Caller.Buyer(buyer);
    }

    private static @Nullable String headerBuyer(String named, MultiMap headers) {
        return headers.getAll(NAMED).size() == 1 ? BuyerName.ofHeader(named) : null;
    }

    private static Problem badHeader() {
        return Problem.badInput(HEADER, "must stand once and be " + BuyerName.RULE + ", in UTF-8");
    }
}
