package dev.onsale.json;

import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import java.util.Locale;

/** Where a sale stands at some moment, by its times and by what an operator has said: the {@code state} of its JSON. */
public enum SalePhase {
    /** Opens later. */
    SCHEDULED,
    /** Takes orders, as long as there are seats. */
    OPEN,
    /** Paused by an operator. */
    PAUSED,
    /** Takes no orders any more. */
    CLOSED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As it is written in JSON. */
    public String word() {
        return word;
    }

    /** The phase at {@code now}, in milliseconds since 1970. */
    public static SalePhase of(Sale sale, long now) {
        if (sale.status() == Status.CLOSED || now >= sale.closesAt()) {
            return CLOSED;
        }
        if (now < sale.opensAt()) {
            return SCHEDULED;
        }
        return sale.status() == Status.PAUSED ? PAUSED : OPEN;
    }
}
