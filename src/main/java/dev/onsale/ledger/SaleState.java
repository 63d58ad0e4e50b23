package dev.onsale.ledger;

import dev.onsale.config.Limits;
import dev.onsale.config.RoomLimits;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import dev.onsale.sale.Tier;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** One sale and its stock, within {@link StockState}. Owned by one thread. */
final class SaleState {

    private final Sale opened;
    private final CommandId openedBy;
    private Sale sale;
    private final TierStock[] tiers;
    private final AnsweredChanges answered = new AnsweredChanges();

    /** Seats in live orders, by buyer; kept only where the sale limits them. */
    private final Map<String, Integer> seatsByBuyer = new HashMap<>();

    private long lastNumber;
    private long version;

    /** @param id of the command that opened it */
    SaleState(Sale opened, CommandId id) {
        this.opened = opened;
        this.openedBy = id;
        this.sale = opened;
        this.tiers = new TierStock[opened.tiers().size()];
        for (int i = 0; i < tiers.length; i++) {
            tiers[i] = new TierStock(opened.legs(), opened.tiers().get(i).capacity());
        }
        answered.add(id, opened, opened);
    }

    /** The sale as it was first opened: a later, equal {@code OpenSale} is the same question. */
    Sale opened() {
        return opened;
    }

    Sale sale() {
        return sale;
    }

    /** What the last commands about it came to. */
    AnsweredChanges answered() {
        return answered;
    }

    /** About how much memory it takes, without its orders. */
    long bytes() {
        long seats = sale.tiers().stream().mapToLong(Tier::capacity).sum();
        return RoomLimits.SALE_BYTES + seats * sale.legs() / 4 + answered.bytes();
    }

    /** Whether it was closed, or ended long ago. */
    boolean isOver(long now) {
        return sale.status() == Status.CLOSED || sale.closesAt() < now - Limits.SALE_OVER_MILLIS;
    }

    TierStock tier(String id) {
        return tiers[sale.tierIndex(id)];
    }

    /** The number that the next new order gets. */
    long nextNumber() {
        return lastNumber + 1;
    }

    /** Seats that this buyer has in live orders; 0 where the sale sets no limit. */
    int seatsOf(String buyer) {
        return seatsByBuyer.getOrDefault(buyer, 0);
    }

    /** Whether the limit lets this buyer have so many seats more. */
    boolean allows(String buyer, int quantity) {
        return sale.perBuyer() == Sale.NO_LIMIT || seatsOf(buyer) + quantity <= sale.perBuyer();
    }

    /**
     * @param decoded the sale as it is from now on
     * @param id of the command that changed it
     */
    void change(Sale decoded, CommandId id) {
        Sale changed = decoded.sharing(sale); // one that was read from a journal has all of its names once more
        answered.add(id, changed, sale);
        for (int i = 0; i < tiers.length; i++) {
            int capacity = changed.tiers().get(i).capacity();
            if (capacity != tiers[i].grid().capacity()) {
                tiers[i].grid().grow(capacity);
            }
        }
        sale = changed;
        version++;
    }

    /** Moves an order from {@code before}, null if it is new, to {@code after}. */
    void move(@org.jspecify.annotations.Nullable Order before, Order after) {
        TierStock stock = tier(after.tier());
        boolean had = before != null && before.state().occupiesSeats();
        boolean has = after.state().occupiesSeats();
        if (before != null && had && has && before.seats().equals(after.seats())) {
            stock.recount(before, after);
        } else {
            if (before != null && had) {
                stock.vacate(before);
            }
            if (has) {
                stock.occupy(after);
            }
        }
        if (sale.perBuyer() != Sale.NO_LIMIT) {
            int counted = (after.state().countsForBuyer() ? after.quantity() : 0)
                    - (before != null && before.state().countsForBuyer() ? before.quantity() : 0);
            if (counted != 0) {
                seatsByBuyer.merge(after.buyer(), counted, (has1, more) -> has1 + more == 0 ? null : has1 + more);
            }
        }
        lastNumber = Math.max(lastNumber, after.number());
        version++;
    }

    /** The shortest list of events that leads to the sale as it is, and to what is remembered of the commands about it. */
    void compacted(Consumer<Event> sink) {
        long at = sale.opensAt();
        sink.accept(new Event.SaleOpened(at, opened, answered.remembers(openedBy) ? openedBy : CommandId.NONE));
        answered.forEach((id, made) -> {
            if (!id.equals(openedBy)) {
                sink.accept(new Event.SaleChanged(at, made, id));
            }
        });
        if (!sale.equals(answered.last(opened))) {
            sink.accept(new Event.SaleChanged(at, sale));
        }
    }

    SaleView view() {
        SaleView.TierView[] views = new SaleView.TierView[tiers.length];
        for (int i = 0; i < tiers.length; i++) {
            views[i] = tiers[i].view();
        }
        return new SaleView(sale, version, java.util.List.of(views));
    }
}
