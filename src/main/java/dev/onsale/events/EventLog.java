package dev.onsale.events;

import dev.onsale.ledger.Event;
import java.util.List;
import java.util.function.Consumer;

/** A journal as its readers see it: every committed event, in order, from any position. Any thread. */
public interface EventLog extends AutoCloseable {

    /**
     * Some of the events behind a position, in order.
     *
     * @param events empty when there is nothing behind the position
     * @param position of the last of them, or the position that was asked from when there is none
     */
    record Page(List<Event> events, long position) {}

    /**
     * Reads on from a position. Short: it holds up no writer.
     *
     * @param after position of the last event already known; 0 to begin
     * @param eventsMax about how many events to read; a batch is never split, so it may be more by the size of one batch
     * @throws EventLogException if the journal cannot be read or is damaged
     */
    Page read(long after, int eventsMax);

    /** Position of the last event that is not kept any more: reading may begin with it or behind. 0 where all are kept. */
    default long begin() {
        return 0;
    }

    /**
     * For a reader who comes when the first events are gone: tells the sales and orders of the journal as they are, page by page, as the events by which they came to be
     * so. One may be told that came about behind the position that is returned; reading on from there tells it again.
     *
     * @return the position to read on from
     * @throws EventLogException if the journal cannot be read
     * @throws UnsupportedOperationException if the journal keeps all its events
     */
    default long summarize(Consumer<List<Event>> reader) {
        throw new UnsupportedOperationException("all events are there to be read");
    }

    /** Position of the last committed event, or 0. */
    long end();

    /** Gives up the files. */
    @Override
    void close();
}
