package dev.onsale.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.config.LoadLimits;
import dev.onsale.ledger.Seeds;
import dev.onsale.load.ScriptedServer.Peer;
import dev.onsale.load.ScriptedServer.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop against real sockets, whose other end does what servers do on their bad days. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoadLoopTest {

    private static final int ANSWER_MILLIS_LONG = 30_000;
    private static final int ANSWER_MILLIS_SHORT = 100;
    private static final int GONE_MILLIS = 150;

    /** The kernel makes it some kilobytes: less than a large request. */
    private static final int SEND_BUFFER_SMALL = 1;

    private static final Service ECHO = peer -> {
        while (true) {
            peer.answer(peer.request());
        }
    };

    private static NumberedScript run(Service service, NumberedScript script, int connections, int answerMillis)
            throws Exception {
        try (ScriptedServer server = new ScriptedServer(service)) {
            run(server.address(), script, connections, answerMillis);
        }
        return script;
    }

    private static void run(InetSocketAddress address, NumberedScript script, int connections, int answerMillis)
            throws IOException {
        try (LoadLoop loop = new LoadLoop(address, connections, answerMillis, GONE_MILLIS, SEND_BUFFER_SMALL, script)) {
            loop.run();
        }
        assertThat(script.faults).isEmpty();
    }

    private static void assertEchoes(NumberedScript script, int count) {
        assertThat(script.ends).hasSize(count).allSatisfy((number, end) -> assertThat(end)
                .isEqualTo(String.valueOf(number)));
    }

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

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"})
    void anEndInTheMiddleIsBroken(String begun) throws Exception {
        NumberedScript script = run(
                peer -> {
                    peer.request();
                    peer.send(begun);
                },
                NumberedScript.atOnce(5),
                2,
                ANSWER_MILLIS_LONG);

        assertThat(script.ends.values()).hasSize(5).containsOnly("BROKEN");
    }

    @Test
    void aResetIsBroken() throws Exception {
        NumberedScript script = run(
                peer -> {
                    peer.request();
                    peer.reset();
                },
                NumberedScript.atOnce(5),
                2,
                ANSWER_MILLIS_LONG);

        assertThat(script.ends.values()).hasSize(5).containsOnly("BROKEN");
    }

    @Test
    void noAnswerIsTimedOutAndTheNextOneHasAnotherConnection() throws Exception {
        Service silentAtFirst = peer -> {
            String request = peer.request();
            if (peer.number() == 1) {
                peer.request(); // ends when the load does
            }
            peer.answer(request);
            ECHO.serve(peer);
        };
        NumberedScript script = run(silentAtFirst, NumberedScript.atOnce(3), 1, ANSWER_MILLIS_SHORT);

        assertThat(script.ends).isEqualTo(Map.of(0, "TIMED_OUT", 1, "1", 2, "2"));
        assertThat(script.waitNanos(0)).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS_SHORT));
    }

    @Test
    void anAnswerAfterTheTimeOutIsNobodys() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        Service late = peer -> {
            String request = peer.request();
            if (peer.number() == 1) {
                over.await();
            }
            over.countDown();
            peer.answer(request);
            ECHO.serve(peer);
        };
        NumberedScript script = run(late, NumberedScript.atOnce(40), 1, ANSWER_MILLIS_SHORT);

        assertThat(script.ends)
                .containsEntry(0, "TIMED_OUT")
                .containsEntry(39, "39")
                .hasSize(40);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n",
                "220 mail.example.org ESMTP\r\n"
            })
    void whatIsNoAnswerIsMalformed(String text) throws Exception {
        NumberedScript script = run(
                peer -> {
                    peer.request();
                    peer.send(text);
                    peer.request();
                },
                NumberedScript.atOnce(4),
                2,
                ANSWER_MILLIS_LONG);

        assertThat(script.ends.values()).hasSize(4).containsOnly("MALFORMED");
    }

    @Test
    void aHeadWithoutEndIsMalformed() throws Exception {
        NumberedScript script = run(
                peer -> {
                    peer.request();
                    peer.send("HTTP/1.1 200 OK\r\n");
                    while (true) {
                        peer.send("X-Field: " + "z".repeat(1000) + "\r\n");
                    }
                },
                NumberedScript.atOnce(2),
                2,
                ANSWER_MILLIS_LONG);

        assertThat(script.ends.values()).hasSize(2).containsOnly("MALFORMED");
    }

    @Test
    void whatComesUnaskedEndsTheConnectionAndNoRequest() throws Exception {
        Service talkative = peer -> {
            String request = peer.request();
            peer.answer(request);
            Thread.sleep(2);
            peer.answer("nobody asked");
            peer.request();
        };
        NumberedScript script =
                run(talkative, new NumberedScript(6, TimeUnit.MILLISECONDS.toNanos(30), 0), 1, ANSWER_MILLIS_LONG);

        // Where the machine is busy, it may come together with an answer, or after the next request: then it is no
        // answer to that.
        assertThat(script.ends).hasSize(6).allSatisfy((number, end) -> assertThat(end)
                .isIn(String.valueOf(number), "MALFORMED", "BROKEN", "nobody asked"));
        assertThat(script.ends).containsEntry(0, "0");
    }

    @Test
    void nobodyListens() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
        }
        NumberedScript script = NumberedScript.atOnce(3);
        try (LoadLoop loop = new LoadLoop(nobody, 2, ANSWER_MILLIS_LONG, GONE_MILLIS, 0, script)) {
            assertThatThrownBy(loop::run)
                    .isInstanceOf(ServerGoneException.class)
                    .hasMessageContaining("nothing answers at")
                    .hasMessageContaining(":" + nobody.getPort());
        }
        assertThat(script.ends).isEmpty();
    }

    /** For longer than the bound no further connection can be had, and that does not count once the last one ends. */
    @Test
    void whatWasOutOfReachWhileAConnectionWasOpenIsNotGone() throws Exception {
        int goneMillis = 1_000;
        AtomicReference<ScriptedServer> second = new AtomicReference<>();
        CompletableFuture<ScriptedServer> first = new CompletableFuture<>();
        first.complete(new ScriptedServer(peer -> {
            if (peer.number() > 1) {
                return;
            }
            ScriptedServer self = first.join();
            String request = peer.request();
            self.closeDoor();
            Thread.sleep(goneMillis + 200);
            peer.send(Peer.whole("Connection: close\r\n", request));
            Thread.sleep(100); // now there is none, for a while that is well within the bound
            second.set(new ScriptedServer(self.address().getPort(), ECHO));
        }));
        NumberedScript script = new NumberedScript(3, TimeUnit.MILLISECONDS.toNanos(50), 0);
        try (ScriptedServer server = first.join();
                LoadLoop loop = new LoadLoop(server.address(), 2, ANSWER_MILLIS_LONG, goneMillis, 0, script)) {
            loop.run();
        } finally {
            second.get().close();
        }
        assertThat(script.ends.values()).containsAnyOf("0", "1", "2").allMatch(end -> end.matches("[0-9]|BROKEN"));
    }

    @Test
    void aServerThatDiesInTheMiddleIsGone() throws Exception {
        ScriptedServer server = new ScriptedServer(ECHO);
        NumberedScript script = new NumberedScript(1_000_000, 0, 0) {
            @Override
            public void answered(int number, Answer answer, long nowNanos) {
                super.answered(number, answer, nowNanos);
                if (ended() == 200) {
                    Thread.ofPlatform().daemon().start(() -> {
                        try {
                            server.close();
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    });
                }
            }
        };
        try (LoadLoop loop = new LoadLoop(server.address(), 8, ANSWER_MILLIS_LONG, GONE_MILLIS, 0, script)) {
            assertThatThrownBy(loop::run).isInstanceOf(ServerGoneException.class);
        }
        assertThat(script.faults).isEmpty();
        assertThat(script.ends).hasSizeGreaterThanOrEqualTo(200);
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

    /** After the first request, each becomes due in a tick after the answer to the one before. */
    private static final class TickingScript implements LoadScript {
        private boolean due = true;
        private boolean ready;
        private int answers;
        private int failures;
        private int late;

        @Override
        public long nextDueNanos() {
            return due ? 0 : NEVER;
        }

        @Override
        public int take(ByteBuffer request, long nowNanos) {
            due = false;
            request.put("GET /0 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return 0;
        }

        @Override
        public void answered(int number, Answer answer, long nowNanos) {
            answers++;
            ready = true;
        }

        @Override
        public void failed(int number, Failure failure, long nowNanos) {
            failures++;
        }

        @Override
        public void tick(long nowNanos) {
            if (due && answers > 0) {
                late++;
            }
            due |= ready;
            ready = false;
        }

        @Override
        public boolean isOver() {
            return answers + failures >= 4;
        }
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

    private void misbehave(long seed) throws Exception {
        Service moody = peer -> {
            Random random = new Random(seed + peer.number());
            while (true) {
                String request = random.nextInt(40) == 0 ? early(peer) : peer.request();
                switch (random.nextInt(12)) {
                    case 0 -> peer.send(Peer.whole("connection: Close\r\n", request));
                    case 1 -> {
                        return;
                    }
                    case 2 -> {
                        peer.send("HTTP/1.1 200 OK\r\nContent-Len");
                        return;
                    }
                    case 3 -> peer.reset();
                    case 4 -> peer.send("garbage");
                    case 5 -> peer.send(Peer.whole("", request) + "more");
                    case 6 -> {
                        if (random.nextInt(10) == 0) {
                            peer.request(); // no answer: the load gives it up
                        }
                        peer.answer(request);
                    }
                    case 7 -> {
                        String whole = Peer.whole("", request);
                        int cut = random.nextInt(whole.length());
                        peer.send(whole.substring(0, cut));
                        Thread.sleep(random.nextInt(3));
                        peer.send(whole.substring(cut));
                    }
                    case 8 -> {
                        peer.answer(request);
                        return; // idle, and closed without a word
                    }
                    default -> peer.answer(request);
                }
            }
        };
        NumberedScript script = run(moody, new NumberedScript(600, 0, 3_000), 16, ANSWER_MILLIS_SHORT);

        assertThat(script.ends).hasSize(600).allSatisfy((number, end) -> assertThat(end)
                .isIn(String.valueOf(number), "early", "BROKEN", "TIMED_OUT", "MALFORMED"));
        assertThat(script.ends.values()).contains("BROKEN", "MALFORMED");
    }

    /** Answers before the request is whole, as a server does that has too much to do. */
    private static String early(Peer peer) throws IOException {
        peer.firstByte();
        peer.send(Peer.whole("", "early"));
        throw new IOException("no more of this");
    }
}
