package dev.onsale.orders;

import dev.onsale.ledger.Order;
import dev.onsale.sale.Sale;
import java.util.Optional;

/**
 * A whole order book as it was at one moment, whatever is written to it meanwhile; for audits and exports. Owned by the thread
 * that opened it. Keep it open no longer than needed: the file grows while somebody looks at an old moment.
 *
 * <p>Every method throws {@link OrderBookException} if the book cannot be read.
 */
public interface BookSnapshot extends AutoCloseable {

    /** Whose book it is; empty for one that belongs to no ledger yet. */
    Optional<BookOwner> owner();

    /** How far the book has followed a journal. */
    Bookmark bookmark(String journal);

    /** Shows every sale, in no particular order. */
    void sales(RowVisitor<Sale> visitor);

    /** Shows every order, in no particular order. */
    void orders(RowVisitor<Order> visitor);

    @Override
    void close();

    /** Whoever looks at the rows. */
    interface RowVisitor<T> {
        /** A row. */
        void row(T row);

        /**
         * A row that this program cannot have written.
         *
         * @param id in the row
         * @param why what is wrong with it, in words
         */
        void unreadable(String id, String why);
    }
}
