package dev.onsale.audit;

import dev.onsale.config.RoomLimits;
import dev.onsale.events.StoredState;
import dev.onsale.events.StoredState.Kind;
import dev.onsale.events.StoredState.Part;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.sale.Sale;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads all that a ledger decides a sale by, page by page, and notes what is not as the events say. Owned by the audit's thread. */
final class StateReading {

    private static final String TOUCHED = "touched";

    private final AuditedSale sale;
    private final StoredState state;
    private final JournalAudit journal;
    private final Fingerprints fingerprints;
    private final StateSuspects suspects = new StateSuspects();

    private StateReading(AuditedSale sale, StoredState state, JournalAudit journal) {
        this.sale = sale;
        this.state = state;
        this.journal = journal;
        this.fingerprints = journal.fingerprints();
    }

    /** What has to be looked at once more; orders of which nothing was found are to be added. */
    static StateSuspects read(AuditedSale sale, StoredState state, JournalAudit journal) {
        StateReading reading = new StateReading(sale, state, journal);
        state.orders(reading::readOrder);
        state.read(Part.of(Kind.KEYS), reading::readKey);
        state.read(Part.of(Kind.DEADLINES), reading::readDeadline);
        if (sale.sale().perBuyer() != Sale.NO_LIMIT) {
            reading.readBuyers();
        }
        reading.readMade();
        sale.tiers().forEach(reading::readTier);
        return reading.suspects;
    }

    private void readOrder(Order record) {
        AuditedOrder order = journal.orders().find(record.id());
        if (order == null || order.sale() != sale) {
            suspects.orders.add(record.id());
            return;
        }
        order.see(AuditedOrder.Trace.RECORD);
        if (!OrderDifferences.of(order, record, fingerprints).isEmpty()) {
            suspects.orders.add(record.id());
        }
    }

    private void readKey(String key, String id) {
        AuditedOrder order = ofKey(sale, key, journal);
        if (order == null || !order.id().toString().equals(id)) {
            suspects.keys.add(key);
        } else {
            order.see(AuditedOrder.Trace.KEY);
        }
    }

    /** The order that a key belongs to by the events, as {@link StoredState#key} writes it. */
    static @Nullable AuditedOrder ofKey(AuditedSale sale, String field, JournalAudit journal) {
        int colon = field.indexOf(':');
        int end = colon + 1 + Integer.parseInt(field.substring(0, colon));
        String id = sale.sale().id();
        String buyer = field.substring(colon + 1, end);
        String key = field.substring(end);
        Fingerprints fingerprints = journal.fingerprints();
        return journal.orders().findKey(fingerprints.high(id, buyer, key), fingerprints.low(id, buyer, key));
    }

    private void readDeadline(String member, String at) {
        AuditedOrder order = ofDeadline(member, journal);
        if (order != null
                && order.hasDeadline()
                && StateSuspects.deadline(order).equals(member)
                && at.equals(Long.toString(order.expiresAt()))) {
            order.see(AuditedOrder.Trace.DEADLINE);
        } else {
            suspects.deadlines.add(member);
        }
    }

    static @Nullable AuditedOrder ofDeadline(String member, JournalAudit journal) {
        return OrderId.parse(member.substring(member.indexOf(':') + 1))
                .map(journal.orders()::find)
                .orElse(null);
    }

    private void readBuyers() {
        Set<Long> seen = new HashSet<>();
        state.read(Part.of(Kind.BUYERS), (buyer, seats) -> {
            long print = fingerprints.of(buyer);
            seen.add(print);
            if (!seats.equals(Integer.toString(sale.seatsOf(print)))) {
                suspects.buyers.add(buyer);
            }
        });
        if (seen.size() < sale.buyers()) {
            // The audit has forgotten their names; the orders know them.
            state.orders(order -> {
                long print = fingerprints.of(order.buyer());
                if (sale.seatsOf(print) > 0 && !seen.contains(print)) {
                    suspects.buyers.add(order.buyer());
                }
            });
        }
    }

    private void readMade() {
        state.read(Part.of(Kind.MADE), (buyer, orders) -> {
            if (!canHaveMade(orders, sale.ordersOf(fingerprints.of(buyer)))) {
                suspects.made.add(buyer);
            }
        });
    }

    /**
     * Whether a buyer with so many orders can be counted for what is found. Their first orders were asked for before any was counted, and some of those may have been refused.
     *
     * @param made by the events
     */
    static boolean canHaveMade(String found, int made) {
        int counted = StateLook.number(found, Integer.MAX_VALUE - 1);
        return made > 0 && counted > 0 && counted - made < RoomLimits.ORDERS_COUNTED_FROM;
    }

    private void readTier(AuditedTier tier) {
        String id = tier.tier().id();
        Map<String, String> fields = new HashMap<>();
        state.read(Part.of(Kind.TIER, id), fields::put);
        int touched =
                StateLook.number(fields.getOrDefault(TOUCHED, "0"), tier.tier().capacity());
        Map<Integer, BitSet> expected = new HashMap<>();
        for (int seat = 1; seat <= touched; seat++) {
            int number = seat;
            tier.runsOf(seat, (from, to) -> expected.computeIfAbsent(StateLook.index(from, to), run -> new BitSet())
                    .set(number));
        }
        for (int from = 0; from < tier.legs(); from++) {
            for (int to = from + 1; to <= tier.legs(); to++) {
                BitSet found = new BitSet();
                state.read(new Part(Kind.RUN, id, from, to), (seat, score) -> {
                    int number = StateLook.number(seat, tier.tier().capacity());
                    found.set(number);
                    if (!score.equals(seat)) {
                        suspects.seat(id, number);
                    }
                });
                found.xor(expected.getOrDefault(StateLook.index(from, to), new BitSet()));
                found.stream().forEach(seat -> suspects.seat(id, seat));
            }
        }
        if (tier.legs() > 1) {
            readLegs(tier, touched);
        }
    }

    private void readLegs(AuditedTier tier, int touched) {
        String id = tier.tier().id();
        BitSet missing = new BitSet();
        missing.set(1, touched + 1);
        state.read(Part.of(Kind.SEATS, id), (seat, legs) -> {
            int number = StateLook.number(seat, tier.tier().capacity());
            missing.clear(number);
            if (number > touched || !legs.equals(tier.legsOf(number))) {
                suspects.seat(id, number);
            }
        });
        missing.stream().forEach(seat -> suspects.seat(id, seat));
    }
}
