package dev.onsale.audit;

import static dev.onsale.audit.PlantedSales.CONCERT;
import static dev.onsale.audit.PlantedSales.DEADLINE_OF_1;
import static dev.onsale.audit.PlantedSales.OPEN;
import static dev.onsale.audit.PlantedSales.TRAIN;
import static dev.onsale.audit.PlantedSales.concert;
import static dev.onsale.audit.PlantedSales.expired;
import static dev.onsale.audit.PlantedSales.paidAndThen;
import static dev.onsale.audit.PlantedSales.plant;
import static dev.onsale.audit.PlantedSales.train;

import dev.onsale.audit.PlantedFaults.Plant;
import dev.onsale.config.BookLimits;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderState;
import dev.onsale.orders.SampleOrder;
import dev.onsale.sale.Sale;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Orders that are not as they have to be when they are new, or that end too early or too late. */
final class PlantedOrderFaults {

    private PlantedOrderFaults() {}

    static List<Plant> keyTwice() {
        return List.of(plant(
                EnumSet.of(Fault.KEY_TWICE),
                List.of(concert(1).event(), concert(2).buyer("buyer-1").event(), train(1).event()),
                List.of(
                        concert(1).event(),
                        concert(2).buyer("buyer-1").key("key-1").event(),
                        train(1).event())));
    }

    static List<Plant> wrongDeadline() {
        return List.of(
                deadline(CONCERT, DEADLINE_OF_1 + 1),
                deadline(CONCERT, Order.NO_DEADLINE),
                deadline(TRAIN, DEADLINE_OF_1),
                plant(
                        EnumSet.of(Fault.WRONG_DEADLINE),
                        List.of(concert(1).event()),
                        List.of(concert(1).event(OPEN + 2))));
    }

    static List<Plant> expiredEarly() {
        return List.of(
                plant(
                        EnumSet.of(Fault.EXPIRED_EARLY),
                        List.of(concert(1).event(), expired(1).event(DEADLINE_OF_1)),
                        List.of(concert(1).event(), expired(1).event(DEADLINE_OF_1 - 1))),
                plant(
                        EnumSet.of(Fault.EXPIRED_EARLY),
                        List.of(train(1).event()),
                        List.of(
                                train(1).event(),
                                train(1).state(OrderState.EXPIRED).event(Sale.NEVER - 1))));
    }

    static List<Plant> wrongJourney() {
        return List.of(plant(
                EnumSet.of(Fault.WRONG_JOURNEY),
                List.of(train(1).journey(1, 3).event()),
                List.of(train(1).journey(1, 4).event())));
    }

    static List<Plant> numberGap() {
        return List.of(
                plant(
                        EnumSet.of(Fault.NUMBER_GAP),
                        List.of(concert(1).event(), concert(2).event(), train(1).event()),
                        List.of(concert(1).event(), concert(2).number(3).event(), train(1).event())),
                plant(
                        EnumSet.of(Fault.NUMBER_GAP),
                        List.of(concert(1).event(), concert(2).event()),
                        List.of(concert(1).event(), concert(2).number(1).event())));
    }

    static List<Plant> wrongAmount() {
        return List.of(
                plant(
                        EnumSet.of(Fault.WRONG_AMOUNT),
                        List.of(concert(1)
                                .quantity(2)
                                .seats(3, 4)
                                .amount(16_000)
                                .event()),
                        List.of(concert(1).quantity(2).seats(3, 4).amount(8_000).event())),
                plant(
                        EnumSet.of(Fault.WRONG_AMOUNT),
                        List.of(concert(1).event()),
                        List.of(concert(1).currency("CNY").event())));
    }

    static List<Plant> wrongReference() {
        return List.of(
                plant(
                        EnumSet.of(Fault.WRONG_REFERENCE),
                        List.of(concert(1).event()),
                        List.of(concert(1).reference("R").event())),
                plant(
                        EnumSet.of(Fault.WRONG_REFERENCE),
                        List.of(concert(1).event(), concert(1).paid().event(OPEN + 9)),
                        List.of(
                                concert(1).event(),
                                concert(1).state(OrderState.PAID).event(OPEN + 9))),
                plant(
                        EnumSet.of(Fault.WRONG_REFERENCE),
                        paidAndThen(concert(1).paid().state(OrderState.REFUNDED)),
                        paidAndThen(concert(1).paid().state(OrderState.REFUNDED).reference("another"))));
    }

    private static Plant deadline(Sale sale, long expiresAt) {
        return plant(
                EnumSet.of(Fault.WRONG_DEADLINE),
                List.of(SampleOrder.of(sale, 1).event()),
                List.of(SampleOrder.of(sale, 1).expiresAt(expiresAt).event()));
    }

    /** A ledger that goes on selling trains every few seconds, and does or does not expire the concert's order. */
    static List<Plant> overdue() {
        List<Event> bad = new ArrayList<>(List.of(concert(1).event()));
        List<Event> good = new ArrayList<>(bad);
        good.add(expired(1).event(DEADLINE_OF_1 + 3));
        int number = 1;
        for (long after = 0; after <= BookLimits.AUDIT_OVERDUE_MILLIS_MAX + 5_000; after += 5_000) {
            Event event = train(number++).placedAt(DEADLINE_OF_1 + after).event();
            good.add(event);
            bad.add(event);
        }
        return List.of(plant(EnumSet.of(Fault.OVERDUE), good, bad));
    }
}
