package dev.onsale.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.lab.load.ScriptedServer.Peer;
import dev.onsale.lab.load.ScriptedServer.Service;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** The loop against real sockets, whose other end does what servers do. */
abstract class LoadAgainstSockets {

    static final int ANSWER_MILLIS_LONG = 30_000;
    static final int ANSWER_MILLIS_SHORT = 100;
    static final int GONE_MILLIS = 150;

    /** The kernel makes it some kilobytes: less than a large request. */
    static final int SEND_BUFFER_SMALL = 1;

    static final Service ECHO = peer -> {
        while (true) {
            peer.answer(peer.request());
        }
    };

    static NumberedScript run(Service service, NumberedScript script, int connections, int answerMillis)
            throws Exception {
        try (ScriptedServer server = new ScriptedServer(service)) {
            run(server.address(), script, connections, answerMillis);
        }
        return script;
    }

    static void run(InetSocketAddress address, NumberedScript script, int connections, int answerMillis)
            throws IOException {
        try (LoadLoop loop = new LoadLoop(address, connections, answerMillis, GONE_MILLIS, SEND_BUFFER_SMALL, script)) {
            loop.run();
        }
        assertThat(script.faults).isEmpty();
    }

    static void assertEchoes(NumberedScript script, int count) {
        assertThat(script.ends).hasSize(count).allSatisfy((number, end) -> assertThat(end)
                .isEqualTo(String.valueOf(number)));
    }

    /** After the first request, each becomes due in a tick after the answer to the one before. */
    static final class TickingScript implements LoadScript {
        private boolean due = true;
        private boolean ready;
        private int answers;
        int failures;
        int late;

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

    void misbehave(long seed) throws Exception {
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
    static String early(Peer peer) throws IOException {
        peer.firstByte();
        peer.send(Peer.whole("", "early"));
        throw new IOException("no more of this");
    }
}
