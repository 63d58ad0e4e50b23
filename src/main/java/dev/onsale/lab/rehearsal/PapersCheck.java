package dev.onsale.lab.rehearsal;

import dev.onsale.lab.report.Verdict.Check;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds what buyers were told against what the server shows. Each law is looked at by itself, from the papers and records alone. For
 * one thread.
 */
final class PapersCheck {

    private final RehearsalPlan plan;
    private final Trips trips;
    private final Papers papers;
    private final Records records;
    private final String prefix;
    private final Map<String, RecordedOrder> byId = new HashMap<>();

    /** @param prefix of the buyers' names, before their numbers */
    PapersCheck(RehearsalPlan plan, Trips trips, Papers papers, Records records, String prefix) {
        this.plan = plan;
        this.trips = trips;
        this.papers = papers;
        this.records = records;
        this.prefix = prefix;
        for (RecordedOrder order : records.orders()) {
            byId.put(order.paper().order(), order);
        }
    }

    /** Looks at all laws. */
    List<Check> run() {
        return List.of(
                everyAnswerIsKept(),
                nobodyHasMoreThanTold(),
                noSeatTwice(),
                sumsAreRight(),
                nothingIsLeftOver(),
                sameAgain(),
                soldOn());
    }

    /** Whoever was told that they have an order has it, with these seats, and whoever paid has a ticket. */
    private Check everyAnswerIsKept() {
        Faults faults = new Faults();
        papers.eachOrder((paper, buyer) -> {
            RecordedOrder recorded = byId.get(paper.order());
            if (recorded == null) {
                faults.add("order " + paper.order() + " of buyer " + buyer + " is not there");
            } else if (!recorded.buyer().equals(prefix + buyer)) {
                faults.add("order " + paper.order() + " of buyer " + buyer + " is recorded for " + recorded.buyer());
            } else if (paper.isLive() && paper.seats().size() != 1) {
                faults.add(
                        "order " + paper.order() + " of buyer " + buyer + " is for one seat and has " + paper.seats());
            } else if (recorded.paper().trip() != paper.trip()) {
                faults.add("order " + paper.order() + " of buyer " + buyer + " goes "
                        + way(recorded.paper().trip()) + " instead of " + way(paper.trip()));
            } else if (!sameSeats(buyer, paper, recorded.paper())) {
                faults.add("order " + paper.order() + " of buyer " + buyer + " has seats "
                        + recorded.paper().seats() + " instead of " + paper.seats());
            } else if (paper.isPaid() && !recorded.paper().isPaid()) {
                faults.add("order " + paper.order() + " of buyer " + buyer + " was paid and is "
                        + recorded.paper().state());
            } else if (paper.isToRefund() && !recorded.paper().isToRefund()) {
                faults.add("order " + paper.order() + " of buyer " + buyer + " is to be paid back and is "
                        + recorded.paper().state());
            }
        });
        return faults.check(
                "every answer is kept", "all %,d orders that buyers were told of are in the records", papers.orders());
    }

    private String way(int trip) {
        return "from stop " + (trips.from(trip) + 1) + " to stop " + (trips.to(trip) + 1);
    }

    private boolean sameSeats(int buyer, Paper told, Paper recorded) {
        BuyerState state = papers.state(buyer);
        // Who pays late may get other seats, and may not have heard of it.
        boolean mayDiffer =
                recorded.isPaid() && !told.isPaid() && (state == BuyerState.HOLDING || state == BuyerState.UNANSWERED);
        return mayDiffer
                || (told.seats().isEmpty() && !told.isLive())
                || recorded.seats().equals(told.seats());
    }

    /** Nobody was told no, and has an order all the same. */
    private Check nobodyHasMoreThanTold() {
        Faults faults = new Faults();
        int unheard = 0;
        for (RecordedOrder order : records.orders()) {
            int buyer = number(order.buyer());
            if (buyer < 0) {
                faults.add("order " + order.paper().order() + " is of " + order.buyer() + ", who did not come");
                continue;
            }
            Paper told = papers.order(buyer);
            BuyerState state = papers.state(buyer);
            if (told != null && told.order().equals(order.paper().order())) {
                if (state == BuyerState.ABANDONED && order.paper().isPaid()) {
                    faults.add("order " + told.order() + " is recorded as paid, and buyer " + buyer + " never paid");
                }
            } else if (state == BuyerState.ABSENT) {
                faults.add("order " + order.paper().order() + " is of " + order.buyer() + ", who did not come");
            } else if (told == null && papers.wasThereWhenToldNo(buyer, order.placedAtMillis())) {
                faults.add("buyer " + buyer + " was told no and had order "
                        + order.paper().order() + " already, by an earlier request with the same key");
            } else if (told != null || !mayNotKnow(order.paper(), buyer, state)) {
                faults.add("buyer " + buyer + " has order " + order.paper().order() + " and was never told of it");
            } else {
                unheard++;
            }
        }
        return faults.check(
                "nobody has what they were not told of",
                unheard == 0
                        ? "%,d orders, each known to its buyer"
                        : "%,d orders, each known to its buyer, but for " + unheard + " of buyers who had no answer",
                records.orders().size());
    }

    /** Whether an order may have been placed without the knowledge of its buyer, who was told of none. */
    private boolean mayNotKnow(Paper order, int buyer, BuyerState state) {
        return switch (state) {
            case ASKING -> true;
            case UNANSWERED -> papers.isInDoubt(buyer);
            // A request that was given up may be overtaken by the one that is answered, and be carried out after it.
            // What
            // it comes to nobody pays, so it has ended. An order that was there before is another matter, see above.
            case SOLD_OUT, WAITING, REFUSED -> papers.isInDoubt(buyer) && !order.isLive();
            case ABSENT, HOLDING, PAID, ABANDONED -> false;
        };
    }

