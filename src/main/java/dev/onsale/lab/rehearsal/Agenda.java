package dev.onsale.lab.rehearsal;

import dev.onsale.lab.load.LoadScript;
import java.util.Arrays;

/** What buyers mean to do later, the earliest first: a binary heap in arrays, since there can be a million entries. Owned by one thread. */
final class Agenda {

    private static final int CAPACITY_INITIAL = 1024;

    private long[] due = new long[CAPACITY_INITIAL];
    private long[] since = new long[CAPACITY_INITIAL];
    private int[] who = new int[CAPACITY_INITIAL];
    private Call[] what = new Call[CAPACITY_INITIAL];
    private byte[] attempts = new byte[CAPACITY_INITIAL];
    private int size;

    /**
     * Adds an entry.
     *
     * @param dueNanos when
     * @param sinceNanos from when on the buyer has been waiting for it
     * @param attempts how often the same has been asked before, 0 … {@link dev.onsale.config.LoadLimits#ATTEMPTS_MAX}
     */
    void add(long dueNanos, long sinceNanos, int buyer, Call call, int attempts) {
        if (size == due.length) {
            int larger = size * 2;
            due = Arrays.copyOf(due, larger);
            since = Arrays.copyOf(since, larger);
            who = Arrays.copyOf(who, larger);
            what = Arrays.copyOf(what, larger);
            this.attempts = Arrays.copyOf(this.attempts, larger);
        }
        int at = size++;
        while (at > 0 && due[(at - 1) / 2] > dueNanos) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        put(at, dueNanos, sinceNanos, buyer, call, (byte) attempts);
    }

    /** When the first entry is due, or {@link LoadScript#NEVER}. */
    long firstDue() {
        return size == 0 ? LoadScript.NEVER : due[0];
    }

    long firstSince() {
        return since[0];
    }

    int firstBuyer() {
        return who[0];
    }

    Call firstCall() {
        return what[0];
    }

    int firstAttempts() {
        return attempts[0];
    }

    void removeFirst() {
        size--;
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && due[child + 1] < due[child]) {
                child++;
            }
            if (due[child] >= due[size]) {
                break;
            }
            move(child, at);
            at = child;
        }
        move(size, at);
    }

    private void move(int from, int to) {
        put(to, due[from], since[from], who[from], what[from], attempts[from]);
    }

    private void put(int at, long dueNanos, long sinceNanos, int buyer, Call call, byte attemptsBefore) {
        due[at] = dueNanos;
        since[at] = sinceNanos;
        who[at] = buyer;
        what[at] = call;
        attempts[at] = attemptsBefore;
    }
}
