package dev.onsale.orders;

import dev.onsale.events.Journals;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Fare;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import dev.onsale.sale.Tier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A {@link Sale} as rows of the tables {@code sales}, {@code stops}, {@code tiers} and {@code fares}, there and back: the same SQL in both databases. Stateless. */
final class SaleRows {

    private SaleRows() {}

    /** Writes the sale in place of what the tables say of it; within the caller's transaction. */
    static void write(Connection connection, Sale sale) throws SQLException {
        for (String table : List.of("stops", "tiers", "fares")) {
            run(connection, "DELETE FROM " + table + " WHERE sale = ?", sale.id());
        }
        run(
                connection,
                "INSERT INTO sales (id, name, opens_at, closes_at, hold_seconds, deduct, per_buyer, buyer_refunds,"
                        + " status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET name = excluded.name, opens_at = excluded.opens_at,"
                        + " closes_at = excluded.closes_at, hold_seconds = excluded.hold_seconds,"
                        + " deduct = excluded.deduct, per_buyer = excluded.per_buyer,"
                        + " buyer_refunds = excluded.buyer_refunds, status = excluded.status",
                sale.id(),
                sale.name(),
                sale.opensAt(),
                sale.closesAt() == Sale.NEVER ? null : sale.closesAt(),
                (long) sale.holdSeconds(),
                sale.deduct().word(),
                sale.perBuyer() == Sale.NO_LIMIT ? null : (long) sale.perBuyer(),
                sale.buyerRefunds() ? 1L : 0L,
                sale.status().name().toLowerCase(Locale.ROOT));
        for (int i = 0; i < sale.stops().size(); i++) {
            run(
                    connection,
                    "INSERT INTO stops (sale, place, name) VALUES (?, ?, ?)",
                    sale.id(),
                    (long) i,
                    sale.stops().get(i));
        }
        for (int i = 0; i < sale.tiers().size(); i++) {
            write(connection, sale.id(), i, sale.tiers().get(i));
        }
    }

    /** Deletes all that came from a journal: of the sale that it is named by, or everything; within the caller's transaction. */
    static void clear(Connection connection, String journal) throws SQLException {
        for (String table : List.of("orders", "fares", "tiers", "stops")) {
            clear(connection, table, "sale", journal);
        }
        clear(connection, "sales", "id", journal);
    }

    private static void clear(Connection connection, String table, String column, String journal) throws SQLException {
        if (journal.equals(Journals.SOLE)) {
            run(connection, "DELETE FROM " + table);
        } else {
            run(connection, "DELETE FROM " + table + " WHERE " + column + " = ?", journal);
        }
    }

    private static void write(Connection connection, String sale, int place, Tier tier) throws SQLException {
        run(
                connection,
                "INSERT INTO tiers (sale, id, place, name, capacity, price, currency) VALUES (?, ?, ?, ?, ?, ?, ?)",
                sale,
                tier.id(),
                (long) place,
                tier.name(),
                (long) tier.capacity(),
                tier.price(),
                tier.currency());
        for (int i = 0; i < tier.fares().size(); i++) {
            Fare fare = tier.fares().get(i);
            run(
                    connection,
                    "INSERT INTO fares (sale, tier, place, from_stop, to_stop, price) VALUES (?, ?, ?, ?, ?, ?)",
                    sale,
                    tier.id(),
                    (long) i,
                    (long) fare.journey().from(),
                    (long) fare.journey().to(),
                    fare.price());
        }
    }

    /** Shows every sale to {@code visitor}. */
    static void readAll(Connection connection, BookSnapshot.RowVisitor<Sale> visitor) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT id, name, opens_at, closes_at, hold_seconds,"
                        + " deduct, per_buyer, buyer_refunds, status FROM sales");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                String id = row.getString(1);
                try {
                    visitor.row(read(connection, row, id));
                } catch (IllegalArgumentException | ArithmeticException e) {
                    visitor.unreadable(id, String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private static Sale read(Connection connection, ResultSet row, String id) throws SQLException {
        return new Sale(
                id,
                row.getString(2),
                row.getLong(3),
                orElse(row, 4, Sale.NEVER),
                Math.toIntExact(row.getLong(5)),
                Deduct.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
                Math.toIntExact(orElse(row, 7, Sale.NO_LIMIT)),
                row.getLong(8) != 0,
                Status.valueOf(row.getString(9).toUpperCase(Locale.ROOT)),
                stops(connection, id),
                tiers(connection, id));
    }

    private static List<String> stops(Connection connection, String sale) throws SQLException {
        List<String> stops = new ArrayList<>();
        try (PreparedStatement query = query(connection, "SELECT name FROM stops WHERE sale = ? ORDER BY place", sale);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                stops.add(row.getString(1));
            }
        }
        return stops;
    }

    private static List<Tier> tiers(Connection connection, String sale) throws SQLException {
        List<Tier> tiers = new ArrayList<>();
        try (PreparedStatement query = query(
                        connection,
                        "SELECT id, name, capacity, price, currency FROM tiers WHERE sale = ? ORDER BY place",
                        sale);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                tiers.add(new Tier(
                        row.getString(1),
                        row.getString(2),
                        Math.toIntExact(row.getLong(3)),
                        row.getLong(4),
                        row.getString(5),
                        fares(connection, sale, row.getString(1))));
            }
        }
        return tiers;
    }

    private static List<Fare> fares(Connection connection, String sale, String tier) throws SQLException {
        List<Fare> fares = new ArrayList<>();
        try (PreparedStatement query = query(
                        connection,
                        "SELECT from_stop, to_stop, price FROM fares WHERE sale = ? AND tier = ? ORDER BY place",
                        sale,
                        tier);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Journey journey = new Journey(Math.toIntExact(row.getLong(1)), Math.toIntExact(row.getLong(2)));
                fares.add(new Fare(journey, row.getLong(3)));
            }
        }
        return fares;
    }

    private static long orElse(ResultSet row, int column, long whenNull) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? whenNull : value;
    }

    private static void run(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = query(connection, sql, values)) {
            statement.executeUpdate();
        }
    }

    /** A statement with its values, each text, {@code Long} or null, bound in order. */
    private static PreparedStatement query(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < values.length; i++) {
                switch (values[i]) {
                    case null -> statement.setNull(i + 1, Types.NULL);
                    case Long number -> statement.setLong(i + 1, number);
                    case String text -> statement.setString(i + 1, text);
                    default -> throw new IllegalArgumentException("not a value of this book: " + values[i]);
                }
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }
}
