package dev.onsale.ledger;

import dev.onsale.config.Limits;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.InvalidSaleException;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SaleRules;
import dev.onsale.sale.Status;
import dev.onsale.sale.Tier;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The model: the contract of {@link Ledger} in the most obvious way that there is. Seats are looked for one after the other,
 * limits are counted over all orders, nothing is remembered that can be found out again. It shares no code with
 * {@link StockState}; what the two agree on over thousands of random histories is either right or wrong in both.
 *
 * <p>Answers come on the calling thread, one command at a time.
 */
class NaiveLedger implements Ledger {

    static final int ORDERS_OF_BUYER_MAX = 300;

    private final NavigableMap<String, NaiveSale> sales = new TreeMap<>();
    private final NaiveOrders orders = new NaiveOrders();
    private long version;

    /** What happens at the moment between looking for seats and taking them. Nothing, but in a negative control. */
    private final Runnable betweenLookingAndTaking;

    NaiveLedger() {
        this(() -> {});
    }

    /** A ledger that can be caught between looking and taking; for negative controls. */
    NaiveLedger(Runnable betweenLookingAndTaking) {
        this.betweenLookingAndTaking = betweenLookingAndTaking;
    }

    @Override
    public synchronized void submit(Command command, Consumer<Outcome> answer) {
        answer.accept(ask(command));
    }

    @Override
    public synchronized void find(OrderId order, Consumer<Optional<Order>> answer, Runnable busy) {
        answer.accept(Optional.ofNullable(orders.find(order)));
    }

    @Override
    public synchronized @Nullable SaleView sale(String id) {
        NaiveSale sale = sales.get(id);
        return sale == null ? null : sale.view(version, orders);
    }

    @Override
    public synchronized Collection<SaleView> salesAfter(String id) {
        return sales.tailMap(id, false).values().stream()
                .map(sale -> sale.view(version, orders))
                .toList();
    }

    /** The sales without their stock. */
    synchronized List<Sale> openedSales() {
        return sales.values().stream().map(sale -> sale.sale).toList();
    }

    @Override
    public void close() {}

    /** What {@link #submit} does, unsynchronised. */
    Outcome ask(Command command) {
        version++;
        return switch (command) {
            case Command.OpenSale open -> open(open);
            case Command.ChangeSale change -> change(change);
            case Command.PlaceOrder place -> place(place);
            case Command.PayOrder pay -> pay(pay);
            case Command.ReleaseOrder release -> release(release);
            case Command.RefundOrder refund -> refund(refund);
            case Command.RestoreOrder restore -> restore(restore.order());
            case Command.ExpireOrders expire -> expire(expire);
        };
    }

    // ---- sales --------------------------------------------------------------------------------------------------

    private Outcome open(Command.OpenSale command) {
        NaiveSale existing = sales.get(command.sale().id());
        if (existing != null) {
            if (existing.wasAsked(command.key())) {
                return existing.again(command.key(), CommandId.of(command));
            }
            return command.sale().asksFor(existing.opened)
                    ? new Outcome.OfSale(existing.sale, true)
                    : refused(new Refusal.SaleExists());
        }
        try {
            SaleRules.check(command.sale().openedAt(command.now()));
        } catch (InvalidSaleException invalid) {
            return refused(new Refusal.BadChange(invalid.field(), ""));
        }
        Sale sale = command.sale().openedAt(command.now());
        NaiveSale opened = new NaiveSale(sale);
        sales.put(sale.id(), opened);
        opened.remember(command.key(), CommandId.of(command));
        return new Outcome.OfSale(sale, false);
    }

    private Outcome change(Command.ChangeSale command) {
        NaiveSale sale = sales.get(command.sale());
        if (sale == null) {
            return refused(new Refusal.UnknownSale());
        }
        if (sale.wasAsked(command.key())) {
            return sale.again(command.key(), CommandId.of(command));
        }
        Sale before = sale.sale;
        SaleChange change = command.change();
        if (before.status() == Status.CLOSED && !change.equals(SaleChange.to(Status.CLOSED))) {
            return refused(new Refusal.Closed());
        }
        if (change.addStock().keySet().stream().anyMatch(tier -> before.tierIndex(tier) < 0)) {
            return refused(new Refusal.UnknownTier());
        }
        Status status = change.status() == null ? before.status() : change.status();
        long opensAt = change.opensAt() == null ? before.opensAt() : change.opensAt();
        long closesAt = change.closesAt() == null ? before.closesAt() : change.closesAt();
        try {
            SaleRules.checkTimes(opensAt, closesAt);
        } catch (InvalidSaleException invalid) {
            return refused(new Refusal.BadChange(invalid.field(), ""));
        }
        for (Tier tier : before.tiers()) {
            Integer added = change.addStock().get(tier.id());
            if (added != null && (added < 1 || added > SaleRules.capacityMax(before.legs()) - tier.capacity())) {
                return refused(new Refusal.BadChange("addStock." + tier.id(), ""));
            }
        }
        List<Tier> tiers = new ArrayList<>();
        for (Tier tier : before.tiers()) {
            tiers.add(tier.withCapacity(tier.capacity() + change.addStock().getOrDefault(tier.id(), 0)));
        }
        sale.become(before.with(status, opensAt, closesAt, tiers));
        sale.remember(command.key(), CommandId.of(command));
        return new Outcome.OfSale(sale.sale, sale.sale.equals(before));
    }

