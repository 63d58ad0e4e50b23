package dev.onsale.lab.rehearsal;

import dev.onsale.lab.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.HdrHistogram.Histogram;

/** What happened in each second. Times are nanoseconds since the first buyer was due, and do not go back. Owned by the crowd's thread. */
final class Timeline {

    private static final int DIGITS = 2;
    private static final long MICROS_MAX = TimeUnit.HOURS.toMicros(1);
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What happened in an answer. */
    enum Kind {
        PLACED,
        SOLD_OUT,
        PAID,
        OTHER
    }

    private final List<Report.Second> past = new ArrayList<>();
    private final Histogram latency = new Histogram(1, MICROS_MAX, DIGITS);
    private int second;
    private int answered;
    private int placed;
    private int soldOut;
    private int paid;
    private int free = Report.Second.UNKNOWN;
    private int held = Report.Second.UNKNOWN;
    private int sold = Report.Second.UNKNOWN;

    /** An answer came, so long after its request was due. */
    void answered(Kind kind, long nowNanos, long micros) {
        advance(nowNanos);
        switch (kind) {
            case PLACED -> placed++;
            case SOLD_OUT -> soldOut++;
            case PAID -> paid++;
            case OTHER -> {} // counted with all
        }
        answered++;
        latency.recordValue(Math.clamp(micros, 1, MICROS_MAX));
    }

    /** The server has told its stock. */
    void stock(Words.Stock stock, long nowNanos) {
        advance(nowNanos);
        free = stock.free();
        held = stock.held();
        sold = stock.paid();
    }

    /** Ends the seconds before this moment. */
    void advance(long nowNanos) {
        while (nowNanos >= (second + 1L) * SECOND_NANOS) {
            past.add(row());
            second++;
            latency.reset();
            answered = 0;
            placed = 0;
            soldOut = 0;
            paid = 0;
        }
    }

    int free() {
        return free;
    }

    int held() {
        return held;
    }

    int sold() {
        return sold;
    }

    /** The last whole second, or the one that is under way where there is none. */
    Report.Second last() {
        return past.isEmpty() ? row() : past.getLast();
    }

    /**
     * All seconds.
     *
     * @param due tells how many buyers came in a second
     */
    List<Report.Second> rows(IntUnaryOperator due) {
        List<Report.Second> rows = new ArrayList<>();
        for (Report.Second each : past) {
            rows.add(withDue(each, due.applyAsInt(each.second())));
        }
        rows.add(withDue(row(), due.applyAsInt(second)));
        return rows;
    }

    private static Report.Second withDue(Report.Second row, int due) {
        return new Report.Second(
                row.second(),
                due,
                row.answered(),
                row.placed(),
                row.soldOut(),
                row.paid(),
                row.p50Micros(),
                row.p99Micros(),
                row.maxMicros(),
                row.free(),
                row.held(),
                row.sold());
    }

    private Report.Second row() {
        return new Report.Second(
                second,
                0,
                answered,
                placed,
                soldOut,
                paid,
                latency.getValueAtPercentile(50),
                latency.getValueAtPercentile(99),
                latency.getMaxValue(),
                free,
                held,
                sold);
    }
}
