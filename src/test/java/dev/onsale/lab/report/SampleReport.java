package dev.onsale.lab.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a rehearsal might have found: a million buyers for ten thousand tickets in half a minute, most of them in the first seconds. The
 * same seed makes the same report. Its figures are made up, and agree with each other.
 */
public final class SampleReport {

    static final long SEED = 42;
    static final int BUYERS = 1_000_000;
    static final int TICKETS = 10_000;
    static final int ABANDONED = 1_112;
    static final int SECONDS = 30;

    /** Answers that the server of this sample gives in a second, at most. */
    private static final int ANSWERS_PER_SECOND = 58_000;

    private static final int HOLD_SECONDS = 8;

    private static final Report.Machine MACHINE = new Report.Machine(
            "AMD EPYC 7B13", 2, 24L << 30, "Linux 6.1.0-28-amd64", "OpenJDK 64-Bit Server VM 25.0.1+8-LTS");

    private SampleReport() {}

    /** A rehearsal in which all went well. */
    public static Report clean() {
        return with(null, kept(), timeline());
    }

    /** One that found faults. */
    public static Report broken() {
        List<Verdict.Check> checks = new ArrayList<>(kept().checks());
        checks.set(
                1,
                new Verdict.Check(
                        "every seat sold once",
                        Verdict.Result.BROKEN,
                        "Seat 4711 is in orders 06a1b2c3d4e5f6g7h8j9k0m1n2 and 06a1b2c3d4e5f6g7h8j9k0m1n3, both paid; 2 more like it."));
        checks.set(
                4,
                new Verdict.Check(
                        "nothing left over",
                        Verdict.Result.UNKNOWN,
                        "The server ended before it could tell its stock."));
        return with(null, new Verdict(checks), timeline());
    }

