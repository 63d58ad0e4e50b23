package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.SaleView;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer of {@code onsale_view}: a sale as it was at one moment. Immutable, any thread.
 *
 * @param position of the sale's last event
 * @param revision counts the changes of the sale
 * @param nextDeadline milliseconds since 1970, or {@link Order#NO_DEADLINE}
 * @param changedAt when the sale was opened or changed last, in milliseconds since 1970
 * @param opened the sale as it was opened
 * @param view the sale as it is, and its stock
 */
record SaleReading(long position, long revision, long nextDeadline, long changedAt, Sale opened, SaleView view) {

    /** A run of legs as one number, as in {@code redis/head.lua}. */
    private static final int WIDTH = 64;

    private static final int HEADER_FIELDS = 5;

    /**
     * Reads an answer.
     *
     * @param before the last reading, of which the unchanged sale is taken
     * @return empty when there is no such sale
     */
    static Optional<SaleReading> read(Response answer, @Nullable SaleReading before) {
        if (answer.size() == 0) {
            return Optional.empty();
        }
        long position = Calls.number(answer.get(0));
        long revision = Calls.number(answer.get(1));
        byte[] opened = answer.get(3).toBytes();
        byte[] current = answer.get(4).toBytes();
        SaleReading unchanged = opened.length == 0 ? before : null;
        Sale sale = unchanged != null ? unchanged.view().sale() : Calls.sale(current);
        long changedAt =
                unchanged != null ? unchanged.changedAt() : Calls.event(current).at();
        List<SaleView.TierView> tiers = new ArrayList<>();
        for (int i = HEADER_FIELDS; i < answer.size(); i++) {
            tiers.add(readTier(sale.legs(), answer.get(i)));
        }
        return Optional.of(new SaleReading(
                position,
                revision,
                deadline(answer.get(2)),
                changedAt,
                // Mostly it is the same, and there may be 100,000 of them.
                unchanged != null ? unchanged.opened() : Arrays.equals(opened, current) ? sale : Calls.sale(opened),
                new SaleView(sale, position, tiers)));
    }

    /**
     * Whether the sale is over for good: closed long ago, and nothing is held that could come back. Its orders may still be looked up, paid late or refunded.
     *
     * @param now milliseconds since 1970
     */
    boolean isOver(long now) {
        Sale sale = view.sale();
        long closedAt = sale.status() == Status.CLOSED ? changedAt : Math.max(changedAt, sale.closesAt());
        return nextDeadline == Order.NO_DEADLINE && closedAt < now - Limits.SALE_OVER_MILLIS;
    }

    /** A deadline as the functions say it: a number as text, or nothing. */
    static long deadline(Response text) {
        String digits = text.toString();
        return digits.isEmpty() ? Order.NO_DEADLINE : (long) Double.parseDouble(digits);
    }

    private static SaleView.TierView readTier(int legs, Response fields) {
        int[] seatsByRun = new int[(legs + 1) * (legs + 1)];
        int[] held = new int[legs + 1];
        int[] paid = new int[legs + 1];
        int untouched = 0;
        for (int i = 0; i < fields.size(); i += 2) {
            String field = fields.get(i).toString();
            int value = (int) Calls.number(fields.get(i + 1));
            switch (field) {
                case "capacity" -> untouched += value;
                case "touched" -> untouched -= value;
                default -> {
                    int place = Integer.parseInt(field.substring(1));
                    switch (field.charAt(0)) {
                        case 'r' -> seatsByRun[place / WIDTH * (legs + 1) + place % WIDTH] = value;
                        case 'h' -> held[place] = value;
                        case 'p' -> paid[place] = value;
                        default -> throw new IllegalStateException("a tier has a field " + field);
                    }
                }
            }
        }
        seatsByRun[legs] += untouched;
        return new SaleView.TierView(legs, freeByJourney(legs, seatsByRun), sums(legs, held), sums(legs, paid));
    }

    /** Differences from leg to leg, added up. */
    private static int[] sums(int legs, int[] differences) {
        int[] sums = new int[legs];
        int sum = 0;
        for (int leg = 0; leg < legs; leg++) {
            sum += differences[leg];
            sums[leg] = sum;
        }
        return sums;
    }

    /** A seat is free on a journey if one of its runs begins at or before it and ends at or after it: sums over runs, each added once. */
    private static int[] freeByJourney(int legs, int[] seatsByRun) {
        int width = legs + 1;
        int[] free = new int[width * width];
        for (int from = 0; from < legs; from++) {
            for (int to = legs; to > from; to--) {
                free[from * width + to] = seatsByRun[from * width + to]
                        + (to < legs ? free[from * width + to + 1] : 0)
                        + (from > 0 ? free[(from - 1) * width + to] : 0)
                        - (from > 0 && to < legs ? free[(from - 1) * width + to + 1] : 0);
            }
        }
        return free;
    }
}
