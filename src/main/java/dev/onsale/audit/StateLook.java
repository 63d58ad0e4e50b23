package dev.onsale.audit;

import dev.onsale.config.BookLimits;
import dev.onsale.events.StoredState;
import dev.onsale.events.StoredState.Ask;
import dev.onsale.events.StoredState.Kind;
import dev.onsale.events.StoredState.Moment;
import dev.onsale.events.StoredState.Part;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Tier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Looks at what was suspect, and at all counts, as they are at one moment; follows the sale's journal to that moment; and names what is wrong then. Owned by the
 * audit's thread.
 */
final class StateLook {

    /** A run of legs as one number, as the functions write it. */
    private static final int WIDTH = 64;

    private final AuditedSale sale;
    private final StoredState state;
    private final JournalAudit journal;
    private final LongConsumer followTo;
    private final Findings findings;

    /** @param followTo follows the sale's journal to a position */
    StateLook(AuditedSale sale, StoredState state, JournalAudit journal, LongConsumer followTo, Findings findings) {
        this.sale = sale;
        this.state = state;
        this.journal = journal;
        this.followTo = followTo;
        this.findings = findings;
    }

    /** A run as a number. */
    static int index(int from, int to) {
        return from * WIDTH + to;
    }

    /** A seat's number or a count of seats, within the tier and one more. */
    static int number(String text, int capacity) {
        try {
            return (int) Math.clamp(Long.parseLong(text), 0, capacity + 1L);
        } catch (NumberFormatException e) {
            return capacity + 1;
        }
    }

    /** Names what is wrong. */
    void check(StateSuspects suspects) {
        sale();
        inChunks(suspects.orders, this::orders);
        inChunks(suspects.keys, this::keys);
        inChunks(suspects.buyers, this::buyers);
        inChunks(suspects.made, this::made);
        inChunks(suspects.deadlines, this::deadlines);
        for (AuditedTier tier : sale.tiers()) {
            counts(tier);
            suspects.seats.getOrDefault(tier.tier().id(), new TreeSet<>()).forEach(seat -> seat(tier, seat));
        }
    }

    private static <T> void inChunks(Collection<T> all, Consumer<List<T>> work) {
        List<T> list = new ArrayList<>(all);
        for (int first = 0; first < list.size(); first += BookLimits.AUDIT_LOOK_THINGS_MAX) {
            work.accept(list.subList(first, Math.min(list.size(), first + BookLimits.AUDIT_LOOK_THINGS_MAX)));
        }
    }

    private Moment look(List<OrderId> orders, Ask... asks) {
        Moment moment = state.look(orders, List.of(asks));
        followTo.accept(moment.position());
        findings.in(sale.journal().name());
        return moment;
    }

    private static Map<String, String> values(Moment moment, Part part) {
        return moment.values().getOrDefault(part, Map.of());
    }

    private void add(Fault fault, String sentence) {
        findings.add(fault, sale.journal().position(), () -> sentence);
    }

    private String ofSale() {
        return " of sale " + sale.sale().id();
    }

    private void sale() {
        Part part = Part.of(Kind.SALE);
        List<String> fields = List.of(
                "status",
                "opens_at",
                "closes_at",
                "hold_millis",
                "deduct",
                "limit",
                "buyer_refunds",
                "legs",
                "tiers",
                "opened",
                "current",
                "last_number");
        Moment moment = look(List.of(), new Ask(part, fields));
        Map<String, String> expected = new TreeMap<>();
        Sale by = sale.sale();
        Map<String, String> kept = values(moment, part);
        if (kept.isEmpty()) {
            add(
                    Fault.STATE_SALE,
                    "Sale " + by.id() + " has events, and the hash that says what it is, {" + by.id()
                            + "}:sale, is gone. Nothing can be sold of it.");
            return;
        }
        for (String described : List.of("opened", "current")) {
            if (!kept.containsKey(described)) {
                add(Fault.STATE_SALE, "Sale " + by.id() + " has no " + described + " where the ledger keeps it.");
            }
        }
        expected.put("status", by.status().name().toLowerCase(Locale.ROOT));
        expected.put("opens_at", Long.toString(by.opensAt()));
        expected.put("closes_at", by.closesAt() == Sale.NEVER ? "" : Long.toString(by.closesAt()));
        expected.put("hold_millis", Long.toString(by.holdSeconds() * 1000L));
        expected.put("deduct", by.deduct().word());
        expected.put("limit", Integer.toString(by.perBuyer()));
        expected.put("buyer_refunds", by.buyerRefunds() ? "1" : "0");
        expected.put("legs", Integer.toString(by.legs()));
        expected.put("tiers", by.tiers().stream().map(Tier::id).collect(Collectors.joining(" ")));
        expected.put("last_number", Long.toString(sale.lastNumber()));
        expected.forEach((field, value) -> {
            String found = kept.getOrDefault(field, "missing");
            if (!found.equals(value)) {
                add(
                        Fault.STATE_SALE,
                        "Sale " + by.id() + " has the " + field + " " + found + " where the ledger keeps it, and "
                                + (value.isEmpty() ? "none" : value) + " by the events.");
            }
        });
    }