    /** One that ended before the first answer: nothing is known. */
    public static Report empty() {
        Report full = clean();
        return new Report(
                full.version(),
                full.startedAt(),
                0,
                full.arrivalSeconds(),
                "The server at http://127.0.0.1:8080/ does not answer: connection refused.",
                MACHINE,
                full.rush(),
                new Report.Buyers(BUYERS, 0, 0, 0, 0, 0, BUYERS),
                new Report.Requests(0, 0, 0, 0, 0, List.of()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Verdict(List.of()));
    }

    /** One whose server never told its stock, and that was cut short in the middle. */
    public static Report cutShort() {
        List<Report.Second> dark = timeline().stream()
                .limit(12)
                .map(s -> new Report.Second(
                        s.second(),
                        s.due(),
                        s.answered(),
                        s.placed(),
                        s.soldOut(),
                        s.paid(),
                        s.p50Micros(),
                        s.p99Micros(),
                        s.maxMicros(),
                        Report.Second.UNKNOWN,
                        Report.Second.UNKNOWN,
                        Report.Second.UNKNOWN))
                .toList();
        Report cut = with("It was stopped by a signal (Ctrl-C).", kept(), dark);
        return new Report(
                cut.version(),
                cut.startedAt(),
                12.1,
                cut.arrivalSeconds(),
                cut.cutShort(),
                cut.machine(),
                cut.rush(),
                new Report.Buyers(BUYERS, 8_950, 1_112, 520_000, 0, 3, BUYERS - 8_950 - 1_112 - 520_003),
                new Report.Requests(
                        540_050,
                        540_001,
                        5_100,
                        40,
                        9,
                        List.of(
                                new Report.Outcome("order", "held", TICKETS + ABANDONED),
                                new Report.Outcome("order", "sold_out", 520_000),
                                new Report.Outcome("payment", "paid", 8_950))),
                cut.latencies(),
                cut.timeline(),
                List.of(),
                List.of(new Report.Usage("buyers", 9.7, 640L << 20)),
                cut.verdict());
    }

    /** One in which the primary Redis was killed when half of the tickets were sold. */
    public static Report killed() {
        Report full = clean();
        return new Report(
                full.version(),
                full.startedAt(),
                full.seconds(),
                full.arrivalSeconds(),
                null,
                full.machine(),
                full.rush(),
                full.buyers(),
                full.requests(),
                full.latencies(),
                full.timeline(),
                List.of(new Report.Death(
                        "the primary Redis",
                        "the primary Redis, redis-1, was killed (SIGKILL, process 4711)",
                        9.25,
                        5_003,
                        5.5,
                        List.of(
                                new Report.Outcome("order", "busy", 1_204),
                                new Report.Outcome("order", "unknown_outcome", 31),
                                new Report.Outcome("payment", "timed_out", 1)),
                        12)),
                full.processes(),
                full.verdict());
    }

    /** What a page, a terminal and a script must show and not obey. */
    static final String HOSTILE =
            "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> & \" ' \u2028\u2029 \u001b[2J {{json}}";

    /** One in which every text comes from somebody who means harm. */
    public static Report hostile() {
        Report full = clean();
        Report.Rush rush = full.rush();
        return new Report(
                HOSTILE,
                full.startedAt(),
                full.seconds(),
                full.arrivalSeconds(),
                HOSTILE,
                new Report.Machine(HOSTILE, 2, 1L << 30, HOSTILE, HOSTILE),
                new Report.Rush(
                        HOSTILE, false, HOSTILE, rush.buyers(), rush.tickets(), 0, 1, 8, 0.1, 0, 0, HOSTILE, 1, -1),
                full.buyers(),
                full.requests(),
                full.latencies(),
                full.timeline(),
                List.of(new Report.Death(
                        HOSTILE,
                        HOSTILE,
                        9,
                        1,
                        Report.Death.NEVER,
                        List.of(new Report.Outcome("order", "status_502", 1)),
                        0)),
                List.of(new Report.Usage(HOSTILE, 1, 1)),
                new Verdict(List.of(new Verdict.Check(HOSTILE, Verdict.Result.BROKEN, HOSTILE))));
    }

    /** A train: seats are sold leg by leg. */
    public static Report train() {
        Report full = clean();
        return new Report(
                full.version(),
                full.startedAt(),
                full.seconds(),
                full.arrivalSeconds(),
                null,
                full.machine(),
                new Report.Rush(
                        "http://127.0.0.1:3000/",
                        false,
                        "rehearsal",
                        BUYERS,
                        1_000,
                        4,
                        0.25,
                        HOLD_SECONDS,
                        0.1,
                        0.05,
                        0.01,
                        "at once",
                        2_000,
                        SEED),
                new Report.Buyers(BUYERS, 1_722, 180, BUYERS - 1_902, 0, 0, 0),
                full.requests(),
                full.latencies(),
                full.timeline(),
                List.of(),
                List.of(),
                full.verdict());
    }

    static Report with(String cutShort, Verdict verdict, List<Report.Second> timeline) {
        long answered = timeline.stream().mapToLong(Report.Second::answered).sum();
        int soldOut = BUYERS - TICKETS - ABANDONED;
        return new Report(
                "0.1.0",
                Instant.parse("2027-01-20T06:00:00Z"),
                SECONDS - 1.6,
                SECONDS - 2,
                cutShort,
                MACHINE,
                new Report.Rush(
                        "http://127.0.0.1:8080/",
                        true,
                        "rehearsal",
                        BUYERS,
                        TICKETS,
                        0,
                        1,
                        HOLD_SECONDS,
                        0.1,
                        0.05,
                        0.01,
                        "spike:24",
                        2_000,
                        SEED),
                new Report.Buyers(BUYERS, TICKETS, ABANDONED, soldOut, 0, 0, 0),
                new Report.Requests(
                        answered + 15,
                        answered,
                        10_114,
                        12,
                        3,
                        List.of(
                                new Report.Outcome("order", "held", TICKETS + ABANDONED),
                                new Report.Outcome("order", "sold_out", soldOut),
                                new Report.Outcome("order", "busy", 87),
                                new Report.Outcome("payment", "paid", TICKETS))),
                List.of(
                        latency("order", TICKETS + ABANDONED, 2_900, 0.9),
                        latency("sold out", soldOut, 1_150, 1.0),
                        latency("payment", TICKETS, 2_300, 0.85)),
                timeline,
                List.of(),
                List.of(new Report.Usage("server", 24.9, 431L << 20), new Report.Usage("buyers", 21.7, 640L << 20)),
                verdict);
    }

    static Verdict kept() {
        return new Verdict(List.of(
                kept("every answered order exists", "11,112 answers of 201, each with its order in the journal."),
                kept("every seat sold once", "10,000 seats, each in one paid order."),
                kept("conservation", "Free + held + paid = 10,000 after each of 23,336 events."),
                kept("retries got the same order", "10,114 repetitions, each answered with the order of the first."),
                kept(
                        "nothing left over",
                        "0 tickets free at the end, while 988,888 buyers had been told that all is sold."),
                kept(
                        "expired seats sold on",
                        "1,112 orders expired, and the seat of each was paid by somebody else.")));
    }

    static List<Report.Second> timeline() {
        Random random = new Random(SEED);
        int arriving = SECONDS - 2;
        double[] weight = new double[arriving];
        double weights = 0;
        for (int i = 0; i < arriving; i++) {
            weight[i] = 0.45 + Math.exp(-i / 5.0) * (0.95 + 0.1 * random.nextDouble());
            weights += weight[i];
        }
        List<Report.Second> seconds = new ArrayList<>();
        int came = 0;
        int waiting = 0;
        int sold = 0;
        int held = 0;
        for (int i = 0; i < SECONDS; i++) {
            int due = i >= arriving ? 0 : i == arriving - 1 ? BUYERS - came : (int) (BUYERS * weight[i] / weights);
            came += due;
            waiting += due;
            int served = Math.min(waiting, (int) (ANSWERS_PER_SECOND * (0.96 + 0.04 * random.nextDouble())));
            waiting -= served;
            boolean returns = i >= HOLD_SECONDS && i < HOLD_SECONDS + 4;
            int placed = i == 0 ? 10_000 : returns ? 278 : 0;
            int expired = returns ? 278 : 0;
            int paid = i == 0
                    ? 3_900
                    : i == 1 ? 4_300 : i == 2 ? 688 : i > HOLD_SECONDS && i <= HOLD_SECONDS + 4 ? 278 : 0;
            sold += paid;
            held += placed - paid - expired;
            double behind = waiting / (double) ANSWERS_PER_SECOND;
            long p50 = (long) (900 + 260 * random.nextDouble() + 400_000 * behind);
            long p99 = (long) (p50 * 1.6 + 4_000 + 4_000 * random.nextDouble());
            seconds.add(new Report.Second(
                    i,
                    due,
                    served + paid,
                    placed,
                    Math.max(0, served - placed),
                    paid,
                    p50,
                    p99,
                    (long) (p99 * (1.4 + 2 * random.nextDouble())),
                    TICKETS - sold - held,
                    held,
                    sold));
        }
        return seconds;
    }

    /** @param steep how the tail rises: for each nine, that many times a factor of 2.4 */
    private static Report.Latency latency(String what, long count, long p50, double steep) {
        double[] nines = {0, 0.05, 0.12, 0.3, 0.6, 1, 1.3, 1.7, 2, 2.3, 2.7, 3, 3.3, 3.7, 4, 4.5, 5};
        List<Report.Percentile> curve = new ArrayList<>();
        for (double nine : nines) {
            if (Math.pow(10, nine) <= count) {
                curve.add(new Report.Percentile(100 - 100 * Math.pow(10, -nine), at(p50, nine, steep)));
            }
        }
        double last = Math.log10((double) count);
        curve.add(new Report.Percentile(100, at(p50, last, steep)));
        return new Report.Latency(
                what, count, p50, at(p50, 1, steep), at(p50, 2, steep), at(p50, 3, steep), at(p50, last, steep), curve);
    }

    private static long at(long p50, double nines, double steep) {
        return (long) (p50 * Math.pow(2.6, steep * (nines - 0.3 + 0.35 * Math.sin(1.7 * nines - 0.5))));
    }

    private static Verdict.Check kept(String law, String sentence) {
        return new Verdict.Check(law, Verdict.Result.KEPT, sentence);
    }
}
