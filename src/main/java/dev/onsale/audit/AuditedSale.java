package dev.onsale.audit;

import dev.onsale.ledger.OrderState;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import dev.onsale.sale.Tier;
import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sale as the audit knows it. Owned by the audit's thread. */
final class AuditedSale {

    private final FollowedJournal journal;
    private Sale sale;
    private final List<AuditedTier> tiers = new ArrayList<>();
    private long lastNumber;
    private long loaded;
    private final Map<OrderState, Long> orders = new EnumMap<>(OrderState.class);

    /** Seats in live orders, by the buyer's fingerprint; kept only where the sale limits them. */
    private final LongObjectHashMap<Integer> seatsByBuyer = new LongObjectHashMap<>();

    /** Orders, whatever became of them, by the buyer's fingerprint. */
    private final LongObjectHashMap<Integer> ordersByBuyer = new LongObjectHashMap<>();

    AuditedSale(Sale sale, FollowedJournal journal) {
        this.sale = sale;
        this.journal = journal;
        for (Tier tier : sale.tiers()) {
            tiers.add(new AuditedTier(tier, sale.legs()));
        }
    }

    Sale sale() {
        return sale;
    }

    /** The journal that it is in. */
    FollowedJournal journal() {
        return journal;
    }

    List<AuditedTier> tiers() {
        return tiers;
    }

    @Nullable
    AuditedTier tier(String id) {
        for (AuditedTier tier : tiers) {
            if (tier.tier().id().equals(id)) {
                return tier;
            }
        }
        return null;
    }

    /** What of {@code changed} must not have changed, in words; null if everything was allowed. */
    @Nullable
    String forbiddenChange(Sale changed) {
        if (changed.tiers().size() != sale.tiers().size()) {
            return "has " + changed.tiers().size() + " tiers instead of " + tiers.size();
        }
        List<Tier> grown = new ArrayList<>();
        for (int i = 0; i < tiers.size(); i++) {
            Tier before = sale.tiers().get(i);
            int capacity = changed.tiers().get(i).capacity();
            if (capacity < before.capacity()) {
                return "has " + capacity + " seats in tier " + before.id() + " instead of " + before.capacity();
            }
            grown.add(before.withCapacity(capacity));
        }
        if (sale.status() == Status.CLOSED && changed.status() != Status.CLOSED) {
            return "is open again after it was closed";
        }
        return sale.with(changed.status(), changed.opensAt(), changed.closesAt(), grown)
                        .equals(changed)
                ? null
                : "has other terms than when it was opened";
    }

    /** Whether its tiers are the same ones, so that the audit can go on with it. */
    boolean hasTheTiersOf(Sale changed) {
        return changed.legs() == sale.legs()
                && changed.tiers().stream()
                        .map(Tier::id)
                        .toList()
                        .equals(sale.tiers().stream().map(Tier::id).toList());
    }

    void change(Sale changed) {
        for (int i = 0; i < tiers.size(); i++) {
            tiers.get(i).change(changed.tiers().get(i));
        }
        sale = changed;
    }

    /** Whether orders are accepted then. */
    boolean takesOrdersAt(long millis) {
        return sale.status() == Status.ACTIVE && millis >= sale.opensAt() && millis < sale.closesAt();
    }

    /** Follows the count of its orders; the number that was due. */
    long countNumber(long number, long buyer) {
        countOfBuyer(buyer);
        long due = lastNumber + 1;
        lastNumber = number;
        return due;
    }

    /** An order of the base, of which only the state is known; they come in no particular order. */
    void countLoaded(long number, long buyer) {
        countOfBuyer(buyer);
        loaded++;
        lastNumber = Math.max(lastNumber, number);
    }

    private void countOfBuyer(long buyer) {
        ordersByBuyer.put(buyer, Integer.valueOf(ordersOf(buyer) + 1));
    }

    /** Orders that a buyer has made, whatever became of them. */
    int ordersOf(long buyer) {
        Integer orders = ordersByBuyer.get(buyer);
        return orders == null ? 0 : orders;
    }

    /** Whether some order of the base is missing, in words; null if not. */
    @Nullable
    String gapOfLoaded() {
        return loaded == lastNumber
                ? null
                : "Sale " + sale.id() + " has " + loaded + " orders, and their numbers go up to " + lastNumber + ".";
    }

    /** Whether some buyer has more than the sale allows, in words; null if not. */
    @Nullable
    String beyondLimit() {
        if (sale.perBuyer() == Sale.NO_LIMIT) {
            return null;
        }
        for (Integer seats : seatsByBuyer.values()) {
            if (seats > sale.perBuyer()) {
                return "A buyer of sale " + sale.id() + " has " + seats + " seats in live orders, and the sale allows "
                        + sale.perBuyer() + ".";
            }
        }
        return null;
    }

    /** One order came from a state, null for a new one, into another. */
    void countOrder(@Nullable OrderState before, OrderState after) {
        if (before != null) {
            orders.merge(before, -1L, Long::sum);
        }
        orders.merge(after, 1L, Long::sum);
    }

    /** Adds seats to those that a buyer has in live orders; how many they are now. 0 where the sale sets no limit. */
    int countForBuyer(long buyer, int seats) {
        if (sale.perBuyer() == Sale.NO_LIMIT) {
            return 0;
        }
        int now = seatsOf(buyer) + seats;
        if (now == 0) {
            seatsByBuyer.remove(buyer);
        } else {
            seatsByBuyer.put(buyer, Integer.valueOf(now));
        }
        return now;
    }

    /** Buyers with seats in live orders; none where the sale sets no limit. */
    int buyers() {
        return seatsByBuyer.size();
    }

    /** Number of the order that was accepted last. */
    long lastNumber() {
        return lastNumber;
    }

    /** Seats that a buyer has in live orders; 0 where the sale sets no limit. */
    int seatsOf(long buyer) {
        Integer seats = seatsByBuyer.get(buyer);
        return seats == null ? 0 : seats;
    }

    /** Whether the limit lets a buyer have so many. */
    boolean allows(int seats) {
        return sale.perBuyer() == Sale.NO_LIMIT || seats <= sale.perBuyer();
    }

    AuditReport.SaleFigures figures() {
        Map<OrderState, Long> byState = new EnumMap<>(OrderState.class);
        for (OrderState state : OrderState.values()) {
            byState.put(state, orders.getOrDefault(state, 0L));
        }
        return new AuditReport.SaleFigures(
                sale, byState, tiers.stream().map(AuditedTier::figures).toList());
    }
}
