package dev.onsale.orders;

import dev.onsale.ledger.CommandId;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.sale.Sale;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A batch of events as rows of a PostgreSQL book: all its orders in one statement, a column to an array. Of an order that moved more than
 * once in the batch only the last state is written, since each event has the whole order. Stateless.
 */
final class PostgresRows {

    /** As {@link OrderRow#UPSERT}, for any number of rows. Rows that are so already are left alone: a repeated batch costs no disk. */
    private static final String UPSERT = "INSERT INTO orders (" + OrderRow.COLUMNS + ") SELECT * FROM"
            + " unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::integer[], ?::integer[],"
            + " ?::integer[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::text[],"
            + " ?::integer[])"
            + " ON CONFLICT (id) DO UPDATE SET seats = excluded.seats, state = excluded.state,"
            + " reference = excluded.reference, recovered = excluded.recovered"
            + " WHERE (orders.seats, orders.state, orders.reference, orders.recovered) IS DISTINCT FROM"
            + " (excluded.seats, excluded.state, excluded.reference, excluded.recovered)";

    private PostgresRows() {}

    /** Writes what follows from the events; within the caller's transaction. */
    static void write(Connection connection, List<Event> events) throws SQLException {
        Map<String, Sale> sales = new LinkedHashMap<>();
        Map<OrderId, Order> orders = new LinkedHashMap<>();
        for (Event event : events) {
            switch (event) {
                case Event.SaleOpened(long at, Sale sale, CommandId id) -> sales.put(sale.id(), sale);
                case Event.SaleChanged(long at, Sale sale, CommandId id) -> sales.put(sale.id(), sale);
                case Event.OfOrder moved -> orders.put(moved.order().id(), moved.order());
            }
        }
        for (Sale sale : sales.values()) {
            SaleRows.write(connection, sale);
        }
        if (!orders.isEmpty()) {
            upsert(connection, orders.values());
        }
    }

    private static void upsert(Connection connection, Collection<Order> orders) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            Columns columns = new Columns(connection, statement, orders);
            columns.add("text", order -> order.id().toString());
            columns.add("bigint", Order::number);
            columns.add("text", Order::sale);
            columns.add("text", Order::buyer);
            columns.add("text", Order::key);
            columns.add("text", Order::tier);
            columns.add("integer", order -> order.journey().from());
            columns.add("integer", order -> order.journey().to());
            columns.add("integer", Order::quantity);
            columns.add("text", order -> OrderRow.seats(order.seats()));
            columns.add("text", order -> order.state().word());
            columns.add("bigint", order -> order.amount().value());
            columns.add("text", order -> order.amount().currency());
            columns.add("bigint", Order::placedAt);
            columns.add("bigint", order -> order.expiresAt() == Order.NO_DEADLINE ? null : order.expiresAt());
            columns.add("text", Order::reference);
            columns.add("integer", order -> order.recovered() ? 1 : 0);
            statement.executeUpdate();
        }
    }

    /** Binds one array after the other. */
    private static final class Columns {

        private final Connection connection;
        private final PreparedStatement statement;
        private final Collection<Order> orders;
        private int bound;

        Columns(Connection connection, PreparedStatement statement, Collection<Order> orders) {
            this.connection = connection;
            this.statement = statement;
            this.orders = orders;
        }

        void add(String type, Function<Order, @Nullable Object> value) throws SQLException {
            bound++;
            statement.setArray(
                    bound,
                    connection.createArrayOf(type, orders.stream().map(value).toArray()));
        }
    }
}
