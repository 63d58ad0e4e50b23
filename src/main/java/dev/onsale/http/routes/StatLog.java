package dev.onsale.http.routes;

import dev.onsale.config.Limits;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The article's {@code stat.log}: a line for each answer of {@code /buy/ticket}, as in {@code result:1,localSales:145}. One thread writes,
 * in batches; whoever answers a buyer never waits for the disk.
 *
 * <p>When the disk is so slow that {@link Limits#STAT_LOG_LINES_MAX} lines wait, or does not take them at all, lines are lost: selling goes
 * before counting. How many were lost is told by a figure of {@code /metrics}.
 */
final class StatLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatLog.class);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int BUFFER_BYTES = 1 << 16;

    private final String name;
    private final Runnable lost;
    private final OutputStream file;
    private final OutputStream out;
    private final Thread writer;

    /** Lines as numbers: tickets sold, shifted by one, and whether this one was. */
    private final MpscArrayQueue<Long> lines;

    private volatile boolean closing;

    /** Owned by the writer, as all below; others read them when it has ended. */
    private boolean broken;

    private long unflushed;

    private long lostByDisk;

    /** Writes to {@code file}, of which {@code name} is for the log; {@code linesMax} may wait. */
    StatLog(String name, OutputStream file, int linesMax, Runnable lost) {
        this.name = name;
        this.file = file;
        this.out = new BufferedOutputStream(file, BUFFER_BYTES);
        this.lines = new MpscArrayQueue<>(linesMax);
        this.lost = lost;
        this.writer = Thread.ofPlatform().name("onsale-stat-log").daemon().start(this::write);
    }

    /**
     * Opens the file, behind what it holds already.
     *
     * @param lost told of each line that is lost; any thread
     * @throws IOException if the file cannot be written
     */
    static StatLog open(Path path, Runnable lost) throws IOException {
        OutputStream file = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return new StatLog(path.toString(), file, Limits.STAT_LOG_LINES_MAX, lost);
    }

    /** Takes down an answer. Never waits; any thread. */
    void line(boolean bought, long ticketsSold) {
        if (!lines.offer(ticketsSold << 1 | (bought ? 1 : 0))) {
            lost.run();
        }
    }

    private void write() {
        while (true) {
            boolean last = closing;
            writeWaiting();
            if (last) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void writeWaiting() {
        for (Long line = lines.poll(); line != null; line = lines.poll()) {
            if (broken) {
                lose(1);
            } else {
                write(text(line));
            }
        }
        if (unflushed > 0) {
            flush();
        }
    }

    private void write(byte[] text) {
        unflushed++;
        try {
            out.write(text);
        } catch (IOException e) {
            breakOff(e);
        }
    }

    private void flush() {
        try {
            out.flush();
            unflushed = 0;
        } catch (IOException e) {
            breakOff(e);
        }
    }

    private void breakOff(IOException e) {
        broken = true;
        lose(unflushed);
        unflushed = 0;
        LOG.error(
                "The stat log {} cannot be written, and ends here: {}. Make room and restart the node.",
                name,
                e.toString());
    }

    private void lose(long count) {
        lostByDisk += count;
        for (long i = 0; i < count; i++) {
            lost.run();
        }
    }

    private static byte[] text(long line) {
        return ("result:" + (line & 1) + ",localSales:" + (line >> 1) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes what is waiting, for some seconds at the most, and gives up the file. Lines that come after are lost. */
    @Override
    public void close() throws IOException {
        closing = true;
        LockSupport.unpark(writer);
        try {
            if (!writer.join(Duration.ofSeconds(Limits.HTTP_CLOSE_SECONDS_MAX))) {
                LOG.warn("The stat log {} is not whole: the disk did not take it in time.", name);
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (broken) {
            LOG.warn("The stat log {} lacks {} lines that the disk did not take.", name, lostByDisk);
        }
        // Not the buffer, which would try again to write what the disk does not take.
        file.close();
    }
}
