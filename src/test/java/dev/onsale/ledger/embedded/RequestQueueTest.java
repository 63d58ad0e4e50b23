package dev.onsale.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits for the writer. A wake-up that is lost shows as a test that does not end. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestQueueTest {

    private static final long LONG_NANOS = TimeUnit.HOURS.toNanos(1);

    private final AtomicInteger refused = new AtomicInteger();

    private Request request() {
        return new Request.Ask(new Command.ExpireOrders(0, 1), outcome -> {
            assertThat(outcome).isInstanceOf(Outcome.Refused.class);
            refused.incrementAndGet();
        });
    }

    @Test
    void whatDoesNotFitIsRefusedAtOnce() {
        RequestQueue queue = new RequestQueue(4);
        for (int i = 0; i < 6; i++) {
            queue.offer(request());
        }

        assertThat(queue.size()).isEqualTo(4);
        assertThat(refused).hasValue(2);
    }

    @Test
    void aClosedQueueKeepsWhatWaitsAndTakesNoMore() {
        RequestQueue queue = new RequestQueue(4);
        Request first = request();
        queue.offer(first);
        queue.close();
        queue.offer(request());

        assertThat(refused).hasValue(1);
        assertThat(queue.poll()).isSameAs(first);
        assertThat(queue.poll()).isNull();
    }

    @Test
    void theEndRefusesWhatWaits() {
        RequestQueue queue = new RequestQueue(4);
        queue.offer(request());
        queue.offer(request());
        queue.end();
        queue.offer(request());

        assertThat(refused).hasValue(3);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aClosedQueueWaitsForNothing() {
        RequestQueue queue = new RequestQueue(4);
        queue.close();

        queue.await(LONG_NANOS);

        assertThat(queue.isClosed()).isTrue();
    }

    /** One request at a time, so that the writer goes to sleep before each: it must be woken every time. */
    @Test
    void everyOfferWakesAWriterThatSleeps() throws InterruptedException {
        RequestQueue queue = new RequestQueue(4);
        int rounds = 20_000;
        AtomicInteger polled = new AtomicInteger();
        Thread writer = Thread.ofPlatform().daemon().start(() -> {
            while (polled.get() < rounds) {
                if (queue.poll() == null) {
                    queue.await(LONG_NANOS);
                } else {
                    polled.incrementAndGet();
                }
            }
        });
        for (int round = 0; round < rounds; round++) {
            queue.offer(request());
            while (polled.get() <= round) {
                Thread.onSpinWait();
            }
        }
        writer.join();

        assertThat(refused).hasValue(0);
    }

    /** Offers that meet the end are refused by the one side or the other: none is lost, and none refused twice. */
    @Test
    void nothingIsLostOrRefusedTwiceWhenTheEndComes() throws InterruptedException {
        int producers = 3;
        int offers = 200;
        for (int round = 0; round < 300; round++) {
            RequestQueue queue = new RequestQueue(1024);
            AtomicIntegerArray answers = new AtomicIntegerArray(producers * offers);
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int producer = 0; producer < producers; producer++) {
                int first = producer * offers;
                threads.add(Thread.ofPlatform().start(() -> {
                    await(start);
                    for (int i = first; i < first + offers; i++) {
                        int number = i;
                        queue.offer(new Request.Ask(
                                new Command.ExpireOrders(0, 1), outcome -> answers.incrementAndGet(number)));
                    }
                }));
            }
            int polled = 0;
            start.countDown();
            for (int i = 0; i < round; i++) {
                polled += queue.poll() == null ? 0 : 1;
            }
            queue.end();
            for (Thread thread : threads) {
                thread.join();
            }
            int unanswered = 0;
            for (int i = 0; i < answers.length(); i++) {
                assertThat(answers.get(i)).as("answers to request %d", i).isLessThanOrEqualTo(1);
                unanswered += 1 - answers.get(i);
            }
            assertThat(unanswered)
                    .as("only what the writer took goes without a refusal")
                    .isEqualTo(polled);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
