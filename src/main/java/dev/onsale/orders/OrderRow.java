package dev.onsale.orders;

import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Seats;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Money;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.stream.Collectors;

/** An {@link Order} as a row of the table {@code orders}, there and back. Stateless. */
final class OrderRow {

    /** The columns, in the order in which {@link #bind} and {@link #read} count them. */
    static final String COLUMNS = "id, number, sale, buyer, key, tier, from_stop, to_stop, quantity, seats, state,"
            + " amount, currency, placed_at, expires_at, reference, recovered";

    /**
     * Writes a whole row. An order that is there already keeps what never changes in an order's life: naming those columns too
     * would rewrite every index for the same values.
     */
    static final String UPSERT = "INSERT INTO orders (" + COLUMNS + ")"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET seats = excluded.seats, state = excluded.state,"
            + " reference = excluded.reference, recovered = excluded.recovered";

    /** Writes what may have changed of an order that is there already. */
    static final String MOVE = "UPDATE orders SET seats = ?, state = ?, reference = ?, recovered = ? WHERE id = ?";

    private OrderRow() {}

    /** Whether the order is in a state in which orders begin, and in which they never are again. */
    static boolean isNew(Order order) {
        return switch (order.state()) {
            case HELD, PLACED -> true;
            case PAID, RELEASED, EXPIRED, REFUND_DUE, REFUNDED -> false;
        };
    }

    static void bindMove(PreparedStatement row, Order order) throws SQLException {
        row.setString(1, seats(order.seats()));
        row.setString(2, order.state().word());
        row.setString(3, order.reference());
        row.setInt(4, order.recovered() ? 1 : 0);
        row.setString(5, order.id().toString());
    }

    static void bind(PreparedStatement row, Order order) throws SQLException {
        row.setString(1, order.id().toString());
        row.setLong(2, order.number());
        row.setString(3, order.sale());
        row.setString(4, order.buyer());
        row.setString(5, order.key());
        row.setString(6, order.tier());
        row.setInt(7, order.journey().from());
        row.setInt(8, order.journey().to());
        row.setInt(9, order.quantity());
        row.setString(10, seats(order.seats()));
        row.setString(11, order.state().word());
        row.setLong(12, order.amount().value());
        row.setString(13, order.amount().currency());
        row.setLong(14, order.placedAt());
        if (order.expiresAt() == Order.NO_DEADLINE) {
            row.setNull(15, Types.BIGINT);
        } else {
            row.setLong(15, order.expiresAt());
        }
        row.setString(16, order.reference());
        row.setInt(17, order.recovered() ? 1 : 0);
    }

    /**
     * Reads the current row back.
     *
     * @throws UnreadableRowException if {@link #bind} cannot have written it
     */
    static Order read(ResultSet row) throws SQLException, UnreadableRowException {
        String id = row.getString(1);
        try {
            long expiresAt = row.getLong(15);
            return new Order(
                    OrderId.parse(id).orElseThrow(() -> new IllegalArgumentException("not an order id")),
                    row.getLong(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    new Journey(Math.toIntExact(row.getLong(7)), Math.toIntExact(row.getLong(8))),
                    Math.toIntExact(row.getLong(9)),
                    seats(row.getString(10)),
                    state(row.getString(11)),
                    new Money(row.getLong(12), row.getString(13)),
                    row.getLong(14),
                    // The null is asked for only where a deadline would be odd: it costs another call into the
                    // database.
                    expiresAt == 0 && row.getObject(15) == null ? Order.NO_DEADLINE : expiresAt,
                    row.getString(16),
                    flag(row.getLong(17)));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new UnreadableRowException(id, String.valueOf(e.getMessage()));
        }
    }

    /** Shows every row of a result to {@code visitor}. */
    static void readAll(ResultSet row, BookSnapshot.RowVisitor<Order> visitor) throws SQLException {
        while (row.next()) {
            Order order;
            try {
                order = read(row);
            } catch (UnreadableRowException e) {
                visitor.unreadable(e.id(), e.why());
                continue;
            }
            visitor.row(order);
        }
    }

    /** As in {@code 17,18}; empty for none. */
    static String seats(Seats seats) {
        return seats.count() == 1
                ? Integer.toString(seats.number(0))
                : seats.stream().mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    private static Seats seats(String text) {
        Seats seats = text.isEmpty()
                ? Seats.NONE
                : Seats.of(Arrays.stream(text.split(",", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray());
        if (!seats(seats).equals(text)) {
            throw new IllegalArgumentException("seats are \"" + text + "\"");
        }
        return seats;
    }

    private static OrderState state(String word) {
        for (OrderState state : OrderState.values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        throw new IllegalArgumentException("state is \"" + word + "\"");
    }

    private static boolean flag(long value) {
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException("recovered is " + value);
        }
        return value == 1;
    }
}
