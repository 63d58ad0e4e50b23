package dev.onsale.orders;

import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Seats;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Money;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.util.Random;

/** An order for tests, of which a test changes what it is about. Also the events that it makes. */
public final class SampleOrder {

    private OrderId id;
    private long number;
    private String sale;
    private String buyer;
    private String key;
    private String tier;
    private Journey journey;
    private int quantity = 1;
    private Seats seats;
    private OrderState state;
    private Money amount;
    private long placedAt;
    private long expiresAt;
    private String reference;
    private boolean recovered;

    private SampleOrder() {}

    /** The {@code number}-th order of a sale, for one seat over the whole way of its first tier: the seat with that number. */
    public static SampleOrder of(Sale sale, int number) {
        SampleOrder order = new SampleOrder();
        order.placedAt = SampleSale.OPENS_AT + number;
        order.id =
                OrderId.mint(order.placedAt, new Random(number + 31L * sale.id().hashCode()));
        order.number = number;
        order.sale = sale.id();
        order.buyer = "buyer-" + number;
        order.key = "key-" + number;
        order.tier = sale.tiers().getFirst().id();
        order.journey = sale.wholeWay();
        order.amount = sale.tiers().getFirst().fare(order.journey);
        boolean placed = sale.deduct() == Deduct.PAYMENT;
        order.seats = placed ? Seats.NONE : Seats.of(number);
        order.state = placed ? OrderState.PLACED : OrderState.HELD;
        order.expiresAt =
                sale.deduct() == Deduct.HOLD ? order.placedAt + sale.holdSeconds() * 1000L : Order.NO_DEADLINE;
        return order;
    }

    /** The order as it was described so far. */
    public Order order() {
        return new Order(
                id, number, sale, buyer, key, tier, journey, quantity, seats, state, amount, placedAt, expiresAt,
                reference, recovered);
    }

    /** That it was accepted, at its own time. */
    public Event.OrderMoved event() {
        return event(placedAt);
    }

    /** That it is now so. */
    public Event.OrderMoved event(long at) {
        return new Event.OrderMoved(at, order());
    }

    public SampleOrder id(OrderId newId) {
        id = newId;
        return this;
    }

    public SampleOrder number(long newNumber) {
        number = newNumber;
        return this;
    }

    public SampleOrder sale(String newSale) {
        sale = newSale;
        return this;
    }

    public SampleOrder buyer(String newBuyer) {
        buyer = newBuyer;
        return this;
    }

    public SampleOrder key(String newKey) {
        key = newKey;
        return this;
    }

    public SampleOrder tier(String newTier) {
        tier = newTier;
        return this;
    }

    public SampleOrder journey(int from, int to) {
        journey = new Journey(from, to);
        return this;
    }

    public SampleOrder quantity(int newQuantity) {
        quantity = newQuantity;
        return this;
    }

    public SampleOrder seats(int... numbers) {
        seats = Seats.of(numbers);
        return this;
    }

    public SampleOrder state(OrderState newState) {
        state = newState;
        return this;
    }

    public SampleOrder amount(long value) {
        amount = new Money(value, amount.currency());
        return this;
    }

    public SampleOrder currency(String code) {
        amount = new Money(amount.value(), code);
        return this;
    }

    public SampleOrder placedAt(long millis) {
        placedAt = millis;
        return this;
    }

    public SampleOrder expiresAt(long millis) {
        expiresAt = millis;
        return this;
    }

    public SampleOrder reference(String newReference) {
        reference = newReference;
        return this;
    }

    public SampleOrder recovered() {
        recovered = true;
        return this;
    }

    /** Paid by a reference of its own. */
    public SampleOrder paid() {
        return state(OrderState.PAID).reference("reference-" + number);
    }
}
