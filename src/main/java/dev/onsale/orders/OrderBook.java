package dev.onsale.orders;

import dev.onsale.ledger.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The SQL tables of sales and orders, as their one writer sees them. Which database they are in is the implementation's affair.
 *
 * <p>Every method but {@link #list} belongs to the one thread that calls the first of them; {@code list} is for any thread.
 */
public interface OrderBook extends OrderBookReader, AutoCloseable {

    /**
     * Whose book it is; empty for one that belongs to no ledger yet. Any thread, and so are the next three.
     *
     * @throws OrderBookException if the book cannot be asked now
     */
    Optional<BookOwner> owner();

    /**
     * Makes it the book of this ledger, whosever it was.
     *
     * @throws OrderBookException if that could not be written
     */
    void belongTo(BookOwner owner);

    /**
     * How far the book has followed each journal.
     *
     * @throws OrderBookException if the book cannot be asked now
     */
    Map<String, Bookmark> bookmarks();

    /**
     * Puts a copy of the whole book aside where only this node has it, and begins these journals anew; the decision was made by people for all such books at once.
     *
     * @return where the copy is; empty for a book of many nodes, which is left as it is
     * @throws OrderBookException if that could not be written; then nothing was changed
     */
    Optional<String> setAside(List<String> journals);

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
     * Forgets everything that came from a journal and goes back to its position 0, in one transaction: for somebody who knows that all of it can be
     * written again.
     *
     * @param journal that was claimed
     * @throws OrderBookException if that could not be written; the call may be repeated
     */
    void clear(String journal);

    /**
     * Writes what some events say and leaves the bookmark where it is: a part of a journal's summary. To be told again if the rest of it does not come.
     *
     * @param journal that was claimed
     */
    void write(String journal, List<Event> events);

    /**
     * Moves the bookmark to where a summary led.
     *
     * @param journal that was claimed
     * @param from where the bookmark is
     * @throws OrderBookException if it is elsewhere, or that could not be written
     */
    void leap(String journal, Bookmark from, Bookmark to);

    /** Gives up the connections. */
    @Override
    void close();
}
