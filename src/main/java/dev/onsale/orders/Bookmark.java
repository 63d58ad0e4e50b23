package dev.onsale.orders;

import dev.onsale.ledger.Event;

/**
 * How far a book has followed the journal, and what stood there. A journal that has another event at the position is another
 * journal: an older copy, perhaps, that went on differently.
 *
 * @param position of the last event that is in the book, or 0
 * @param event that event in words, or empty
 */
public record Bookmark(long position, String event) {

    /** Before the first event. */
    public static final Bookmark START = new Bookmark(0, "");

    /** Behind {@code last}, which is at {@code position}. */
    public static Bookmark behind(Event last, long position) {
        return new Bookmark(position, words(last));
    }

    /** Whether {@code found}, read at the {@link #position}, is the event that the book has. */
    public boolean matches(Event found) {
        return event.equals(words(found));
    }

    private static String words(Event event) {
        String subject =
                switch (event) {
                    case Event.SaleOpened opened -> opened.saleId();
                    case Event.SaleChanged changed -> changed.saleId();
                    case Event.OfOrder moved -> moved.order().id().toString();
                };
        return event.type() + " " + subject + " at " + event.at();
    }
}
