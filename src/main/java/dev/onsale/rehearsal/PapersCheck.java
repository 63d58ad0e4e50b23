package dev.onsale.rehearsal;

import dev.onsale.config.LoadLimits;
import dev.onsale.rehearsal.report.Verdict.Check;
import dev.onsale.rehearsal.report.Verdict.Result;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
            } else if (recorded.paper().trip() != paper.trip() || !sameSeats(paper, recorded.paper())) {
                faults.add("order " + paper.order() + " of buyer " + buyer + " has seats "
                        + recorded.paper().seats() + " instead of " + paper.seats());
            } else if (paper.isPaid() && !recorded.paper().isPaid()) {
                faults.add("order " + paper.order() + " of buyer " + buyer + " was paid and is "
                        + recorded.paper().state());
            }
        });
        return faults.check(
                "every answer is kept", "all %,d orders that buyers were told of are in the records", papers.orders());
    }

    /** An order that was placed has no seats yet. */
    private static boolean sameSeats(Paper told, Paper recorded) {
        return told.seats().isEmpty() || recorded.seats().equals(told.seats());
    }

    /** Nobody was told no, and has a ticket all the same. */
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
            if (told != null && told.order().equals(order.paper().order())) {
                continue;
            }
            boolean heard = told != null
                    || papers.state(buyer) == BuyerState.SOLD_OUT
                    || papers.state(buyer) == BuyerState.WAITING;
            if (heard && order.paper().isLive()) {
                faults.add("buyer " + buyer + " has order " + order.paper().order() + " and was never told of it");
            } else {
                unheard++;
            }
        }
        return faults.check(
                "nobody has what they were not told of",
                unheard == 0
                        ? "%,d orders, each known to its buyer"
                        : "%,d orders, each known to its buyer, but for " + unheard + " of buyers who heard nothing",
                records.orders().size());
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
        SeatPlan recorded = new SeatPlan();
        for (RecordedOrder order : records.orders()) {
            if (order.paper().isLive()) {
                recorded.take(order.paper(), faults, "the records");
            }
        }
        SeatPlan told = new SeatPlan();
        papers.eachOrder((paper, buyer) -> {
            if (paper.isPaid()) {
                told.take(paper, faults, "the buyers' tickets");
            }
        });
        return faults.check("no seat is sold twice", "%,d seats on their legs, each in one order", recorded.taken);
    }

    /** Seats by leg. */
    private final class SeatPlan {
        private final List<BitSet> legs = new ArrayList<>();
        private int taken;

        SeatPlan() {
            for (int leg = 0; leg < trips.legs(); leg++) {
                legs.add(new BitSet(plan.tickets() + 1));
            }
        }

        void take(Paper paper, Faults faults, String where) {
            for (String seat : paper.seats()) {
                int number;
                try {
                    number = Integer.parseInt(seat);
                } catch (NumberFormatException e) {
                    faults.add("order " + paper.order() + " has seat " + seat + ", by " + where);
                    continue;
                }
                if (number < 1 || number > plan.tickets()) {
                    faults.add("order " + paper.order() + " has seat " + seat + ", which there is not, by " + where);
                    continue;
                }
                for (int leg = trips.from(paper.trip()); leg < trips.to(paper.trip()); leg++) {
                    if (legs.get(leg).get(number)) {
                        faults.add("seat " + seat + " on leg " + (leg + 1) + " is in order " + paper.order()
                                + " and in another one, by " + where);
                    }
                    legs.get(leg).set(number);
                    taken++;
                }
            }
        }
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
                faults.add(free + " seats are free from stop " + (trips.from(trip) + 1) + " to stop "
                        + (trips.to(trip) + 1) + ", and somebody waits for one");
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
        return faults.check(
                "asking again gives the same order",
                "%,d times a buyer with an order asked again, and got the same",
                papers.repeats());
    }

    /** Seats that came back were sold on, as long as somebody wanted them. */
    private Check soldOn() {
        Faults faults = new Faults();
        SeatPlan live = new SeatPlan();
        Faults known = new Faults(); // twice sold seats are another check's
        for (RecordedOrder order : records.orders()) {
            if (order.paper().isLive()) {
                live.take(order.paper(), known, "the records");
            }
        }
        int ended = 0;
        for (RecordedOrder order : records.orders()) {
            Paper paper = order.paper();
            if (!paper.state().equals("expired")) {
                continue;
            }
            ended += paper.seats().size();
            // On a train a seat may be of no use to those who still wait; what is is looked at above.
            if (trips.legs() == 1 && !records.wanted().isEmpty()) {
                for (String seat : paper.seats()) {
                    if (!live.legs.getFirst().get(Integer.parseInt(seat))) {
                        faults.add("seat " + seat + " of expired order " + paper.order() + " was not sold on");
                    }
                }
            }
        }
        return faults.check(
                "seats of expired orders are sold on",
                records.wanted().isEmpty() ? "%,d came back, and nobody waits any more" : "%,d came back and are sold",
                ended);
    }

    /** What is wrong with one law; the first few are named. */
    private static final class Faults {
        private final Set<String> named = new HashSet<>();
        private final List<String> sentences = new ArrayList<>();
        private int count;

        void add(String sentence) {
            count++;
            if (sentences.size() < LoadLimits.FAULTS_NAMED_MAX && named.add(sentence)) {
                sentences.add(sentence);
            }
        }

        Check check(String law, String kept, long figure) {
            if (count == 0) {
                return new Check(law, Result.KEPT, String.format(Locale.ROOT, kept, figure));
            }
            String more = count > sentences.size() ? "; and " + (count - sentences.size()) + " more" : "";
            return new Check(law, Result.BROKEN, String.join("; ", sentences) + more);
        }
    }
}
