package dev.onsale.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.lab.report.Verdict.Check;
import dev.onsale.lab.report.Verdict.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A rehearsal that is clean, as tests spoil it before they look at it. */
abstract class PapersScene {

    static final String ANSWERS_KEPT = "every answer is kept";
    static final String NO_MORE_THAN_TOLD = "nobody has what they were not told of";
    static final String NO_SEAT_TWICE = "no seat is sold twice";
    static final String SUMS = "free + held + paid = capacity";
    static final String NOTHING_LEFT = "nothing is left over";
    static final String SAME_AGAIN = "asking again gives the same order";
    static final String SOLD_ON = "seats of expired orders are sold on";

    private static final String PREFIX = "buyer-";

    final RehearsalPlan plan;
    final Trips trips;
    final Papers papers;
    final List<RecordedOrder> orders = new ArrayList<>();
    final List<Words.Stock> legs = new ArrayList<>();
    final Map<Integer, Integer> wanted = new HashMap<>();

    PapersScene(RehearsalPlan plan) {
        this.plan = plan;
        this.trips = new Trips(plan.legs());
        this.papers = new Papers(plan.buyers());
    }

    /** The buyer was told of the order, and so it is recorded. */
    final void order(int buyer, BuyerState state, Paper told, String recordedState) {
        papers.state(buyer, state);
        papers.order(buyer, told);
        record(buyer, told.in(recordedState));
    }

    final void record(int buyer, Paper paper) {
        orders.add(new RecordedOrder(PREFIX + buyer, paper));
    }

    /** Changes the recorded order with this id. */
    final void record(String id, RecordedOrder instead) {
        orders.replaceAll(order -> order.paper().order().equals(id) ? instead : order);
    }

    final RecordedOrder recorded(String id) {
        return orders.stream()
                .filter(order -> order.paper().order().equals(id))
                .findFirst()
                .orElseThrow();
    }

    final Paper told(int buyer) {
        return Objects.requireNonNull(papers.order(buyer));
    }

    final List<Check> checks() {
        return new PapersCheck(plan, trips, papers, new Records(orders, legs, wanted), PREFIX).run();
    }

    final void assertClean() {
        assertThat(checks()).hasSize(7).allMatch(check -> check.result() == Result.KEPT);
    }

    final String sentence(String law) {
        return check(law).sentence();
    }

    Check check(String law) {
        return checks().stream()
                .filter(check -> check.law().equals(law))
                .findFirst()
                .orElseThrow();
    }

    /** This law is broken, and says so with these words; no other one is but those that the fault is against as well. */
    final void assertBroken(String law, List<String> words, String... alsoBroken) {
        assertThat(check(law).result()).as(law).isEqualTo(Result.BROKEN);
        assertThat(check(law).sentence()).contains(words);
        List<String> broken = new ArrayList<>(List.of(alsoBroken));
        broken.add(law);
        assertThat(checks().stream()
                        .filter(check -> check.result() == Result.BROKEN)
                        .map(Check::law))
                .containsExactlyInAnyOrderElementsOf(broken);
    }

    /**
     * Three seats. Buyers 0 and 1 have paid; 2 has let seat 3 go, which 3 has bought then; 4 was told that all is sold and is gone; 5
     * waits; 6 had no answer; 7 never came.
     */
    static final class Concert extends PapersScene {
        Concert() {
            super(Plans.of(8, 3).patient(0.5).abandon(0.1).plan());
            order(0, BuyerState.PAID, new Paper("A", "paid", 0, List.of("1")), "paid");
            order(1, BuyerState.PAID, new Paper("B", "paid", 0, List.of("2")), "paid");
            order(2, BuyerState.ABANDONED, new Paper("C", "held", 0, List.of("3")), "expired");
            order(3, BuyerState.PAID, new Paper("D", "paid", 0, List.of("3")), "paid");
            papers.state(4, BuyerState.SOLD_OUT);
            papers.state(5, BuyerState.WAITING);
            papers.state(6, BuyerState.UNANSWERED);
            papers.doubt(6);
            legs.add(new Words.Stock(0, 0, 3));
            wanted.put(0, 0);
        }
    }

    /**
     * Two seats over three legs. Seat 1 is sold from the first stop to the second and on to the last; seat 2 is sold over the first leg,
     * and was let go over the last two, the last of which is sold again. Nobody who waits can use what is free.
     */
    static final class Train extends PapersScene {
        Train() {
            super(Plans.of(8, 2).stops(4).patient(0.5).abandon(0.1).plan());
            order(0, BuyerState.PAID, new Paper("A", "paid", trips.of(0, 1), List.of("1")), "paid");
            order(1, BuyerState.PAID, new Paper("B", "paid", trips.of(1, 3), List.of("1")), "paid");
            order(2, BuyerState.PAID, new Paper("C", "paid", trips.of(0, 1), List.of("2")), "paid");
            order(3, BuyerState.ABANDONED, new Paper("D", "held", trips.of(1, 3), List.of("2")), "expired");
            order(4, BuyerState.PAID, new Paper("E", "paid", trips.of(2, 3), List.of("2")), "paid");
            papers.state(5, BuyerState.WAITING);
            papers.state(6, BuyerState.SOLD_OUT);
            legs.add(new Words.Stock(0, 0, 2));
            legs.add(new Words.Stock(1, 0, 1));
            legs.add(new Words.Stock(0, 0, 2));
            wanted.put(trips.of(1, 3), 0);
            wanted.put(trips.of(0, 1), 0);
        }
    }
}