    private void orders(List<OrderId> ids) {
        Moment moment = look(ids);
        for (OrderId id : ids) {
            AuditedOrder order = journal.orders().find(id);
            Order record = moment.orders().get(id);
            if (order == null || order.sale() != sale) {
                if (record != null) {
                    add(Fault.STATE_RECORD, "Order " + id + ofSale() + " is recorded, and no event tells of it.");
                }
            } else if (record == null) {
                add(
                        Fault.STATE_RECORD,
                        "Order " + id + ofSale() + " is " + order.state().word()
                                + " by the events, and has no record.");
            } else {
                List<String> differences = OrderDifferences.of(order, record, journal.fingerprints());
                if (!differences.isEmpty()) {
                    add(
                            Fault.STATE_RECORD,
                            "The record of order " + id + ofSale() + " differs: " + String.join("; ", differences)
                                    + ".");
                }
            }
        }
    }

    private void keys(List<String> keys) {
        Part part = Part.of(Kind.KEYS);
        Moment moment = look(List.of(), new Ask(part, keys));
        for (String key : keys) {
            AuditedOrder order = StateReading.ofKey(sale, key, journal);
            String found = values(moment, part).get(key);
            String due = order == null ? null : order.id().toString();
            if (found == null ? due != null : !found.equals(due)) {
                add(
                        Fault.STATE_KEY,
                        "The key \"" + key.substring(key.indexOf(':') + 1) + "\" (buyer and key)" + ofSale()
                                + " leads to "
                                + (found == null ? "no order" : "order " + found) + ", and by the events to "
                                + (due == null ? "none" : "order " + due) + ".");
            }
        }
    }

    private void buyers(List<String> buyers) {
        Part part = Part.of(Kind.BUYERS);
        Moment moment = look(List.of(), new Ask(part, buyers));
        for (String buyer : buyers) {
            String found = values(moment, part).getOrDefault(buyer, "0");
            int due = sale.seatsOf(journal.fingerprints().of(buyer));
            if (!found.equals(Integer.toString(due))) {
                add(
                        Fault.STATE_BUYER,
                        "Buyer \"" + buyer + "\" counts for " + found + " seats" + ofSale() + ", and has " + due
                                + " in live orders.");
            }
        }
    }

    private void made(List<String> buyers) {
        Part part = Part.of(Kind.MADE);
        Moment moment = look(List.of(), new Ask(part, buyers));
        for (String buyer : buyers) {
            String found = values(moment, part).get(buyer);
            int made = sale.ordersOf(journal.fingerprints().of(buyer));
            if (found != null && !StateReading.canHaveMade(found, made)) {
                add(
                        Fault.STATE_MADE,
                        "Buyer \"" + buyer + "\" counts for " + found + " orders" + ofSale() + ", and has made " + made
                                + ".");
            }
        }
    }

    private void deadlines(List<String> members) {
        Part part = Part.of(Kind.DEADLINES);
        Moment moment = look(List.of(), new Ask(part, members));
        for (String member : members) {
            AuditedOrder order = StateReading.ofDeadline(member, journal);
            boolean isDue = order != null
                    && order.hasDeadline()
                    && StateSuspects.deadline(order).equals(member);
            String due = isDue && order != null ? Long.toString(order.expiresAt()) : "none";
            String found = values(moment, part).getOrDefault(member, "none");
            if (!found.equals(due)) {
                add(
                        Fault.STATE_DEADLINE,
                        "Order " + member.substring(member.indexOf(':') + 1) + ofSale() + " has the deadline " + found
                                + " where the ledger keeps them, and by the events " + due + ".");
            }
        }
    }

    // ---- stock ------------------------------------------------------------------------------------------------------

    private void counts(AuditedTier tier) {
        Part part = Part.of(Kind.TIER, tier.tier().id());
        TreeSet<String> fields = new TreeSet<>(expectedCounts(tier, 0).keySet());
        state.read(part, (field, value) -> fields.add(field));
        while (true) {
            Moment moment = look(List.of(), new Ask(part, List.copyOf(fields)));
            Map<String, String> found = values(moment, part);
            int capacity = tier.tier().capacity();
            int touched = number(found.getOrDefault("touched", "0"), capacity);
            Map<String, Long> due = expectedCounts(tier, Math.min(touched, capacity));
            if (!fields.addAll(due.keySet())) {
                if (touched > capacity || touched < tier.highestTaken()) {
                    due.put("touched", (long) tier.highestTaken());
                }
                compareCounts(tier, found, due);
                return;
            }
        }
    }

