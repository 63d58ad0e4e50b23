package dev.onsale.ledger.embedded;

import dev.onsale.config.Limits;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A thread of the ledger's: it has a name, does not keep the process alive, and its end is awaited for a bounded time. */
final class BackgroundThread {

    private final Thread thread;

    BackgroundThread(String name, Runnable work) {
        thread = Thread.ofPlatform().name(name).daemon().unstarted(work);
    }

    void start() {
        thread.start();
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Ends its wait, if it parks. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /**
     * Waits until it is done; whoever calls this has told it to be.
     *
     * @throws IllegalStateException if it is not done in time
     */
    void awaitEnd() {
        wake();
        try {
            if (thread.join(Duration.ofMillis(Limits.LEDGER_CLOSE_MILLIS_MAX))) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + thread.getName() + " to end", e);
        }
        throw new IllegalStateException(thread.getName() + " is not done after " + Limits.LEDGER_CLOSE_MILLIS_MAX
                + " ms. What was answered is on disk, whether the rest is is not known");
    }
}
