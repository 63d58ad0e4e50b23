package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The article's {@code stat.log}, written by itself. */
class StatLogTest {

    @TempDir
    private Path folder;

    private final AtomicLong lost = new AtomicLong();

    @Test
    void manyThreadsLoseNoLine() throws Exception {
        Path file = folder.resolve("stat.log");
        int threads = 4;
        int lines = 20_000;

        try (StatLog log = StatLog.open(file, lost::incrementAndGet)) {
            List<Thread> writers = java.util.stream.IntStream.range(0, threads)
                    .mapToObj(thread -> Thread.ofPlatform().start(() -> {
                        for (int i = 0; i < lines; i++) {
                            log.line(i % 2 == 0, i);
                        }
                    }))
                    .toList();
            for (Thread writer : writers) {
                writer.join();
            }
        }

        assertThat(Files.readAllLines(file)).hasSize(threads * lines);
        assertThat(lost).hasValue(0);
    }

    @Test
    void whatDoesNotFitIsLostAndCounted() throws Exception {
        Path full = Path.of("/dev/full");
        assertThat(full)
                .as("the disk that is always full, which every Linux has")
                .exists();

        try (StatLog log = StatLog.open(full, lost::incrementAndGet)) {
            for (int i = 0; i < 100_000; i++) {
                log.line(true, i);
            }
        }

        assertThat(lost).hasValue(100_000);
    }

    @Test
    void whatADiskThatStandsStillCannotTakeIsLostAndCounted() throws Exception {
        CountDownLatch goesOn = new CountDownLatch(1);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        OutputStream disk = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("lines are written in batches");
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                try {
                    goesOn.await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
                written.write(bytes, from, length);
            }
        };

        try (StatLog log = new StatLog("a disk", disk, 1024, lost::incrementAndGet)) {
            for (int i = 0; i < 100_000; i++) {
                log.line(true, i);
            }
            goesOn.countDown();
        }

        assertThat(lost.get()).isPositive();
        assertThat(written.toString(StandardCharsets.US_ASCII).lines().count() + lost.get())
                .isEqualTo(100_000);
    }

    @Test
    void aFileThatCannotBeWrittenIsRefused() {
        Path file = folder.resolve("no-such-folder").resolve("stat.log");

        assertThatThrownBy(() -> StatLog.open(file, lost::incrementAndGet)).isInstanceOf(IOException.class);
    }
}
