package dev.onsale.lab.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** So many numbered requests, each due so long after the one before; keeps what came of each. */
class NumberedScript implements LoadScript {

    private final int count;
    private final long periodNanos;
    private final int bodyBytes;
    private final long[] takenNanos;
    private final long[] endNanos;
    private int taken;
    private int ended;
    private long lastNow;

    /** What came of each: the body of its answer, or the word of its failure. */
    final Map<Integer, String> ends = new TreeMap<>();

    /** What should not have been. */
    final List<String> faults = new ArrayList<>();

    NumberedScript(int count, long periodNanos, int bodyBytes) {
        this.count = count;
        this.periodNanos = periodNanos;
        this.bodyBytes = bodyBytes;
        this.takenNanos = new long[count];
        this.endNanos = new long[count];
    }

    /** So many that are all due at once. */
    static NumberedScript atOnce(int count) {
        return new NumberedScript(count, 0, 0);
    }

    long dueNanos(int number) {
        return number * periodNanos;
    }

    /** How long a request took from when it was due. */
    long waitNanos(int number) {
        return endNanos[number] - dueNanos(number);
    }

    /** How long a request was due before it was taken. */
    long lateNanos(int number) {
        return takenNanos[number] - dueNanos(number);
    }

    int ended() {
        return ended;
    }

    @Override
    public long nextDueNanos() {
        return taken == count ? NEVER : dueNanos(taken);
    }

    @Override
    public int take(ByteBuffer request, long nowNanos) {
        if (nextDueNanos() > nowNanos) {
            faults.add("request " + taken + " was taken before it was due");
        }
        takenNanos[taken] = nowNanos;
        String head =
                "POST /" + taken + " HTTP/1.1\r\nContent-Length: " + bodyBytes + "\r\n\r\n" + "x".repeat(bodyBytes);
        request.put(head.getBytes(StandardCharsets.US_ASCII));
        return taken++;
    }

    @Override
    public void answered(int number, Answer answer, long nowNanos) {
        end(number, answer.text(), nowNanos);
    }

    @Override
    public void failed(int number, Failure failure, long nowNanos) {
        end(number, failure.name(), nowNanos);
    }

    private void end(int number, String what, long nowNanos) {
        if (number >= taken) {
            faults.add("request " + number + " was never taken");
        }
        String before = ends.putIfAbsent(number, what);
        if (before != null) {
            faults.add("request " + number + " ended as " + before + " and then as " + what);
        }
        if (nowNanos < lastNow) {
            faults.add("the time went back");
        }
        lastNow = nowNanos;
        endNanos[number] = nowNanos;
        ended++;
    }

    @Override
    public void tick(long nowNanos) {
        if (nowNanos > TimeUnit.SECONDS.toNanos(20)) {
            throw new IllegalStateException("the load does not end: " + ends);
        }
    }

    @Override
    public boolean isOver() {
        return ended >= count;
    }
}
