package dev.onsale.ledger;

import dev.onsale.sale.Journey;

/** The stock of one tier: the grid, and how many seats are held and paid on each leg. Owned by one thread. */
final class TierStock {

    private final SeatGrid grid;
    private final int[] held;
    private final int[] paid;

    TierStock(int legs, int capacity) {
        grid = new SeatGrid(legs, capacity);
        held = new int[legs];
        paid = new int[legs];
    }

    SeatGrid grid() {
        return grid;
    }

    /** Takes the seats of an order that is held or paid. */
    void occupy(Order order) {
        for (int i = 0; i < order.seats().count(); i++) {
            grid.take(order.seats().number(i), order.journey());
        }
        count(order, order.seats().count());
    }

    /** Gives up the seats of an order that was held or paid. */
    void vacate(Order order) {
        for (int i = 0; i < order.seats().count(); i++) {
            grid.free(order.seats().number(i), order.journey());
        }
        count(order, -order.seats().count());
    }

    /** The order keeps its seats and changes its state. */
    void recount(Order before, Order after) {
        count(before, -before.seats().count());
        count(after, after.seats().count());
    }

    private void count(Order order, int seats) {
        int[] counts =
                switch (order.state()) {
                    case HELD -> held;
                    case PAID -> paid;
                    case PLACED, RELEASED, EXPIRED, REFUND_DUE, REFUNDED ->
                        throw new IllegalStateException("a " + order.state().word() + " order has no seats");
                };
        Journey journey = order.journey();
        for (int leg = journey.from(); leg < journey.to(); leg++) {
            counts[leg] += seats;
        }
    }

    SaleView.TierView view() {
        return new SaleView.TierView(grid.legs(), grid.freeByJourney(), held.clone(), paid.clone());
    }
}
