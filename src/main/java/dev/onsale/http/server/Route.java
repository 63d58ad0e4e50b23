package dev.onsale.http.server;

import java.util.List;
import java.util.Locale;

/**
 * What a request asks for, as the figures tell them apart, and what it may carry beside its path and its headers: query parameters, and
 * a body or none. What is not said here is refused before the route is asked ({@link Exchange#asksFor}), on every path.
 */
public enum Route {
    BUY_TICKET(Body.NONE),
    LIST_SALES(Body.NONE, "cursor", "limit"),
    READ_SALE(Body.NONE, "from", "to"),
    OPEN_SALE(Body.JSON),
    CHANGE_SALE(Body.JSON),
    PLACE_ORDER(Body.JSON),
    READ_ORDER(Body.NONE),
    LIST_ORDERS(Body.NONE, "sale", "state", "buyer", "cursor", "limit"),
    PAY_ORDER(Body.JSON),
    RELEASE_ORDER(Body.NONE, "state"),
    /** Health, figures and documents. */
    OPERATIONS(Body.NONE),
    /** Everything that is at no path, or no request at all. */
    OTHER(Body.NONE);

    private enum Body {
        NONE,
        JSON
    }

    private final String word = name().toLowerCase(Locale.ROOT);
    private final Body body;

    @SuppressWarnings("ImmutableEnumChecker") // a list that cannot be changed
    private final List<String> parameters;

    Route(Body body, String... parameters) {
        this.body = body;
        this.parameters = List.of(parameters);
    }

    /** Whether a request of this kind may change something, so that one without an answer leaves open whether it did. */
    public boolean changes() {
        return switch (this) {
            case BUY_TICKET, OPEN_SALE, CHANGE_SALE, PLACE_ORDER, PAY_ORDER, RELEASE_ORDER -> true;
            case LIST_SALES, READ_SALE, READ_ORDER, LIST_ORDERS, OPERATIONS, OTHER -> false;
        };
    }

    /** As the figures show it. */
    public String word() {
        return word;
    }

    /** Whether a request of this kind has a body. */
    public boolean takesBody() {
        return body == Body.JSON;
    }

    /** The query parameters that there are, each of which may be left out. */
    public List<String> parameters() {
        return parameters;
    }
}
