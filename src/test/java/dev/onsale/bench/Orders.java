package dev.onsale.bench;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.OrderId;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import dev.onsale.sale.Tier;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The sales and the orders that the benchmarks work with: concerts, one sold after the other, each buyer orders one seat. */
final class Orders {

    /** Not unpredictable, as a node's are, but as cheap for both sides. */
    private final RandomGenerator random = new SplittableRandom(1);

    private final int seats;
    private int number;

    /** @param seats of each concert */
    Orders(int seats) {
        this.seats = seats;
    }

    /** The concert of this place in their row. */
    static Sale concert(int place, int seats) {
        return new Sale(
                name(place),
                "A night",
                0,
                Sale.NEVER,
                600,
                Deduct.HOLD,
                Sale.NO_LIMIT,
                false,
                Status.ACTIVE,
                List.of(),
                List.of(new Tier("floor", "Floor", seats, 100, "CNY", List.of())));
    }

    private static String name(int place) {
        return "night-" + place;
    }

    static String buyer(int number) {
        return "buyer-" + number;
    }

    static String key(int number) {
        return "key-0000-0000-" + number;
    }

    Command.PlaceOrder next() {
        long now = System.currentTimeMillis();
        int i = number++;
        return new Command.PlaceOrder(
                now, name(i / seats), OrderId.mint(now, random), buyer(i), key(i), "floor", null, null, 1);
    }
}
