package dev.onsale.ledger.redis;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.Outcome;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Orders one seat after the other of the sale {@code rush} until told to stop; keeps what was answered. Now and then under another name, since nobody may
 * have orders without end.
 */
final class Flood {

    private static final int WAITING_MAX = 500;
    private static final int ORDERS_EACH = 1_000;

    private final Map<Command.PlaceOrder, Outcome> answers = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(WAITING_MAX);
    private final AtomicInteger accepted = new AtomicInteger();
    private final Thread thread;
    private volatile boolean isStopped;

    Flood(RedisLedger ledger, String buyers) {
        thread = Thread.ofPlatform().start(() -> {
            for (int i = 0; !isStopped; i++) {
                Command.PlaceOrder wish = Desk.wish("rush", buyers + "-" + i / ORDERS_EACH, "key " + i);
                room.acquireUninterruptibly();
                ledger.submit(wish, outcome -> {
                    answers.put(wish, outcome);
                    if (outcome instanceof Outcome.OfOrder) {
                        accepted.incrementAndGet();
                    }
                    room.release();
                });
            }
        });
    }

    int accepted() {
        return accepted.get();
    }

    Map<Command.PlaceOrder, Outcome> answers() {
        return answers;
    }

    /** Ends it and waits for the last answer. */
    void stop() throws InterruptedException {
        isStopped = true;
        thread.join();
        Desk.await("every order is answered", () -> room.availablePermits() == WAITING_MAX);
    }
}
