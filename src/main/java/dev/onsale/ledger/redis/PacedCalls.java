package dev.onsale.ledger.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calls that nobody waits for at a counter: there may be one for each of 100,000 sales, after a reconnect or when others have expired orders of them all.
 * No more than so many are under way at once; the others wait here for their turn, so that orders are never behind all of them. Owned by the event loop.
 */
final class PacedCalls {

    private final int callsMax;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean isSending;

    PacedCalls(int callsMax) {
        this.callsMax = callsMax;
    }

    /** Makes a call when its turn has come. Whoever calls sees to it that there is no second one for the same thing. */
    <T> Future<T> call(Supplier<Future<T>> call) {
        Promise<T> promise = Promise.promise();
        waiting.add(() -> call.get().onComplete(done -> {
            underWay--;
            promise.handle(done);
            send();
        }));
        send();
        return promise.future();
    }

    /**
     * Makes a call for each of many, of which only a few wait here at any time.
     *
     * @return done when all are answered or have failed
     */
    <T> Future<Void> forEach(Collection<T> many, Function<T, Future<?>> call) {
        if (many.isEmpty()) {
            return Future.succeededFuture();
        }
        Iterator<T> left = many.iterator();
        int walkers = Math.min(callsMax / 2, many.size());
        List<Future<Void>> done = new ArrayList<>(walkers);
        for (int i = 0; i < walkers; i++) {
            Promise<Void> walker = Promise.promise();
            done.add(walker.future());
            goOn(left, call, walker);
        }
        return Future.join(done).mapEmpty();
    }

    /** In a loop as long as calls are answered at once, as they are while there is no connection. */
    private <T> void goOn(Iterator<T> left, Function<T, Future<?>> call, Promise<Void> walker) {
        while (left.hasNext()) {
            T next = left.next();
            Future<Void> answered = call(() -> call.apply(next).transform(done -> Future.<Void>succeededFuture()));
            if (!answered.isComplete()) {
                answered.onComplete(done -> goOn(left, call, walker));
                return;
            }
        }
        walker.complete();
    }

    /** A call may fail at once, within this: then the loop goes on, and nothing is called from within itself a hundred thousand times. */
    private void send() {
        if (isSending) {
            return;
        }
        isSending = true;
        try {
            while (underWay < callsMax && !waiting.isEmpty()) {
                underWay++;
                waiting.remove().run();
            }
        } finally {
            isSending = false;
        }
    }
}
