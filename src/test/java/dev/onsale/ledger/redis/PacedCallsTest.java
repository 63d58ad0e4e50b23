package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacedCallsTest {

    private static final int MANY = 200_000;
    private static final int AT_ONCE = 8;

    private static final List<Integer> NUMBERS =
            IntStream.range(0, MANY).boxed().toList();

    @Test
    void noMoreThanSoManyAreUnderWayAndAllAreMade() {
        PacedCalls calls = new PacedCalls(AT_ONCE);
        Queue<Promise<Void>> underWay = new ArrayDeque<>();
        AtomicInteger made = new AtomicInteger();
        Future<Void> done = calls.forEach(NUMBERS, number -> {
            Promise<Void> promise = Promise.promise();
            underWay.add(promise);
            made.incrementAndGet();
            return promise.future();
        });
        for (int i = 0; i < AT_ONCE; i++) {
            calls.call(() -> {
                Promise<Void> promise = Promise.promise();
                underWay.add(promise);
                return promise.future();
            });
        }
        while (!underWay.isEmpty()) {
            assertThat(underWay).hasSizeLessThanOrEqualTo(AT_ONCE);
            underWay.remove().complete();
        }
        assertThat(made).hasValue(MANY);
        assertThat(done.succeeded()).isTrue();
    }

    /** As while there is no connection: each call fails within itself. */
    @Test
    void manyThatFailAtOnceNeedNoDeepStack() {
        PacedCalls calls = new PacedCalls(AT_ONCE);
        AtomicInteger made = new AtomicInteger();
        Future<Void> done = calls.forEach(NUMBERS, number -> {
            made.incrementAndGet();
            return Future.failedFuture("away");
        });
        assertThat(made).hasValue(MANY);
        assertThat(done.succeeded()).isTrue();
        for (int i = 0; i < MANY; i++) {
            assertThat(calls.call(() -> Future.failedFuture("away")).failed()).isTrue();
        }
    }
}