    // ---- orders -------------------------------------------------------------------------------------------------

    private Outcome place(Command.PlaceOrder command) {
        NaiveSale sale = sales.get(command.sale());
        if (sale == null) {
            return refused(new Refusal.UnknownSale());
        }
        Journey journey = journey(sale.sale, command.from(), command.to());
        Order earlier = orders.withKey(command.sale(), command.buyer(), command.key());
        if (earlier != null
                && earlier.tier().equals(command.tier())
                && earlier.journey().equals(journey)
                && earlier.quantity() == command.quantity()) {
            return new Outcome.OfOrder(earlier, true);
        }
        if (command.now() < sale.sale.opensAt()) {
            return refused(new Refusal.NotOpen(sale.sale.opensAt()));
        }
        if (sale.sale.status() == Status.PAUSED) {
            return refused(new Refusal.Paused());
        }
        if (sale.sale.status() == Status.CLOSED || command.now() >= sale.sale.closesAt()) {
            return refused(new Refusal.Closed());
        }
        int tier = sale.sale.tierIndex(command.tier());
        if (tier < 0) {
            return refused(new Refusal.UnknownTier());
        }
        if (journey == null) {
            return refused(new Refusal.BadJourney(""));
        }
        if (command.quantity() < 1 || command.quantity() > Limits.ORDER_SEATS_MAX) {
            return refused(new Refusal.BadQuantity(Limits.ORDER_SEATS_MAX));
        }
        if (earlier != null) {
            return refused(new Refusal.KeyReused());
        }
        int has = orders.seatsOf(sale.sale, command.buyer());
        if (orders.exceedsLimit(sale.sale, command.buyer(), command.quantity())) {
            return refused(new Refusal.BuyerLimit(sale.sale.perBuyer(), has));
        }
        if (orders.madeBy(sale.sale, command.buyer()) >= ORDERS_OF_BUYER_MAX) {
            return refused(new Refusal.TooManyOrders(ORDERS_OF_BUYER_MAX));
        }
        NaiveGrid grid = sale.grid(command.tier());
        if (grid.free(journey) < command.quantity()) {
            return refused(new Refusal.SoldOut());
        }
        boolean takesSeatsNow = sale.sale.deduct() != Deduct.PAYMENT;
        Seats seats = takesSeatsNow ? grid.bestFit(journey, command.quantity()) : Seats.NONE;
        betweenLookingAndTaking.run();
        grid.set(journey, seats, true);
        Order order = new Order(
                command.order(),
                orders.nextNumber(command.sale()),
                command.sale(),
                command.buyer(),
                command.key(),
                command.tier(),
                journey,
                command.quantity(),
                seats,
                takesSeatsNow ? OrderState.HELD : OrderState.PLACED,
                sale.sale.tiers().get(tier).fare(journey).times(command.quantity()),
                command.now(),
                sale.sale.deduct() == Deduct.HOLD ? command.now() + sale.sale.holdSeconds() * 1000L : Order.NO_DEADLINE,
                null,
                false);
        orders.add(order);
        return new Outcome.OfOrder(order, false);
    }

    private Outcome pay(Command.PayOrder command) {
        Order order = orders.find(command.order());
        if (order == null) {
            return refused(new Refusal.UnknownOrder());
        }
        return switch (order.state()) {
            case HELD -> replaced(order, order.paid(order.seats(), command.reference(), false));
            case PLACED -> takeSeatsAndPay(order, command.reference(), false);
            case EXPIRED ->
                orders.exceedsLimit(sale(order).sale, order.buyer(), order.quantity())
                        ? replaced(order, order.refundDue(command.reference()))
                        : takeSeatsAndPay(order, command.reference(), true);
            case RELEASED -> replaced(order, order.refundDue(command.reference()));
            case PAID, REFUND_DUE, REFUNDED ->
                command.reference().equals(order.reference())
                        ? new Outcome.OfOrder(order, true)
                        : refused(new Refusal.Already(order.state()));
        };
    }

    private Outcome takeSeatsAndPay(Order order, String reference, boolean recovered) {
        NaiveGrid grid = sale(order).grid(order.tier());
        if (grid.free(order.journey()) < order.quantity()) {
            return replaced(order, order.refundDue(reference));
        }
        Seats seats = grid.bestFit(order.journey(), order.quantity());
        grid.set(order.journey(), seats, true);
        return replaced(order, order.paid(seats, reference, recovered));
    }

