package dev.onsale.ledger;

import dev.onsale.config.Limits;
import dev.onsale.sale.Sale;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All stock and orders of a ledger, as pure transitions: {@link #decide} says what a command comes to and changes nothing,
 * {@link #apply} changes the state by one event and decides nothing. A ledger runs the two one after the other; a recovery
 * runs {@code apply} alone, over the journal, and arrives at the same state.
 *
 * <p>Owned by one thread. No I/O, no clock, no randomness that could be seen from outside.
 */
public final class StockState {

    private final OrderRoom room;
    private final Map<String, SaleState> sales = new TreeMap<>();
    private long saleBytes;
    private final OrderTable orders = new OrderTable();
    private final Deadlines deadlines = new Deadlines(orders);

    /** With room for any number of orders. */
    public StockState() {
        this(OrderRoom.ANY);
    }

    /** @param room for orders. Only new ones are refused when it is used up: what was told before goes on */
    public StockState(OrderRoom room) {
        this.room = room;
    }

    /**
     * Says that {@code command} will be decided soon. Changes nothing; but what its decision will look up is fetched from memory together with that of the others for which
     * this was said.
     */
    public void expect(Command command) {
        switch (command) {
            case Command.PlaceOrder order -> orders.expect(order.order(), order.sale(), order.buyer());
            case Command.PayOrder order -> expect(order.order());
            case Command.ReleaseOrder order -> expect(order.order());
            case Command.RefundOrder order -> expect(order.order());
            case Command.OpenSale _, Command.ChangeSale _, Command.RestoreOrder _, Command.ExpireOrders _ -> {}
        }
    }

    /** The same of a look-up. */
    public void expect(OrderId order) {
        orders.expect(order, null, "");
    }

    /** What {@code command} comes to. Changes nothing. */
    public Decision decide(Command command) {
        return switch (command) {
            case Command.OpenSale open -> SaleDecisions.open(this, open);
            case Command.ChangeSale change -> SaleDecisions.change(this, change);
            case Command.PlaceOrder place -> PlaceDecision.place(this, place);
            case Command.PayOrder pay -> OrderDecisions.pay(this, pay);
            case Command.ReleaseOrder release -> OrderDecisions.release(this, release);
            case Command.RefundOrder refund -> OrderDecisions.refund(this, refund);
            case Command.RestoreOrder restore -> RestoreDecision.restore(this, restore);
            case Command.ExpireOrders expire -> expire(expire);
        };
    }

    private Decision expire(Command.ExpireOrders command) {
        // One more than may expire, to know whether there are more.
        List<Order> due = deadlines.due(command.now(), command.ordersMax() + 1);
        boolean more = due.size() > command.ordersMax();
        List<Event> events = new ArrayList<>();
        for (Order order : more ? due.subList(0, command.ordersMax()) : due) {
            events.add(new Event.OrderMoved(command.now(), order.in(OrderState.EXPIRED)));
        }
        return new Decision(new Outcome.Expired(events.size(), more), events);
    }

    /**
     * Changes the state by one fact.
     *
     * @throws IllegalStateException if the fact contradicts the state, as when it takes a seat that is taken: a bug, or a
     *     journal that is not this ledger's. The state must not be used any more.
     */
    public void apply(Event event) {
        switch (event) {
            case Event.SaleOpened(long at, Sale sale, CommandId id) -> {
                SaleState added = new SaleState(sale, id);
                if (sales.putIfAbsent(sale.id(), added) != null) {
                    throw new IllegalStateException("sale " + sale.id() + " is opened twice");
                }
                orders.reserve(orders.count() + seatsOf(sale));
                saleBytes += added.bytes();
            }
            case Event.SaleChanged(long at, Sale sale, CommandId id) -> {
                SaleState changed = known(sale.id());
                saleBytes -= changed.bytes();
                changed.change(sale, id);
                saleBytes += changed.bytes();
            }
            case Event.OfOrder moved -> move(moved.order());
        }
    }

    private void move(Order after) {
        int place = orders.placeOf(after.id());
        if (place == OrderTable.NOWHERE) {
            known(after.sale()).move(null, after);
            int added = orders.add(after);
            if (Deadlines.hasDeadline(after)) {
                deadlines.add(added);
            }
        } else {
            known(after.sale()).move(orders.at(place), after);
            orders.replace(place, after);
            if (!Deadlines.hasDeadline(after)) {
                deadlines.remove(place);
            }
        }
    }

    private static int seatsOf(Sale sale) {
        return sale.tiers().stream()
                .mapToInt(tier -> Math.min(tier.capacity(), Limits.TIER_SEATS_MAX))
                .sum();
    }

    private SaleState known(String id) {
        SaleState state = sales.get(id);
        if (state == null) {
            throw new IllegalStateException("no sale " + id);
        }
        return state;
    }

    /** The order, or null. */
    public @Nullable Order order(OrderId id) {
        return orders.find(id);
    }

    /** How many orders there are, in whatever state. */
    public int orderCount() {
        return orders.count();
    }

    /** About how much memory orders and sales take. */
    public long bytes() {
        return saleBytes + orders.bytes();
    }

    /** Whether nothing is left of the room for orders. */
    boolean isFull() {
        return bytes() >= room.bytesMax();
    }

    /** How many orders this takes. */
    public OrderRoom room() {
        return room;
    }

    /** The deadline that comes first, in milliseconds since 1970, or {@link Order#NO_DEADLINE}. */
    public long nextDeadline() {
        return deadlines.first();
    }

    /** Ids of the sales, in their order. */
    public Collection<String> saleIds() {
        return Collections.unmodifiableCollection(sales.keySet());
    }

    /** The sale and its stock now, or null. Costs a pass over the sale's journeys. */
    public @Nullable SaleView view(String saleId) {
        SaleState state = sales.get(saleId);
        return state == null ? null : state.view();
    }

    /** This state as a snapshot holds it. Costs a look at each sale, and four bytes for some thousand orders. */
    public FrozenStock frozen() {
        List<Event> ofSales = new ArrayList<>();
        for (SaleState state : sales.values()) {
            state.compacted(ofSales::add);
        }
        return new FrozenStock(ofSales, orders.frozen());
    }

    @Nullable
    SaleState sale(String id) {
        return sales.get(id);
    }

    /** How many sales are not over: closed, or ended long ago. Where there are few, all of them. */
    int openSaleCount(long now) {
        return sales.size() < Limits.LEDGER_SALES_MAX
                ? sales.size()
                : (int) sales.values().stream()
                        .filter(state -> !state.isOver(now))
                        .count();
    }

    OrderTable orders() {
        return orders;
    }
}
