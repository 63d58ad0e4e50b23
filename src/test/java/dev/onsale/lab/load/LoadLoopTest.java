package dev.onsale.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.LoadLimits;
import dev.onsale.lab.load.ScriptedServer.Peer;
import dev.onsale.lab.load.ScriptedServer.Service;
import dev.onsale.ledger.Seeds;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop against servers that answer, each in its way. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoadLoopTest extends LoadAgainstSockets {

    @Test
    void eachRequestGetsItsOwnAnswer() throws Exception {
        assertEchoes(run(ECHO, NumberedScript.atOnce(2_000), 7, ANSWER_MILLIS_LONG), 2_000);
    }

    @Test
    void answersMayComeInPieces() throws Exception {
        NumberedScript script = run(
                peer -> {
                    while (true) {
                        String answer = Peer.whole("Server: slow\r\n", peer.request());
                        for (int i = 0; i < answer.length(); i++) {
                            peer.send(answer.substring(i, i + 1));
                        }
                    }
                },
                NumberedScript.atOnce(60),
                3,
                ANSWER_MILLIS_LONG);

        assertEchoes(script, 60);
    }

    @Test
    void anAnswerMayBeAsLargeAsTheBound() throws Exception {
        String body =
                "y".repeat(LoadLimits.ANSWER_BYTES_MAX - Peer.whole("", "").length() - 5);
        NumberedScript script = run(
                peer -> {
                    while (true) {
                        peer.request();
                        peer.answer(body);
                    }
                },
                NumberedScript.atOnce(4),
                2,
                ANSWER_MILLIS_LONG);

        assertThat(script.ends.values()).hasSize(4).containsOnly(body);
    }

    @Test
    void neverMoreConnectionsThanAllowed() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ECHO)) {
            NumberedScript script = NumberedScript.atOnce(500);
            run(server.address(), script, 5, ANSWER_MILLIS_LONG);

            assertEchoes(script, 500);
            assertThat(server.connections()).isBetween(1, 5);
        }
    }

    @Test
    void aConnectionThatTheServerMeansToCloseIsNotUsedAgain() throws Exception {
        Service closing = peer -> {
            peer.send(Peer.whole("Connection: close\r\n", peer.request()));
            // Left open: only the field tells.
            peer.request();
            throw new AssertionError("a request came over a connection that was to be closed");
        };
        try (ScriptedServer server = new ScriptedServer(closing)) {
            NumberedScript script = NumberedScript.atOnce(50);
            run(server.address(), script, 4, ANSWER_MILLIS_LONG);

            assertEchoes(script, 50);
            assertThat(server.connections()).isGreaterThanOrEqualTo(50);
        }
    }

    @Test
    void idleConnectionsThatTheServerClosesAreReplaced() throws Exception {
        Service impatient = peer -> peer.answer(peer.request());
        try (ScriptedServer server = new ScriptedServer(impatient)) {
            // So far apart that the end is seen before the next request is due.
            NumberedScript script = new NumberedScript(10, TimeUnit.MILLISECONDS.toNanos(20), 0);
            run(server.address(), script, 1, ANSWER_MILLIS_LONG);

            assertThat(script.ends.values()).allMatch(end -> end.matches("[0-9]+|BROKEN"));
            // On a busy machine the end may come late, and the request with it to nothing; but not each time.
            assertThat(script.ends.values()).anyMatch(end -> end.matches("[1-9]"));
            assertThat(server.connections()).isGreaterThan(1);
        }
    }

    @Test
    void anotherThreadStopsIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Service silent = peer -> {
            peer.request();
            asked.countDown();
            peer.request();
        };
        NumberedScript script = NumberedScript.atOnce(10);
        try (ScriptedServer server = new ScriptedServer(silent);
                LoadLoop loop = new LoadLoop(server.address(), 3, ANSWER_MILLIS_LONG, script)) {
            Thread stopper = Thread.ofPlatform().start(() -> {
                try {
                    asked.await();
                    loop.stop();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            loop.run();
            stopper.join();
        }
        assertThat(script.ends).isEmpty();
    }

    @Test
    void whatIsStoppedBeforeItBeginsSendsNothing() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ECHO);
                LoadLoop loop = new LoadLoop(server.address(), 3, ANSWER_MILLIS_LONG, NumberedScript.atOnce(1))) {
            loop.stop();
            loop.run();
            assertThat(server.connections()).isZero();
        }
    }

    /** The server takes so little at once that the kernel does not take a request whole. */
    @Test
    void requestsLargerThanTheBuffersAreSentInParts() throws Exception {
        int body = LoadLimits.REQUEST_BYTES_MAX - 100;
        Service slow = peer -> {
            while (true) {
                Thread.sleep(1);
                peer.answer(peer.request());
            }
        };
        assertEchoes(run(slow, new NumberedScript(100, 0, body), 4, ANSWER_MILLIS_LONG), 100);
    }

    /** What is left of a request when its answer comes would be lost, or run into the next one. */
    @Test
    void aConnectionThatIsAnsweredBeforeTheRequestIsWholeIsNotUsedAgain() throws Exception {
        Service early = peer -> {
            peer.firstByte();
            peer.answer("early");
            Thread.sleep(20);
            peer.request();
            ECHO.serve(peer);
        };
        int body = LoadLimits.REQUEST_BYTES_MAX - 100;
        try (ScriptedServer server = new ScriptedServer(early)) {
            NumberedScript script = new NumberedScript(20, 0, body);
            run(server.address(), script, 1, ANSWER_MILLIS_LONG);

            assertThat(script.ends).hasSize(20).allSatisfy((number, end) -> assertThat(end)
                    .isIn("early", String.valueOf(number)));
            assertThat(server.connections())
                    .as("none is used for a second request")
                    .isEqualTo(20);
        }
    }

    /** A tick is the load's coarsest measure of time: what waited for one would be measured as slow, whatever the server does. */
    @Test
    void whatBecomesDueInATickIsSentBeforeTheNextOne() throws Exception {
        TickingScript script = new TickingScript();
        try (ScriptedServer server = new ScriptedServer(ECHO);
                LoadLoop loop = new LoadLoop(server.address(), 1, ANSWER_MILLIS_LONG, script)) {
            loop.run();
        }
        assertThat(script.failures).isZero();
        assertThat(script.late).isZero();
    }

    /** Open loop: while the only connection is busy, the time of those that are due runs. */
    @Test
    void latencyCountsFromWhenARequestWasDue() throws Exception {
        long stallMillis = 200;
        AtomicBoolean stalled = new AtomicBoolean();
        Service stalling = peer -> {
            while (true) {
                String request = peer.request();
                if (stalled.compareAndSet(false, true)) {
                    Thread.sleep(stallMillis);
                }
                peer.answer(request);
            }
        };
        NumberedScript script =
                run(stalling, new NumberedScript(20, TimeUnit.MILLISECONDS.toNanos(5), 0), 1, ANSWER_MILLIS_LONG);

        assertEchoes(script, 20);
        long stall = TimeUnit.MILLISECONDS.toNanos(stallMillis);
        for (int number = 0; number < 20; number++) {
            // Each was due before the stall ended, and none was asked before: to a closed loop only the first one would
            // be slow.
            assertThat(script.waitNanos(number)).isGreaterThanOrEqualTo(stall - script.dueNanos(number));
            assertThat(script.waitNanos(number)).isGreaterThanOrEqualTo(script.lateNanos(number));
        }
        assertThat(script.lateNanos(10)).isGreaterThanOrEqualTo(stall - script.dueNanos(10));
    }

    @Test
    void eachRequestEndsOnceWhateverTheServerDoes() throws Exception {
        for (long seed : Seeds.some(3)) {
            try {
                misbehave(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("replay it alone with -Donsale.seed=" + seed, e);
            }
        }
    }
}
