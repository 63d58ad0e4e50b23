package dev.onsale.bench;

import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.embedded.EmbeddedLedger;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * The embedded ledger in process, without HTTP.
 *
 * <pre>
 *   orders  DIR [BATCH…]     durable orders a second, against SQLite with a row for each order
 *   tails   DIR [BATCH]      how long commits take under a steady load
 *   restart DIR [EVENTS]     how long opening takes
 *   open    DIR              the same for a folder that is there already
 *   memory  DIR [ORDERS]     bytes of heap for an order and for a seat
 * </pre>
 *
 * <p>DIR is a folder on the disk that is to be measured; what is left there is removed.
 */
public final class LedgerBench {

    private static final int ROUNDS = 5;
    private static final int SEATS = 1_000_000;

    private LedgerBench() {}

    /** Runs what the arguments name. */
    public static void main(String[] args) throws Exception {
        if (args.length < 2) {
            System.err.println("usage: LedgerBench orders|tails|restart|open|memory DIR [NUMBER...]");
            System.exit(2);
        }
        Path dir = Path.of(args[1]);
        int[] numbers = Arrays.stream(args).skip(2).mapToInt(Integer::parseInt).toArray();
        switch (args[0]) {
            case "orders" -> orders(dir, numbers.length == 0 ? new int[] {64, 512, 4096} : numbers);
            case "tails" -> tails(dir, numbers.length == 0 ? 64 : numbers[0]);
            case "restart" -> restart(dir, numbers.length == 0 ? 1_000_000 : numbers[0]);
            case "open" -> open(dir);
            case "memory" -> memory(dir, numbers.length == 0 ? 1_000_000 : numbers[0]);
            default -> throw new IllegalArgumentException("no such benchmark: " + args[0]);
        }
    }

    /** The three take turns, so that whatever else the machine does meets all of them; the first round only warms up. */
    private static void orders(Path dir, int[] batches) throws Exception {
        for (int batch : batches) {
            int count = Math.clamp(batch * 1000L, 50_000, 400_000);
            double[] ledger = new double[ROUNDS];
            double[] keyed = new double[ROUNDS];
            double[] bare = new double[ROUNDS];
            for (int round = -1; round < ROUNDS; round++) {
                int at = Math.max(round, 0);
                ledger[at] = throughLedger(dir, batch, count);
                keyed[at] = throughRows(dir, batch, count, true);
                bare[at] = throughRows(dir, batch, count, false);
            }
            System.out.printf(
                    "batch %4d  ledger %,9.0f orders/s  rows with unique keys %,9.0f: %.1fx  bare rows %,9.0f: %.1fx%n",
                    batch,
                    median(ledger),
                    median(keyed),
                    median(ledger) / median(keyed),
                    median(bare),
                    median(ledger) / median(bare));
        }
    }

    private static double throughLedger(Path parent, int batch, int count) throws Exception {
        Path dir = fresh(parent);
        try (BatchesOfOrders orders = new BatchesOfOrders(dir, SEATS, count)) {
            long before = System.nanoTime();
            orders.sell(count, batch);
            double perSecond = count * 1e9 / (System.nanoTime() - before);
            if (orders.meanBatch() < batch * 0.5) {
                throw new IllegalStateException("batches of " + orders.meanBatch() + ", not of " + batch);
            }
            return perSecond;
        } finally {
            remove(dir);
        }
    }

    private static double throughRows(Path parent, int batch, int count, boolean remembersKeys) throws Exception {
        Path dir = fresh(parent);
        try (RowPerOrder rows = new RowPerOrder(dir, SEATS, remembersKeys)) {
            long before = System.nanoTime();
            rows.sell(count, batch);
            return count * 1e9 / (System.nanoTime() - before);
        } finally {
            remove(dir);
        }
    }

    private static void tails(Path parent, int batch) throws Exception {
        Path dir = fresh(parent);
        try (BatchesOfOrders orders = new BatchesOfOrders(dir, SEATS, SEATS)) {
            orders.sell(100_000, batch); // to warm up
            for (int round = 0; round < ROUNDS; round++) {
                orders.commitNanos().reset();
                orders.sell(150_000, batch);
                Histogram nanos = orders.commitNanos();
                System.out.printf(
                        "batch %4d  %,6d commits  p50 %,6d us  p90 %,6d us  p99 %,6d us  p99.9 %,6d us  max %,6d us%n",
                        batch,
                        nanos.getTotalCount(),
                        nanos.getValueAtPercentile(50) / 1000,
                        nanos.getValueAtPercentile(90) / 1000,
                        nanos.getValueAtPercentile(99) / 1000,
                        nanos.getValueAtPercentile(99.9) / 1000,
                        nanos.getMaxValue() / 1000);
            }
        } finally {
            remove(dir);
        }
    }

    private static void restart(Path parent, int events) throws Exception {
        Path dir = fresh(parent);
        try {
            try (BatchesOfOrders orders = new BatchesOfOrders(dir, SEATS, events)) {
                orders.sell(events, 1024);
            }
            for (int round = 0; round < ROUNDS; round++) {
                openInNewProcess(dir);
            }
        } finally {
            remove(dir);
        }
    }

    /** As a node starts: nothing is compiled yet. */
    private static void openInNewProcess(Path dir) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LedgerBench.class.getName(), "open"));
        command.add(dir.toString());
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the other process failed");
        }
    }

    private static void open(Path dir) {
        long before = System.nanoTime();
        EmbeddedLedger ledger =
                EmbeddedLedger.open(dir, InstantSource.system(), LedgerMeter.NONE, Throwable::printStackTrace);
        double seconds = (System.nanoTime() - before) / 1e9;
        double cpuSeconds = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
        System.out.printf("opened in %.2f s, of which its thread computed %.2f s%n", seconds, cpuSeconds);
        ledger.close();
    }

    private static void memory(Path parent, int count) throws Exception {
        Path dir = fresh(parent);
        long empty = usedBytes();
        try (BatchesOfOrders orders = new BatchesOfOrders(dir, SEATS, count)) {
            long opened = usedBytes();
            orders.sell(count, 1024);
            long sold = usedBytes();
            System.out.printf(
                    "%.2f bytes a seat, %.0f bytes an order%n",
                    (double) (opened - empty) / SEATS, (double) (sold - opened) / count);
        } finally {
            remove(dir);
        }
    }

    private static long usedBytes() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(100);
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Path fresh(Path parent) throws IOException {
        return Files.createTempDirectory(Files.createDirectories(parent), "ledger");
    }

    private static void remove(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file); // SQLite removes its own files as it closes
            }
        }
    }
}
