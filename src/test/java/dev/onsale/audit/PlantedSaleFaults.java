package dev.onsale.audit;

import static dev.onsale.audit.PlantedSales.CONCERT;
import static dev.onsale.audit.PlantedSales.OPEN;
import static dev.onsale.audit.PlantedSales.TRAIN;
import static dev.onsale.audit.PlantedSales.changed;
import static dev.onsale.audit.PlantedSales.concert;
import static dev.onsale.audit.PlantedSales.concertWithSeats;
import static dev.onsale.audit.PlantedSales.plant;
import static dev.onsale.audit.PlantedSales.train;

import dev.onsale.audit.PlantedFaults.Plant;
import dev.onsale.ledger.Event;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import java.util.EnumSet;
import java.util.List;

/** Sales that are not there, that change where they must not, or that sell when they must not. */
final class PlantedSaleFaults {

    private PlantedSaleFaults() {}

    static List<Plant> unknownSale() {
        return List.of(
                plant(
                        EnumSet.of(Fault.UNKNOWN_SALE),
                        List.of(concert(1).event()),
                        List.of(concert(1).sale("nothing").event())),
                plant(
                        EnumSet.of(Fault.UNKNOWN_SALE),
                        List.of(concert(1).event()),
                        List.of(concert(1).tier("nothing").event())),
                plant(
                        EnumSet.of(Fault.UNKNOWN_SALE),
                        List.of(changed(concertWithSeats(11))),
                        List.of(changed(SampleSale.concert("nothing", 3).sale()))));
    }

    static List<Plant> openedTwice() {
        return List.of(plant(
                EnumSet.of(Fault.OPENED_TWICE),
                List.of(concert(1).event()),
                List.of(concert(1).event(), new Event.SaleOpened(OPEN + 5, CONCERT))));
    }

    static List<Plant> saleAltered() {
        return List.of(
                alteredSale(SampleSale.concert("concert", 10).sale()),
                alteredSale(SampleSale.concert("concert", 10)
                        .perBuyer(4)
                        .name("Other")
                        .sale()),
                alteredSale(SampleSale.concert("concert", 10)
                        .perBuyer(4)
                        .andTier("more", 1)
                        .sale()),
                alteredSale(concertWithSeats(9)),
                plant(
                        EnumSet.of(Fault.SALE_ALTERED),
                        List.of(changed(closed()), changed(closed())),
                        List.of(changed(closed()), changed(concertWithSeats(10)))));
    }

    static List<Plant> notOnSale() {
        return List.of(
                plant(
                        EnumSet.of(Fault.NOT_ON_SALE),
                        List.of(train(1).placedAt(OPEN).event()),
                        List.of(train(1).placedAt(OPEN - 1).event())),
                notOnSale(TRAIN.with(Status.PAUSED, OPEN, Sale.NEVER, TRAIN.tiers())),
                notOnSale(TRAIN.with(Status.CLOSED, OPEN, Sale.NEVER, TRAIN.tiers())),
                notOnSale(TRAIN.with(Status.ACTIVE, OPEN, OPEN + 1, TRAIN.tiers())));
    }

    static List<Plant> buyerLimit() {
        return List.of(plant(
                EnumSet.of(Fault.BUYER_LIMIT),
                List.of(three(1, "one"), three(2, "other"), three(3, "third")),
                List.of(three(1, "one"), three(2, "other"), three(3, "one"))));
    }

    private static Sale closed() {
        return CONCERT.with(Status.CLOSED, OPEN, Sale.NEVER, CONCERT.tiers());
    }

    private static Plant alteredSale(Sale altered) {
        return plant(EnumSet.of(Fault.SALE_ALTERED), List.of(changed(concertWithSeats(12))), List.of(changed(altered)));
    }

    private static Plant notOnSale(Sale changed) {
        return plant(
                EnumSet.of(Fault.NOT_ON_SALE),
                List.of(train(1).event(), changed(changed)),
                List.of(changed(changed), train(1).event()));
    }

    private static Event three(int number, String buyer) {
        int first = 3 * number - 2;
        return concert(number)
                .buyer(buyer)
                .quantity(3)
                .amount(24_000)
                .seats(first, first + 1, first + 2)
                .event();
    }
}
