package dev.onsale.audit.repair;

import dev.onsale.config.BookLimits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Asks a ledger one command after the other, and waits for each outcome; asks again while the ledger is busy or the outcome is not known. Owned by one
 * thread.
 */
public final class LedgerDesk implements Function<Command, Outcome> {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Ledger ledger;

    /** @param ledger running; whoever opened it closes it */
    public LedgerDesk(Ledger ledger) {
        this.ledger = ledger;
    }

    /** @throws RepairException if the ledger does not answer within {@link BookLimits#REPAIR_ANSWER_SECONDS_MAX} */
    @Override
    public Outcome apply(Command command) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(BookLimits.REPAIR_ANSWER_SECONDS_MAX);
        while (true) {
            CompletableFuture<Outcome> answer = new CompletableFuture<>();
            ledger.submit(command, answer::complete);
            try {
                Outcome outcome = answer.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (!asksAgain(outcome) || System.nanoTime() - until >= 0) {
                    return outcome;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (TimeoutException e) {
                throw new RepairException(
                        "The ledger did not answer within " + BookLimits.REPAIR_ANSWER_SECONDS_MAX
                                + " seconds. What was given back so far is there; run the repair again.",
                        e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RepairException("The repair was interrupted; run it again.", e);
            } catch (ExecutionException e) {
                throw new AssertionError("nobody fails this answer", e);
            }
        }
    }

    private static boolean asksAgain(Outcome outcome) {
        return outcome instanceof Outcome.Unknown || outcome instanceof Outcome.Refused(Refusal.Busy busy);
    }
}
