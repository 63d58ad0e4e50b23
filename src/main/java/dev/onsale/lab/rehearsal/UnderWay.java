package dev.onsale.lab.rehearsal;

/** The requests that are under way, by their numbers, each of which is used again when its request has ended. Owned by the crowd's thread. */
final class UnderWay {

    private final int[] who;
    private final Call[] what;
    private final long[] since;
    private final long[] sent;
    private final int[] attempts;
    private final int[] unused;
    private int unusedCount;

    /** @param requests at a time, at most */
    UnderWay(int requests) {
        this.who = new int[requests];
        this.what = new Call[requests];
        this.since = new long[requests];
        this.sent = new long[requests];
        this.attempts = new int[requests];
        this.unused = new int[requests];
        for (int i = 0; i < requests; i++) {
            unused[unusedCount++] = i;
        }
    }

    /**
     * A request is sent; returns its number.
     *
     * @param sinceNanos from when on its buyer has been waiting
     * @param sentNanos now
     * @param attemptsBefore how often the same has been asked before
     */
    int begin(int buyer, Call call, long sinceNanos, long sentNanos, int attemptsBefore) {
        int number = unused[--unusedCount];
        who[number] = buyer;
        what[number] = call;
        since[number] = sinceNanos;
        sent[number] = sentNanos;
        attempts[number] = attemptsBefore;
        return number;
    }

    /** It has ended; what it was can be asked until the next one begins. */
    Call end(int number) {
        unused[unusedCount++] = number;
        return what[number];
    }

    int who(int number) {
        return who[number];
    }

    Call what(int number) {
        return what[number];
    }

    long since(int number) {
        return since[number];
    }

    long sent(int number) {
        return sent[number];
    }

    int attempts(int number) {
        return attempts[number];
    }
}
