package dev.onsale.orders;

import dev.onsale.ledger.Order;
import dev.onsale.sale.Sale;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A test's order book, as anybody may look into its tables or spoil them, whichever database they are in. */
public abstract class BookTables {

    /** A connection of the test's own. */
    public abstract Connection connect() throws SQLException;

    /** The book, opened to be written. */
    public abstract OrderBook open();

    /** The book as it is now. */
    public abstract BookSnapshot look();

    /** What error messages call the book by. */
    public abstract String title();

    /** Runs some SQL. */
    public void run(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** How far the book has followed a journal. */
    public long bookmark(String journal) {
        try (Connection connection = connect();
                PreparedStatement query =
                        connection.prepareStatement("SELECT position FROM bookmarks WHERE journal = ?")) {
            query.setString(1, journal);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows of a query, each as its columns in order; numbers are {@code Long}. */
    public List<Map<String, Object>> rows(String sql) throws SQLException {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    // Databases differ in how wide a number they hand out for the same column.
                    Object value = result.getObject(i);
                    row.put(
                            result.getMetaData().getColumnLabel(i),
                            value instanceof Number number ? Long.valueOf(number.longValue()) : value);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** The one value of a query. */
    public Object value(String sql) throws SQLException {
        return rows(sql).getFirst().values().iterator().next();
    }

    /** Every order, by its id. */
    public Map<String, Order> orders() {
        Map<String, Order> orders = new TreeMap<>();
        try (BookSnapshot book = look()) {
            book.orders(strictly(order -> orders.put(order.id().toString(), order)));
        }
        return orders;
    }

    /** Every sale, by its id. */
    public Map<String, Sale> sales() {
        Map<String, Sale> sales = new TreeMap<>();
        try (BookSnapshot book = look()) {
            book.sales(strictly(sale -> sales.put(sale.id(), sale)));
        }
        return sales;
    }

    private static <T> BookSnapshot.RowVisitor<T> strictly(java.util.function.Consumer<T> sink) {
        return new BookSnapshot.RowVisitor<>() {
            @Override
            public void row(T row) {
                sink.accept(row);
            }

            @Override
            public void unreadable(String id, String why) {
                throw new AssertionError("row " + id + " cannot be read: " + why);
            }
        };
    }
}