    private Outcome release(Command.ReleaseOrder command) {
        Order order = orders.find(command.order());
        if (order == null) {
            return refused(new Refusal.UnknownOrder());
        }
        if (!command.by().mayHandle(order)) {
            return refused(new Refusal.NotYours());
        }
        return switch (order.state()) {
            case HELD, PLACED -> giveUp(order, OrderState.RELEASED);
            case RELEASED -> new Outcome.OfOrder(order, true);
            case PAID, EXPIRED, REFUND_DUE, REFUNDED -> refused(new Refusal.Already(order.state()));
        };
    }

    private Outcome refund(Command.RefundOrder command) {
        Order order = orders.find(command.order());
        if (order == null) {
            return refused(new Refusal.UnknownOrder());
        }
        if (!command.by().mayHandle(order)) {
            return refused(new Refusal.NotYours());
        }
        boolean operator = command.by() instanceof Party.Operator;
        boolean allowed =
                switch (order.state()) {
                    case PAID -> operator || sale(order).sale.buyerRefunds();
                    case REFUND_DUE -> operator;
                    case HELD, PLACED, RELEASED, EXPIRED, REFUNDED -> false;
                };
        if (allowed) {
            return giveUp(order, OrderState.REFUNDED);
        }
        return order.state() == OrderState.REFUNDED
                ? new Outcome.OfOrder(order, true)
                : refused(new Refusal.Already(order.state()));
    }

    private Outcome restore(Order order) {
        NaiveSale sale = sales.get(order.sale());
        if (sale == null) {
            return refused(new Refusal.UnknownSale());
        }
        if (sale.sale.tierIndex(order.tier()) < 0) {
            return refused(new Refusal.UnknownTier());
        }
        if (order.journey().to() > sale.sale.legs()) {
            return refused(new Refusal.BadJourney(""));
        }
        List<Integer> seats = order.seats().stream().boxed().toList();
        boolean occupies = order.state() == OrderState.HELD || order.state() == OrderState.PAID;
        if (order.quantity() < 1
                || order.quantity() > Limits.ORDER_SEATS_MAX
                || (occupies && seats.size() != order.quantity())
                || new java.util.HashSet<>(seats).size() != seats.size()
                || seats.stream().anyMatch(seat -> seat < 1)) {
            return refused(new Refusal.BadQuantity(Limits.ORDER_SEATS_MAX));
        }
        Order there = orders.find(order.id());
        if (there != null) {
            return there.numbered(1).equals(order.numbered(1))
                    ? new Outcome.OfOrder(there, true)
                    : refused(new Refusal.Already(there.state()));
        }
        if (orders.withKey(order.sale(), order.buyer(), order.key()) != null) {
            return refused(new Refusal.KeyReused());
        }
        if (order.state().countsForBuyer() && orders.exceedsLimit(sale.sale, order.buyer(), order.quantity())) {
            return refused(new Refusal.BuyerLimit(sale.sale.perBuyer(), orders.seatsOf(sale.sale, order.buyer())));
        }
        NaiveGrid grid = sale.grid(order.tier());
        if (occupies && !seats.stream().allMatch(seat -> grid.has(seat, order.journey()))) {
            return refused(new Refusal.SoldOut());
        }
        if (occupies) {
            grid.set(order.journey(), order.seats(), true);
        }
        Order restored = order.numbered(orders.nextNumber(order.sale()));
        orders.add(restored);
        return new Outcome.OfOrder(restored, false);
    }

    private Outcome expire(Command.ExpireOrders command) {
        List<Order> due = orders.due(command.now());
        List<Order> now = due.subList(0, Math.min(due.size(), command.ordersMax()));
        now.forEach(order -> giveUp(order, OrderState.EXPIRED));
        return new Outcome.Expired(now.size(), now.size() < due.size());
    }

    private Outcome giveUp(Order order, OrderState state) {
        if (order.state().occupiesSeats()) {
            sale(order).grid(order.tier()).set(order.journey(), order.seats(), false);
        }
        return replaced(order, order.in(state));
    }

    private Outcome replaced(Order before, Order after) {
        orders.replace(before, after);
        return new Outcome.OfOrder(after, false);
    }

    // ---- what can be found out by looking -----------------------------------------------------------------------

    private static Outcome refused(Refusal refusal) {
        return new Outcome.Refused(refusal);
    }

    private static @Nullable Journey journey(Sale sale, @Nullable String from, @Nullable String to) {
        List<String> stops = sale.stops().stream().map(NaiveLedger::plain).toList();
        int first = from == null ? 0 : stops.indexOf(plain(from));
        int last = to == null ? sale.legs() : stops.lastIndexOf(plain(to));
        return first < 0 || last <= first ? null : new Journey(first, last);
    }

    private static String plain(String stop) {
        // Blanks of any script, also those that do not break a line.
        return Normalizer.normalize(stop.replaceAll("^[\\s\\p{Z}]+|[\\s\\p{Z}]+$", ""), Normalizer.Form.NFC);
    }

    private NaiveSale sale(Order order) {
        return sales.get(order.sale());
    }

    /** The order, or null. */
    @Nullable
    Order order(OrderId id) {
        return orders.find(id);
    }
}