    private void compareCounts(AuditedTier tier, Map<String, String> found, Map<String, Long> due) {
        TreeSet<String> fields = new TreeSet<>(found.keySet());
        fields.addAll(due.keySet());
        for (String field : fields) {
            String is = found.getOrDefault(field, "0");
            String should = Long.toString(due.getOrDefault(field, 0L));
            if (!is.equals(should) && (due.containsKey(field) || !field.equals("touched"))) {
                add(
                        Fault.STATE_STOCK,
                        "The stock of tier " + tier.tier().id() + ofSale() + " has " + field + " = " + is
                                + ", and by the events it is " + should + ".");
            }
        }
    }

    /** Zeros are left out, as they are there. */
    private static Map<String, Long> expectedCounts(AuditedTier tier, int touched) {
        Map<String, Long> counts = new TreeMap<>();
        counts.put("capacity", (long) tier.tier().capacity());
        counts.put("touched", (long) touched);
        for (int seat = 1; seat <= touched; seat++) {
            tier.runsOf(seat, (from, to) -> counts.merge("r" + index(from, to), 1L, Long::sum));
        }
        long held = 0;
        long paid = 0;
        for (int leg = 0; leg <= tier.legs(); leg++) {
            long heldHere = leg < tier.legs() ? tier.heldOn(leg) : 0;
            long paidHere = leg < tier.legs() ? tier.paidOn(leg) : 0;
            counts.put("h" + leg, heldHere - held);
            counts.put("p" + leg, paidHere - paid);
            held = heldHere;
            paid = paidHere;
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    private void seat(AuditedTier tier, int seat) {
        String id = tier.tier().id();
        TreeSet<Integer> runs = new TreeSet<>();
        for (int from = 0; from < tier.legs(); from++) {
            for (int to = from + 1; to <= tier.legs(); to++) {
                runs.add(index(from, to));
            }
        }
        List<Ask> asks = new ArrayList<>();
        Part tierPart = Part.of(Kind.TIER, id);
        Part legsPart = Part.of(Kind.SEATS, id);
        String number = Integer.toString(seat);
        asks.add(new Ask(tierPart, List.of("touched")));
        asks.add(new Ask(legsPart, List.of(number)));
        runs.forEach(run -> asks.add(new Ask(new Part(Kind.RUN, id, run / WIDTH, run % WIDTH), List.of(number))));
        Moment moment = look(List.of(), asks.toArray(Ask[]::new));
        boolean isTouched = seat
                <= number(
                        values(moment, tierPart).getOrDefault("touched", "0"),
                        tier.tier().capacity());
        TreeSet<Integer> due = new TreeSet<>();
        if (isTouched) {
            tier.runsOf(seat, (from, to) -> due.add(index(from, to)));
        }
        TreeSet<Integer> found = new TreeSet<>();
        for (int run : runs) {
            String score = values(moment, new Part(Kind.RUN, id, run / WIDTH, run % WIDTH))
                    .get(number);
            if (score != null && score.equals(number)) {
                found.add(run);
            }
        }
        if (!found.equals(due)) {
            add(
                    Fault.STATE_STOCK,
                    "Seat " + seat + " of tier " + id + ofSale() + " is free on " + words(found)
                            + " in the stock, and by the events on " + words(due)
                            + (isTouched ? "." : " of those sold before."));
        }
        String legs = values(moment, legsPart).get(number);
        String legsDue = isTouched && tier.legs() > 1 ? tier.legsOf(seat) : null;
        if (legs == null ? legsDue != null : !legs.equals(legsDue)) {
            add(
                    Fault.STATE_STOCK,
                    "Seat " + seat + " of tier " + id + ofSale() + " has the legs " + legs
                            + " in the stock, and by the events " + legsDue + ".");
        }
    }

    private static String words(Set<Integer> runs) {
        return runs.isEmpty()
                ? "no leg"
                : "legs "
                        + String.join(
                                ", ",
                                runs.stream()
                                        .map(run -> run / WIDTH + " to " + (run % WIDTH - 1))
                                        .toList());
    }

    /** The keys of some orders, so that they can be looked at; those of orders without a record are left out. */
    static List<String> keysOf(StoredState state, List<OrderId> ids) {
        List<String> keys = new ArrayList<>();
        inChunks(ids, some -> {
            for (Order order : state.look(some, List.of()).orders().values()) {
                keys.add(StoredState.key(order.buyer(), order.key()));
            }
        });
        return keys;
    }
}
