package dev.onsale.http.exchange;

import java.util.Locale;

/** What a request asks for, as the figures tell them apart. */
public enum Route {
    BUY_TICKET,
    LIST_SALES,
    READ_SALE,
    OPEN_SALE,
    CHANGE_SALE,
    PLACE_ORDER,
    READ_ORDER,
    LIST_ORDERS,
    PAY_ORDER,
    RELEASE_ORDER,
    /** Health, figures and documents. */
    OPERATIONS,
    /** Everything that is at no path, or no request at all. */
    OTHER;

    private final String word = name().toLowerCase(Locale.ROOT);

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
}
