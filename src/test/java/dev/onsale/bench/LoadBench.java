package dev.onsale.bench;

import dev.onsale.lab.load.Answer;
import dev.onsale.lab.load.LoadLoop;
import dev.onsale.lab.load.LoadScript;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How fast the load generator is by itself: asks one URL for the same thing over and over, on all connections, as wrk does. Prints requests a
 * second and the processor time of this process for each.
 */
public final class LoadBench {

    private LoadBench() {}

    /** Arguments: URL, connections, seconds. */
    public static void main(String[] args) throws IOException {
        URI url = URI.create(args[0]);
        int connections = Integer.parseInt(args[1]);
        long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(args[2]));
        InetSocketAddress address = new InetSocketAddress(url.getHost(), url.getPort());
        run(address, connections, new Same(url, nanos / 3)); // until it is compiled
        Same script = new Same(url, nanos);
        long cpu = cpuNanos();
        run(address, connections, script);
        double micros = (cpuNanos() - cpu) / 1_000.0 / script.answers;
        System.out.printf(
                Locale.ROOT,
                "%.0f %.2f %d%n",
                script.answers / (nanos / (double) TimeUnit.SECONDS.toNanos(1)),
                micros,
                script.failures);
    }

    private static void run(InetSocketAddress address, int connections, Same script) throws IOException {
        try (LoadLoop loop = new LoadLoop(address, connections, 10_000, script)) {
            loop.run();
        }
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    /** Asks the same thing until the time is up. */
    private static final class Same implements LoadScript {

        private final byte[] request;
        private final long nanosMax;
        private long answers;
        private long failures;
        private boolean over;

        Same(URI url, long nanosMax) {
            this.request = ("GET " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            this.nanosMax = nanosMax;
        }

        @Override
        public long nextDueNanos() {
            return 0;
        }

        @Override
        public int take(ByteBuffer out, long nowNanos) {
            out.put(request);
            return 0;
        }

        @Override
        public void answered(int number, Answer answer, long nowNanos) {
            if (answer.status() == 200) {
                answers++;
            } else {
                failures++;
            }
        }

        @Override
        public void failed(int number, Failure failure, long nowNanos) {
            failures++;
        }

        @Override
        public void tick(long nowNanos) {
            over = nowNanos > nanosMax;
        }

        @Override
        public boolean isOver() {
            return over;
        }
    }
}
