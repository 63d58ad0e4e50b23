package dev.onsale.ledger.embedded;

import dev.onsale.events.EventCodec;

/**
 * A place between two events of the journal.
 *
 * @param position of the event before it; 0 at the beginning
 * @param isLinked whether the place lies between two rows, and {@code checksum} is known
 * @param checksum of the row before it, which the row behind it must link to
 */
record JournalPlace(long position, boolean isLinked, int checksum) {

    /** Before the first event. */
    static final JournalPlace BEGIN = new JournalPlace(0, true, EventCodec.NO_LINK);

    /** Behind the row that ends with the event {@code position}. */
    static JournalPlace behind(long position, int checksum) {
        return new JournalPlace(position, true, checksum);
    }

    /** Behind the event {@code position}, wherever the rows may lie. */
    static JournalPlace somewhere(long position) {
        return position == 0 ? BEGIN : new JournalPlace(position, false, 0);
    }
}
