package dev.onsale.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.http.routes.TestNode;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Letters arrive once, in their order, on the loop, and many for one wake-up. */
class LoopMailboxTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();

    @AfterEach
    void close() {
        TestNode.await(vertx.close());
    }

    private LoopMailbox mailbox() {
        Promise<LoopMailbox> made = Promise.promise();
        context.runOnContext(nothing -> made.complete(new LoopMailbox(context)));
        return TestNode.await(made.future());
    }

    @Test
    void everyLetterArrivesOnceInItsSendersOrder() throws Exception {
        LoopMailbox mailbox = mailbox();
        int senders = 4;
        int letters = 100_000;
        List<List<Integer>> arrived = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(senders * letters);
        List<Thread> threads = new ArrayList<>();
        for (int sender = 0; sender < senders; sender++) {
            List<Integer> own = new ArrayList<>();
            arrived.add(own);
            threads.add(Thread.ofPlatform().unstarted(() -> {
                for (int i = 0; i < letters; i++) {
                    int letter = i;
                    mailbox.post(() -> {
                        assertThat(mailbox.onLoop()).isTrue();
                        own.add(letter);
                        all.countDown();
                    });
                }
            }));
        }

        threads.forEach(Thread::start);

        assertThat(all.await(TestNode.SECONDS, TimeUnit.SECONDS)).isTrue();
        for (List<Integer> own : arrived) {
            assertThat(own).hasSize(letters).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void manyLettersShareAWakeUp() throws Exception {
        AtomicInteger wakeUps = new AtomicInteger();
        CompletableFuture<LoopMailbox> made = new CompletableFuture<>();
        context.runOnContext(nothing -> made.complete(new LoopMailbox(wake -> {
            wakeUps.incrementAndGet();
            context.runOnContext(wake);
        })));
        LoopMailbox mailbox = made.get(TestNode.SECONDS, TimeUnit.SECONDS);
        CountDownLatch goesOn = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(1000);
        context.runOnContext(nothing -> {
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        for (int i = 0; i < 1000; i++) {
            mailbox.post(all::countDown);
        }
        goesOn.countDown();

        assertThat(all.await(TestNode.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(wakeUps).hasValue(1);
    }

    @Test
    void onTheLoopALetterIsReadAtOnce() {
        LoopMailbox mailbox = mailbox();
        Promise<List<String>> done = Promise.promise();

        context.runOnContext(nothing -> {
            List<String> order = new ArrayList<>();
            mailbox.post(() -> order.add("letter"));
            order.add("after");
            done.complete(order);
        });

        assertThat(TestNode.await(done.future())).containsExactly("letter", "after");
    }
}
