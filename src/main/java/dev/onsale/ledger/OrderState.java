package dev.onsale.ledger;

import java.util.Locale;

/**
 * Where an order stands.
 *
 * <pre>
 *   held ───┬──▶ paid ──▶ refunded
 *   placed ─┘     ▲           ▲
 *     │ │         │           │
 *     │ └▶ expired┴──▶ refund_due       (paid too late, and the seats are gone)
 *     └──▶ released ──▶ refund_due      (paid although it was given back)
 * </pre>
 */
public enum OrderState {
    /** Has seats, is not paid. */
    HELD,
    /** Has no seats yet: takes them by being paid. */
    PLACED,
    /** Has seats, is paid. */
    PAID,
    /** Given back before it was paid. */
    RELEASED,
    /** Not paid in time. */
    EXPIRED,
    /** Paid, but has no seats: the money must go back. */
    REFUND_DUE,
    /** Its money went back. */
    REFUNDED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As it is written in JSON, SQL and the journal. */
    public String word() {
        return word;
    }

    /** Whether an order in this state has seats in the grid. */
    public boolean occupiesSeats() {
        return switch (this) {
            case HELD, PAID -> true;
            case PLACED, RELEASED, EXPIRED, REFUND_DUE, REFUNDED -> false;
        };
    }

    /** Whether an order in this state counts against its buyer's limit. */
    public boolean countsForBuyer() {
        return switch (this) {
            case HELD, PLACED, PAID -> true;
            case RELEASED, EXPIRED, REFUND_DUE, REFUNDED -> false;
        };
    }
}
