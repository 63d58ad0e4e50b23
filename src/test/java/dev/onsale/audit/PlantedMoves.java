package dev.onsale.audit;

import static dev.onsale.audit.PlantedSales.DEADLINE_OF_1;
import static dev.onsale.audit.PlantedSales.OPEN;
import static dev.onsale.audit.PlantedSales.concert;
import static dev.onsale.audit.PlantedSales.expired;
import static dev.onsale.audit.PlantedSales.late;
import static dev.onsale.audit.PlantedSales.paidAndThen;
import static dev.onsale.audit.PlantedSales.plant;
import static dev.onsale.audit.PlantedSales.train;

import dev.onsale.audit.PlantedFaults.Plant;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.OrderState;
import dev.onsale.orders.SampleOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Orders that become what they must not. */
final class PlantedMoves {

    private PlantedMoves() {}

    static List<Plant> illegalMoves() {
        List<Plant> plants = new ArrayList<>();
        // Held orders: neither refund without payment, nor any state twice.
        for (OrderState state : List.of(OrderState.HELD, OrderState.PLACED)) {
            plants.add(plant(
                    EnumSet.of(Fault.ILLEGAL_MOVE),
                    List.of(concert(1).event()),
                    List.of(concert(1).event(), concert(1).state(state).event(OPEN + 9))));
        }
        for (OrderState state : List.of(OrderState.REFUND_DUE, OrderState.REFUNDED)) {
            boolean refunded = state == OrderState.REFUNDED;
            plants.add(plant(
                    // Where there was no reference before, a refund cannot have the same one.
                    refunded ? EnumSet.of(Fault.ILLEGAL_MOVE, Fault.WRONG_REFERENCE) : EnumSet.of(Fault.ILLEGAL_MOVE),
                    List.of(concert(1).event()),
                    List.of(concert(1).event(), concert(1).paid().state(state).event(OPEN + 9))));
        }
        // Paid orders are given back by a refund alone.
        for (OrderState state : List.of(OrderState.HELD, OrderState.RELEASED, OrderState.EXPIRED)) {
            plants.add(plant(
                    EnumSet.of(Fault.ILLEGAL_MOVE),
                    paidAndThen(concert(1).paid().state(OrderState.REFUNDED)),
                    paidAndThen(concert(1).state(state).placedAt(OPEN + 1)).stream()
                            .map(event -> event.at() == OPEN + 10
                                    ? concert(1).state(state).event(DEADLINE_OF_1)
                                    : event)
                            .toList()));
        }
        // What was released stays so, unless it is paid.
        plants.add(plant(
                EnumSet.of(Fault.ILLEGAL_MOVE),
                List.of(
                        concert(1).event(),
                        concert(1).state(OrderState.RELEASED).event(OPEN + 9)),
                List.of(
                        concert(1).event(),
                        concert(1).state(OrderState.RELEASED).event(OPEN + 9),
                        concert(1).event(OPEN + 10))));
        // An order begins as its sale says.
        plants.add(plant(
                EnumSet.of(Fault.ILLEGAL_MOVE),
                List.of(concert(1).event()),
                List.of(concert(1).paid().event())));
        plants.add(plant(
                EnumSet.of(Fault.ILLEGAL_MOVE),
                List.of(late(1).event()),
                List.of(late(1).state(OrderState.HELD).seats(1).event())));
        return plants;
    }

    static List<Plant> alterations() {
        Event good = concert(1).paid().event(OPEN + 9);
        List<Plant> plants = new ArrayList<>();
        for (SampleOrder altered : List.of(
                concert(1).number(2),
                concert(1).buyer("somebody else"),
                concert(1).key("another"),
                concert(1).quantity(2),
                concert(1).amount(1),
                concert(1).currency("CNY"),
                concert(1).placedAt(OPEN),
                concert(1).expiresAt(DEADLINE_OF_1 + 1),
                concert(1).recovered())) {
            plants.add(plant(
                    EnumSet.of(Fault.ORDER_ALTERED),
                    List.of(concert(1).event(), good),
                    List.of(concert(1).event(), altered.paid().reference("R").event(OPEN + 9))));
        }
        plants.add(plant(
                EnumSet.of(Fault.ORDER_ALTERED),
                List.of(
                        train(1).journey(0, 2).event(),
                        train(1).journey(0, 2).paid().event(OPEN + 9)),
                List.of(
                        train(1).journey(0, 2).event(),
                        train(1).journey(0, 3).paid().event(OPEN + 9))));
        plants.add(plant(
                EnumSet.of(Fault.ORDER_ALTERED),
                List.of(
                        concert(1).event(),
                        expired(1).event(DEADLINE_OF_1),
                        concert(1).paid().recovered().event(DEADLINE_OF_1 + 1)),
                List.of(
                        concert(1).event(),
                        expired(1).event(DEADLINE_OF_1),
                        concert(1).paid().event(DEADLINE_OF_1 + 1))));
        plants.add(plant(
                EnumSet.of(Fault.ORDER_ALTERED),
                List.of(concert(1).event()),
                List.of(concert(1).recovered().event())));
        return plants;
    }
}
