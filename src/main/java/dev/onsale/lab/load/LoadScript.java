package dev.onsale.lab.load;

import java.nio.ByteBuffer;

/** What is asked, and when. All methods are called by the thread of the {@link LoadLoop}; times are nanoseconds since that began. */
public interface LoadScript {

    /** {@link #nextDueNanos} when only an answer or the time can bring a next request. */
    long NEVER = Long.MAX_VALUE;

    /** Why there is no answer. */
    enum Failure {
        /** None came in time. The server may have done what it was asked. */
        TIMED_OUT,
        /** The connection ended before it. The server may have done what it was asked. */
        BROKEN,
        /** What came was no answer of HTTP/1.1. */
        MALFORMED
    }

    /** When the next request is due, or {@link #NEVER}. */
    long nextDueNanos();

    /**
     * Takes the next request.
     *
     * @param request gets its bytes; at most {@link dev.onsale.config.LoadLimits#REQUEST_BYTES_MAX}
     * @param nowNanos at least {@link #nextDueNanos}
     * @return a number by which the script knows it
     */
    int take(ByteBuffer request, long nowNanos);

    /** A request was answered; {@code answer} is valid during the call alone. */
    void answered(int number, Answer answer, long nowNanos);

    /** A request was not answered. */
    void failed(int number, Failure failure, long nowNanos);

    /** Called now and then, at least every {@link dev.onsale.config.LoadLimits#LOAD_TICK_MILLIS}. */
    void tick(long nowNanos);

    /** Whether nothing is wanted any more. */
    boolean isOver();
}
