package dev.onsale.orders;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.SaleChange;
import dev.onsale.ledger.StockState;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Fare;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A ledger's life, drawn by lot from a seed: sales of each deduction policy, with and without stops, fares and buyer limits, and every
 * command upon them. One thread.
 */
public final class RandomHistory {

    private final Random random;
    private final StockState state = new StockState();
    private final List<Event> events = new ArrayList<>();
    private final List<OrderId> orders = new ArrayList<>();
    private final List<Sale> sales;
    private long now = SampleSale.OPENS_AT;
    private int changes;
    private int keys;

    /** Opens the sales. */
    public RandomHistory(long seed) {
        random = new Random(seed);
        sales = List.of(
                SampleSale.concert("concert", 60)
                        .name("音乐会 “Ünïcode”, it's")
                        .holdSeconds(30)
                        .perBuyer(6)
                        .buyerRefunds(true)
                        .andTier("balcony", 20)
                        .sale(),
                SampleSale.train("train", 5, 12)
                        .holdSeconds(20)
                        .closesAt(SampleSale.OPENS_AT + 10_000_000)
                        .fares(new Fare(new Journey(0, 2), 20_000), new Fare(new Journey(1, 4), 30_001))
                        .andTier("first", 4)
                        .sale(),
                SampleSale.concert("order", 40).deduct(Deduct.ORDER).sale(),
                SampleSale.train("payment", 3, 10)
                        .deduct(Deduct.PAYMENT)
                        .perBuyer(8)
                        .sale());
        sales.forEach(sale -> ask(new Command.OpenSale(now, sale)));
    }

    /** Goes on by so many commands, refused ones included. */
    public RandomHistory goOn(int commands) {
        for (int i = 0; i < commands; i++) {
            now += random.nextInt(500);
            ask(command());
            ask(new Command.ExpireOrders(now, Limits.EXPIRY_ORDERS_MAX));
        }
        return this;
    }

    /** What has become of it all. */
    public StockState state() {
        return state;
    }

    /** Every event so far; the list grows. */
    public List<Event> events() {
        return events;
    }

    /** Every order so far; the list grows. */
    public List<OrderId> orders() {
        return orders;
    }

    private Command command() {
        int lot = random.nextInt(100);
        if (orders.isEmpty() || lot < 55) {
            return place();
        }
        OrderId order = orders.get(random.nextInt(orders.size()));
        Party party = new Party.Operator();
        if (lot < 80) {
            return new Command.PayOrder(now, order, "reference-" + random.nextInt(5_000));
        }
        if (lot < 90) {
            return new Command.ReleaseOrder(now, order, party);
        }
        if (lot < 97) {
            return new Command.RefundOrder(now, order, party);
        }
        Sale sale = sales.get(random.nextInt(sales.size()));
        return new Command.ChangeSale(now, "change " + ++changes, sale.id(), change(sale));
    }

    private Command place() {
        Sale sale = sales.get(random.nextInt(sales.size()));
        int from = random.nextInt(sale.legs());
        int to = from + 1 + random.nextInt(sale.legs() - from);
        boolean train = !sale.stops().isEmpty();
        return new Command.PlaceOrder(
                now,
                sale.id(),
                OrderId.mint(now, random),
                "buyer-" + random.nextInt(30),
                random.nextInt(20) == 0 ? "key" : "key-" + keys++,
                sale.tiers().get(random.nextInt(sale.tiers().size())).id(),
                train ? sale.stops().get(from) : null,
                train ? sale.stops().get(to) : null,
                1 + random.nextInt(3));
    }

    private SaleChange change(Sale sale) {
        return switch (random.nextInt(4)) {
            case 0 -> SaleChange.addStock(sale.tiers().getFirst().id(), 1 + random.nextInt(5));
            case 1 -> SaleChange.to(Status.PAUSED);
            case 2 -> SaleChange.to(Status.ACTIVE);
            default -> new SaleChange(null, null, now + 1_000_000 + random.nextInt(1_000_000), java.util.Map.of());
        };
    }

    private void ask(Command command) {
        for (Event event : state.decide(command).events()) {
            if (event instanceof Event.OrderMoved moved
                    && state.order(moved.order().id()) == null) {
                orders.add(moved.order().id());
            }
            state.apply(event);
            events.add(event);
        }
    }
}
