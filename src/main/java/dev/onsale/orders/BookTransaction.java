package dev.onsale.orders;

import dev.onsale.config.BookLimits;
import dev.onsale.ledger.Order;
import dev.onsale.sale.Sale;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Function;

/** An order book as it was at one moment: a read transaction, beside which others go on writing. The same SQL in both databases. */
final class BookTransaction implements BookSnapshot {

    private final Connection connection;
    private final String hasOwner;
    private final Function<SQLException, OrderBookException> failure;

    /**
     * @param connection whose transaction this is; closed with it
     * @param hasOwner a query with a row if the book can say whose it is
     * @param failure what one means to an operator
     */
    BookTransaction(Connection connection, String hasOwner, Function<SQLException, OrderBookException> failure) {
        this.connection = connection;
        this.hasOwner = hasOwner;
        this.failure = failure;
    }

    /** Something that is read. */
    private interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    private <T> T read(Reading<T> reading) {
        try {
            return reading.from(connection);
        } catch (SQLException e) {
            throw failure.apply(e);
        }
    }

    @Override
    public Optional<BookOwner> owner() {
        return read(from -> {
            boolean isThere;
            try (Statement statement = from.createStatement();
                    ResultSet row = statement.executeQuery(hasOwner)) {
                isThere = row.next();
            }
            return isThere ? OwnerRows.read(from) : Optional.empty(); // one of a time before there were ids
        });
    }

    @Override
    public Bookmark bookmark(String journal) {
        return read(from -> OwnerRows.bookmark(from, journal));
    }

    @Override
    public void sales(RowVisitor<Sale> visitor) {
        read(from -> {
            SaleRows.readAll(from, visitor);
            return visitor;
        });
    }

    @Override
    public void orders(RowVisitor<Order> visitor) {
        read(from -> {
            try (Statement statement = from.createStatement()) {
                // Fetched in portions: PostgreSQL's driver would have the whole table in memory otherwise.
                statement.setFetchSize(BookLimits.AUDIT_PAGE_EVENTS_MAX);
                try (ResultSet row = statement.executeQuery("SELECT " + OrderRow.COLUMNS + " FROM orders")) {
                    OrderRow.readAll(row, visitor);
                }
            }
            return visitor;
        });
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure.apply(e);
        }
    }
}
