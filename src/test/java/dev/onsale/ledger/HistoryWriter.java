package dev.onsale.ledger;

import dev.onsale.config.Limits;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import dev.onsale.sale.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Writes random histories: lists of commands such as a day at the counter brings, with all its mistakes. The same seed gives the same
 * history. The ids of its sales carry the seed, so that many histories can play on one ledger; and each ends by expiring whatever can
 * expire, so that it leaves nothing to the next.
 */
public final class HistoryWriter {

    /** After every deadline of a history. */
    private static final long THE_END = SampleSale.OPENS_AT * 2;

    private final long seed;
    private final Random random;
    private final List<Command> commands = new ArrayList<>();
    private final List<Sale> sales = new ArrayList<>();
    private final List<Command.PlaceOrder> wishes = new ArrayList<>();

    /** Plays along, so that most commands are about orders that there are. */
    private final NaiveLedger model = new NaiveLedger();

    private final List<OrderId> orders = new ArrayList<>();
    private long now = SampleSale.OPENS_AT - 3;

    private HistoryWriter(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** The history of a seed. */
    public static List<Command> write(long seed) {
        HistoryWriter writer = new HistoryWriter(seed);
        writer.write();
        return writer.commands;
    }

    private void write() {
        // Most are small and crowded, where every rule is met soon; some are long trains, and a few are large.
        int kind = random.nextInt(10);
        boolean isLong = kind == 7 || kind == 8;
        boolean isLarge = kind == 9;
        int sales = 1 + random.nextInt(2);
        for (int i = 0; i < sales; i++) {
            open(
                    i,
                    isLong ? 20 + random.nextInt(44) : 1 + random.nextInt(6),
                    (isLarge ? 30 : 1) + random.nextInt(isLarge ? 300 : 4));
        }
        int steps = isLarge ? 250 : 40 + random.nextInt(80);
        for (int step = 0; step < steps; step++) {
            now += rarely(12) ? random.nextInt(20_000) : random.nextInt(3) - 1; // clocks differ a little
            Command command = next();
            Outcome outcome = add(command);
            if (command instanceof Command.PlaceOrder place) {
                follow(place, outcome);
            }
        }
        add(new Command.ExpireOrders(THE_END, Limits.EXPIRY_ORDERS_MAX));
    }

    private Outcome add(Command command) {
        commands.add(command);
        return model.ask(command);
    }

    private void follow(Command.PlaceOrder place, Outcome outcome) {
        switch (outcome) {
            case Outcome.OfOrder(Order order, boolean repeated) -> {
                if (!repeated) {
                    orders.add(order.id());
                }
            }
            case Outcome.Refused(Refusal refusal) -> {
                boolean isShut = refusal instanceof Refusal.NotOpen
                        || refusal instanceof Refusal.Paused
                        || refusal instanceof Refusal.Closed;
                if (isShut && rarely(2)) { // or else most of the history would be told that it is shut
                    add(new Command.ChangeSale(
                            now,
                            "opened " + commands.size(),
                            place.sale(),
                            new SaleChange(Status.ACTIVE, now, Sale.NEVER, Map.of())));
                }
            }
            case Outcome.OfSale sale -> throw new IllegalStateException("not about an order: " + sale);
            case Outcome.Expired expired -> throw new IllegalStateException("not about an order: " + expired);
            case Outcome.Unknown() -> throw new IllegalStateException("the model knows what it did");
        }
    }

    private void open(int number, int legs, int seats) {
        String id = "s" + number + "-" + seed;
        SampleSale sale = legs == 1 ? SampleSale.concert(id, seats) : SampleSale.train(id, legs, seats);
        if (random.nextInt(3) == 0) {
            sale.andTier("other", 1 + random.nextInt(seats));
        }
        sale.deduct(pick(List.of(Deduct.HOLD, Deduct.HOLD, Deduct.ORDER, Deduct.PAYMENT)))
                .holdSeconds(1 + random.nextInt(20))
                .perBuyer(random.nextBoolean() ? 0 : 1 + random.nextInt(6))
                .buyerRefunds(random.nextBoolean());
        if (random.nextInt(10) == 0) {
            sale.closesAt(SampleSale.OPENS_AT + random.nextInt(100_000) + 1);
        }
        sales.add(sale.sale());
        add(new Command.OpenSale(now, sale.sale()));
    }

    private Command next() {
        int chance = random.nextInt(100);
        if (chance < 45) {
            return place();
        }
        if (chance < 62) {
            return new Command.PayOrder(now, order(), "payment " + random.nextInt(3));
        }
        if (chance < 74) {
            return new Command.ReleaseOrder(now, order(), party());
        }
        if (chance < 79) {
            return new Command.RefundOrder(now, order(), party());
        }
        if (chance < 83) {
            return restore();
        }
        if (chance < 92) {
            if (!wishes.isEmpty() && rarely(3)) {
                now = Math.max(now, deadline(pick(wishes)) + random.nextInt(3) - 1);
            }
            return new Command.ExpireOrders(now, rarely(3) ? 1 + random.nextInt(2) : 100);
        }
        if (chance < 99) {
            return change(sale().id());
        }
        Sale again = sale();
        return new Command.OpenSale(
                now,
                rarely(3) ? "" : changeKey(),
                random.nextBoolean()
                        ? again
                        : SampleSale.concert(again.id(), random.nextInt(3)).sale());
    }

    /** A new change, or one that came before, or another one under its key. */
    private Command change(String sale) {
        List<Command.ChangeSale> earlier = commands.stream()
                .filter(Command.ChangeSale.class::isInstance)
                .map(Command.ChangeSale.class::cast)
                .toList();
        if (!earlier.isEmpty() && rarely(3)) {
            Command.ChangeSale again = pick(earlier);
            return new Command.ChangeSale(now, again.key(), again.sale(), again.change());
        }
        return new Command.ChangeSale(now, changeKey(), sale, change());
    }

    private String changeKey() {
        return "change " + random.nextInt(30);
    }

    /** An order that might have been lost; mostly one that was never there, sometimes one that is. */
    private Command restore() {
        Order there = rarely(4) ? model.order(order()) : null;
        if (there != null) {
            return new Command.RestoreOrder(now, rarely(2) ? there : there.in(pick(List.of(OrderState.values()))));
        }
        Sale sale = sale();
        Journey journey = Journeys.any(random, sale.legs());
        Tier tier = pick(sale.tiers());
        OrderState state = pick(List.of(OrderState.values()));
        int quantity = rarely(20) ? 0 : 1 + random.nextInt(3);
        int[] seats = random.ints(rarely(10) ? 1 : quantity, rarely(20) ? 0 : 1, tier.capacity() + 2)
                .toArray();
        boolean hasDeadline = sale.deduct() == Deduct.HOLD;
        boolean isPaid = state == OrderState.PAID || state == OrderState.REFUND_DUE || state == OrderState.REFUNDED;
        Order lost = new Order(
                OrderId.mint(Math.max(0, now), sale.id(), random),
                1 + random.nextInt(5),
                rarely(30) ? "no-such-sale" : sale.id(),
                buyer(),
                "key " + random.nextInt(100),
                rarely(30) ? "no-such-tier" : tier.id(),
                sale.legs() < 63 && rarely(30) ? new Journey(0, sale.legs() + 1) : journey,
                quantity,
                state == OrderState.PLACED ? Seats.NONE : Seats.of(seats),
                state,
                tier.fare(journey).times(Math.max(1, quantity)),
                now,
                hasDeadline ? now + sale.holdSeconds() * 1000L : Order.NO_DEADLINE,
                isPaid ? "payment " + random.nextInt(3) : null,
                isPaid && rarely(3));
        orders.add(lost.id());
        return new Command.RestoreOrder(now, lost);
    }

    private long deadline(Command.PlaceOrder wish) {
        return wish.now()
                + sales.stream()
                        .filter(sale -> sale.id().equals(wish.sale()))
                        .mapToLong(sale -> sale.holdSeconds() * 1000L)
                        .findFirst()
                        .orElse(0);
    }

    private Command place() {
        if (!wishes.isEmpty() && random.nextInt(8) == 0) {
            return again(pick(wishes));
        }
        Sale sale = sale();
        Journey journey = Journeys.any(random, sale.legs());
        String id = rarely(40) ? "no-such-sale" : sale.id();
        Command.PlaceOrder wish = new Command.PlaceOrder(
                now,
                id,
                OrderId.mint(Math.max(0, now), id, random),
                buyer(),
                "key " + random.nextInt(100),
                rarely(40) ? "no-such-tier" : pick(sale.tiers()).id(),
                stop(sale, journey.from()),
                stop(sale, journey.to()),
                quantity(sale));
        wishes.add(wish);
        return wish;
    }

    /** A retry: mostly of the same order, sometimes with something changed. */
    private Command again(Command.PlaceOrder wish) {
        return new Command.PlaceOrder(
                now,
                wish.sale(),
                OrderId.mint(Math.max(0, now), wish.sale(), random),
                wish.buyer(),
                wish.key(),
                wish.tier(),
                wish.from(),
                wish.to(),
                rarely(4) ? wish.quantity() + 1 : wish.quantity());
    }

    private int quantity(Sale sale) {
        if (rarely(30)) {
            return pick(List.of(0, -1, Limits.ORDER_SEATS_MAX, Limits.ORDER_SEATS_MAX + 1));
        }
        boolean isLarge = sale.tiers().getFirst().capacity() > 20;
        return 1 + random.nextInt(isLarge ? 9 : random.nextInt(3) + 1);
    }

    /** The stop's name; sometimes none, and seldom another one. */
    private @Nullable String stop(Sale sale, int place) {
        if (rarely(60)) {
            return "no such stop";
        }
        if (sale.stops().isEmpty() || rarely(10)) {
            return null;
        }
        return rarely(30) ? pick(sale.stops()) : sale.stops().get(place);
    }

    private SaleChange change() {
        Map<String, Integer> added = new HashMap<>();
        if (random.nextInt(3) == 0) {
            added.put(rarely(10) ? "no-such-tier" : pick(sale().tiers()).id(), random.nextInt(4));
        }
        Status status =
                switch (random.nextInt(12)) {
                    case 0 -> Status.PAUSED;
                    case 1 -> rarely(4) ? Status.CLOSED : Status.ACTIVE;
                    case 2, 3, 4, 5, 6 -> Status.ACTIVE;
                    default -> null;
                };
        Long opensAt = rarely(6) ? Long.valueOf(now + random.nextInt(60) - 50) : null;
        Long closesAt =
                switch (random.nextInt(12)) {
                    case 0 -> now + random.nextInt(3) - 1;
                    case 1 -> now + random.nextInt(100_000);
                    case 2, 3, 4, 5 -> Sale.NEVER;
                    default -> null;
                };
        return new SaleChange(status, opensAt, closesAt, added);
    }

    private OrderId order() {
        if (orders.isEmpty() || rarely(30)) {
            return OrderId.mint(0, random);
        }
        // Mostly a late one, which is likely to be open still.
        int back = random.nextInt(rarely(3) ? orders.size() : Math.min(6, orders.size()));
        return orders.get(orders.size() - 1 - back);
    }

    private Party party() {
        return rarely(3) ? new Party.Buyer(buyer()) : new Party.Operator();
    }

    private String buyer() {
        return "buyer " + random.nextInt(4);
    }

    private Sale sale() {
        return pick(sales);
    }

    private boolean rarely(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