    private int number(String buyer) {
        if (!buyer.startsWith(prefix)) {
            return -1;
        }
        try {
            int number = Integer.parseInt(buyer.substring(prefix.length()));
            return number < papers.buyers() ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** By the records, and by the tickets in the buyers' hands. */
    private Check noSeatTwice() {
        Faults faults = new Faults();
        SeatPlan recorded = new SeatPlan(trips, plan.tickets());
        for (RecordedOrder order : records.orders()) {
            if (order.paper().isLive()) {
                recorded.take(order.paper(), faults, "the records");
            }
        }
        SeatPlan told = new SeatPlan(trips, plan.tickets());
        papers.eachOrder((paper, buyer) -> {
            if (paper.isPaid()) {
                told.take(paper, faults, "the buyers' tickets");
            }
        });
        return faults.check("no seat is sold twice", "%,d seats on their legs, each in one order", recorded.taken());
    }

    /** What is free, held and paid comes to what there is, on each leg, and is what the orders say. */
    private Check sumsAreRight() {
        Faults faults = new Faults();
        int[] held = new int[trips.legs()];
        int[] paid = new int[trips.legs()];
        for (RecordedOrder order : records.orders()) {
            Paper paper = order.paper();
            int[] seats = paper.isPaid() ? paid : held;
            if (paper.isLive()) {
                for (int leg = trips.from(paper.trip()); leg < trips.to(paper.trip()); leg++) {
                    seats[leg] += paper.seats().size();
                }
            }
        }
        for (int leg = 0; leg < trips.legs(); leg++) {
            Words.Stock stock = records.legs().get(leg);
            if (stock.free() + stock.held() + stock.paid() != plan.tickets()) {
                faults.add("leg " + (leg + 1) + " has " + stock.free() + " free, " + stock.held() + " held and "
                        + stock.paid() + " paid of " + plan.tickets());
            } else if (stock.held() != held[leg] || stock.paid() != paid[leg]) {
                faults.add("leg " + (leg + 1) + " has " + stock.held() + " held and " + stock.paid()
                        + " paid, and the orders " + held[leg] + " and " + paid[leg]);
            }
        }
        return faults.check(
                "free + held + paid = capacity",
                trips.legs() == 1
                        ? "so it is, and the orders say the same"
                        : "so it is on each of %,d legs, and the orders say the same",
                trips.legs());
    }

    /** While somebody waits, nothing is free for them. */
    private Check nothingIsLeftOver() {
        Faults faults = new Faults();
        int waiting = papers.count(BuyerState.WAITING);
        for (Map.Entry<Integer, Integer> wanted : new TreeMap<>(records.wanted()).entrySet()) {
            int trip = wanted.getKey();
            int free = wanted.getValue();
            if (free > 0) {
                faults.add(free + " seats are free " + way(trip) + ", and somebody waits for one");
            }
        }
        return faults.check(
                "nothing is left over",
                waiting == 0 ? "nobody waits any more" : "%,d buyers wait for a seat, and none is free for them",
                waiting);
    }

    private Check sameAgain() {
        Faults faults = new Faults();
        papers.contradictions().forEach(faults::add);
        // Each buyer has one key, so a second order in the records is an answer to the same question.
        Map<String, String> orderOf = new HashMap<>();
        for (RecordedOrder order : records.orders()) {
            String first = orderOf.putIfAbsent(order.buyer(), order.paper().order());
            if (first != null) {
                faults.add(order.buyer() + " has two orders for one key, " + first + " and "
                        + order.paper().order());
            }
        }
        return faults.check(
                "asking again gives the same order",
                "%,d times a buyer with an order asked again, and got the same",
                papers.repeats());
    }

    /** Seats that came back were sold on, as long as somebody wanted them. */
    private Check soldOn() {
        Faults faults = new Faults();
        SeatPlan live = new SeatPlan(trips, plan.tickets());
        Faults known = new Faults(); // twice sold seats are another check's
        for (RecordedOrder order : records.orders()) {
            if (order.paper().isLive()) {
                live.take(order.paper(), known, "the records");
            }
        }
        Map<Integer, BitSet> takenFor = new TreeMap<>();
        records.wanted().keySet().forEach(trip -> takenFor.put(trip, live.takenOn(trip)));
        int ended = 0;
        for (RecordedOrder order : records.orders()) {
            Paper paper = order.paper();
            if (!paper.state().equals("expired")) {
                continue;
            }
            ended += paper.seats().size();
            for (String seat : paper.seats()) {
                int number = live.number(seat);
                if (number < 0) {
                    faults.add("expired order " + paper.order() + " had seat " + seat + ", which there is not");
                } else if (isWanted(paper.trip(), number, takenFor)) {
                    faults.add("seat " + seat + " of expired order " + paper.order() + " was not sold on");
                }
            }
        }
        return faults.check(
                "seats of expired orders are sold on",
                records.wanted().isEmpty() ? "%,d came back, and nobody waits any more" : "%,d came back and are sold",
                ended);
    }

    /** Whether somebody waits for a trip over legs of this one on which the seat is free; on a train it may be of no use to those who wait. */
    private boolean isWanted(int trip, int seat, Map<Integer, BitSet> takenFor) {
        for (Map.Entry<Integer, BitSet> wanted : takenFor.entrySet()) {
            boolean overlaps =
                    trips.from(wanted.getKey()) < trips.to(trip) && trips.from(trip) < trips.to(wanted.getKey());
            if (overlaps && !wanted.getValue().get(seat)) {
                return true;
            }
        }
        return false;
    }
}
