package dev.onsale.orders;

import dev.onsale.ledger.Order;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One listing as SQL. Its cost must depend on the page and not on the book, so every combination of conditions names
 * the index that has the rows in their order already; SQLite, which keeps no statistics here, would have to guess.
 */
final class OrderListing {

    private final String sql;
    private final List<String> values = new ArrayList<>();
    private final int limit;

    /** For SQLite. */
    OrderListing(OrderQuery query) {
        this(query, index(query));
    }

    private OrderListing(OrderQuery query, String index) {
        List<String> conditions = new ArrayList<>();
        if (query.sale() != null) {
            conditions.add("sale = ?");
            values.add(query.sale());
        }
        if (query.buyer() != null) {
            conditions.add("buyer = ?");
            values.add(query.buyer());
        }
        if (query.state() != null) {
            conditions.add("state = ?");
            values.add(query.state().word());
        }
        if (query.after() != null) {
            conditions.add("id < ?");
            values.add(query.after().toString());
        }
        limit = query.limit();
        sql = "SELECT " + OrderRow.COLUMNS + " FROM orders" + index
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + " ORDER BY id DESC LIMIT ?";
    }

    /** For PostgreSQL, which has statistics and a planner to use them, and no way to be told the index. */
    static OrderListing leftToPlanner(OrderQuery query) {
        return new OrderListing(query, "");
    }

    private static String index(OrderQuery query) {
        // A buyer has few orders: their other conditions are met by looking at each.
        if (query.buyer() != null) {
            return " INDEXED BY orders_by_buyer";
        }
        if (query.sale() != null) {
            return query.state() != null ? " INDEXED BY orders_by_sale_and_state" : " INDEXED BY orders_by_sale";
        }
        return query.state() != null ? " INDEXED BY orders_by_state" : "";
    }

    /** The statement; for {@link #prepare} and for whoever wants its plan. */
    String sql() {
        return sql;
    }

    OrderPage run(Connection connection) throws SQLException, UnreadableRowException {
        List<Order> orders = new ArrayList<>();
        try (PreparedStatement statement = prepare(connection, sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                if (orders.size() == limit) {
                    return new OrderPage(orders, orders.getLast().id());
                }
                orders.add(OrderRow.read(row));
            }
        }
        return new OrderPage(orders, null);
    }

    /** The statement with its values bound; {@code text} is {@link #sql()} or that with a prefix. */
    PreparedStatement prepare(Connection connection, String text) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        try {
            for (int i = 0; i < values.size(); i++) {
                statement.setString(i + 1, values.get(i));
            }
            // One row more than asked for tells whether there is another page.
            statement.setInt(values.size() + 1, limit + 1);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }
}
