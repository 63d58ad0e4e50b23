package dev.onsale.orders;

import dev.onsale.ledger.Event;
import java.util.List;

/**
 * The SQL tables of sales and orders, as their one writer sees them. Which database they are in is the implementation's affair.
 *
 * <p>Every method but {@link #list} belongs to the one thread that calls the first of them; {@code list} is for any thread.
 */
public interface OrderBook extends OrderBookReader, AutoCloseable {

    /**
     * Whether the book is kept apart from the ledger, and so may know what the ledger has lost: such a book is never written anew from a journal that
     * does not lead to it, since it may be all that is left of some orders. Any thread.
     */
    boolean outlivesLedger();

    /**
     * Makes this book the one through which a journal is written, if no other writes it: several nodes may have one database, and
     * each journal is then one node's affair, until that node is gone. To be asked before {@link #bookmark}, and again after every
     * failure. Short.
     *
     * @param journal as in {@link dev.onsale.events.Journals#names}
     * @return whether it is
     * @throws OrderBookException if that cannot be told
     */
    boolean claim(String journal);

    /**
     * How far the book has followed a journal.
     *
     * @throws OrderBookException if the book cannot be read
     */
    Bookmark bookmark(String journal);

    /**
     * Writes what follows from some events, and their position, in one transaction: both are there afterwards, or neither.
     * Events carry the whole sale or order, so writing them again changes nothing.
     *
     * @param journal that was claimed
     * @param events the journal's next ones, in order, at least one
     * @param position of the last of them; the first one follows on the {@link #bookmark}
     * @throws OrderBookException if they could not be written, or another writes this journal by now. Whether they were is told by
     *     {@link #bookmark}; after claiming the journal again the call may be repeated.
     */
    void apply(String journal, List<Event> events, long position);

    /**
     * Forgets everything that came from a journal and goes back to its position 0, in one transaction.
     *
     * @param journal that was claimed
     * @throws OrderBookException if that could not be written; the call may be repeated
     */
    void clear(String journal);

    /** Gives up the connections. */
    @Override
    void close();
}
