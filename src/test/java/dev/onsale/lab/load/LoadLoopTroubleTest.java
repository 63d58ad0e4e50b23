package dev.onsale.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.lab.load.ScriptedServer.Peer;
import dev.onsale.lab.load.ScriptedServer.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop against servers on their bad days. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoadLoopTroubleTest extends LoadAgainstSockets {

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
        assertThat(script.ends.entrySet()).anyMatch(end -> end.getValue().equals(String.valueOf(end.getKey())));
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
}
