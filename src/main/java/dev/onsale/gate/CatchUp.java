package dev.onsale.gate;

import dev.onsale.config.Limits;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the journals for a {@link Gate}, on a thread of its own: those of the time before the start, and later whatever the gate was not told. Selling need
 * not wait for it. When a journal cannot be read it says so and tries again; the gate asks the ledger everything meanwhile.
 */
public final class CatchUp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

    private final Gate gate;
    private final Journals journals;
    private final Thread thread;
    private volatile boolean closing;

    private CatchUp(Gate gate, Journals journals) {
        this.gate = gate;
        this.journals = journals;
        this.thread = new Thread(this::run, "gate-catch-up");
        thread.setDaemon(true);
    }

    /**
     * Starts it, when the gate is told every commit already.
     *
     * @param journals for this thread alone; closed with it
     */
    public static CatchUp start(Gate gate, Journals journals) {
        CatchUp catchUp = new CatchUp(gate, journals);
        catchUp.thread.start();
        return catchUp;
    }

    private void run() {
        String told = "";
        while (!closing) {
            int pauseMillis = Limits.GATE_CATCH_UP_POLL_MILLIS;
            try {
                if (gate.isMissingEvents()) {
                    gate.catchUp(journals);
                }
                told = "";
            } catch (EventLogException e) {
                String why = String.valueOf(e.getMessage());
                if (!closing && !why.equals(told)) {
                    LOG.error("The gate cannot read the journal, so every request goes to the ledger: {}", why);
                    told = why;
                }
                pauseMillis = Limits.GATE_CATCH_UP_RETRY_MILLIS;
            }
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(pauseMillis));
        }
    }

    /** Ends the thread, in the middle of a journal if need be. Bounded by {@link Limits#STOP_SECONDS_MAX}. */
    @Override
    public void close() {
        closing = true;
        journals.close();
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(Limits.STOP_SECONDS_MAX));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
