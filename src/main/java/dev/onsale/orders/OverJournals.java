package dev.onsale.orders;

import dev.onsale.events.Journals;
import java.util.HashMap;
import java.util.Map;

/**
 * Goes through the journals of sales that are over, of which there may be any number, a page at a time, for those that the book has not finished: when the
 * database was away for longer than a sale is among the open ones after its end, nobody else keeps in mind that there is something to write. Owned by the
 * projector's thread.
 */
final class OverJournals {

    private final Journals journals;
    private final OrderBook book;

    /** From where to go on; empty for the beginning. */
    private String cursor = "";

    OverJournals(Journals journals, OrderBook book) {
        this.journals = journals;
        this.book = book;
    }

    /** Whether all were looked at, so that the next page is the first one again. */
    boolean isThrough() {
        return cursor.isEmpty();
    }

    /**
     * Looks at the next page; at the same again if that fails.
     *
     * @return where those end that have more than the book and that no other node writes, by their names
     * @throws dev.onsale.events.EventLogException if the journals cannot be read
     * @throws OrderBookException if the book cannot be asked
     */
    Map<String, Long> nextUnfinished() {
        Journals.Over page = journals.over(cursor);
        Map<String, Long> unfinished = new HashMap<>();
        journals.ends(page.names()).forEach((name, end) -> {
            if (book.claim(name) && book.bookmark(name).position() < end) {
                unfinished.put(name, end);
            }
        });
        cursor = page.next();
        return unfinished;
    }
}
