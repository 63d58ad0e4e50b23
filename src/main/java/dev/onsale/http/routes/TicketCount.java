package dev.onsale.http.routes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How many tickets this node has sold by {@code /buy/ticket}, and the article's line for each answer. Any thread. */
public final class TicketCount implements AutoCloseable {

    private final AtomicLong sold = new AtomicLong();
    private final @Nullable StatLog log;

    private TicketCount(@Nullable StatLog log) {
        this.log = log;
    }

    /**
     * Begins at zero.
     *
     * @param log file to which a line is appended for each answer, or null for none
     * @param lost told of each line that is lost; any thread
     * @throws IOException if the file cannot be written
     */
    public static TicketCount from(@Nullable Path log, Runnable lost) throws IOException {
        return new TicketCount(log == null ? null : StatLog.open(log, lost));
    }

    /** A ticket was sold. */
    void bought() {
        line(true, sold.incrementAndGet());
    }

    /** Somebody was told again that they have bought. */
    void boughtBefore() {
        line(true, sold.get());
    }

    /** Somebody got none. */
    void refused() {
        line(false, sold.get());
    }

    private void line(boolean bought, long soldNow) {
        if (log != null) {
            log.line(bought, soldNow);
        }
    }

    /** Writes what is waiting, bounded in time. */
    @Override
    public void close() throws IOException {
        if (log != null) {
            log.close();
        }
    }
}
