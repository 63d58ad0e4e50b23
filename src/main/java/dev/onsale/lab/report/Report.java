package dev.onsale.lab.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a rehearsal found out.
 *
 * @param version of the program that rehearsed
 * @param startedAt when the first buyer was due
 * @param seconds from the first buyer's arrival to the last answer
 * @param arrivalSeconds from the first buyer's arrival to the last one's, as planned
 * @param cutShort why it ended before every buyer was done, in a sentence, or null if it did not
 * @param machine where it ran
 * @param rush what was rehearsed
 * @param buyers how they fared
 * @param requests what was sent and answered
 * @param latencies by the kind of answer, counted from the moment at which each request was due
 * @param timeline a row for each second
 * @param deaths what was killed in the middle, and what became of it
 * @param processes those that ran on this machine and belong to the rehearsal
 * @param verdict whether the laws were kept
 */
public record Report(
        String version,
        Instant startedAt,
        double seconds,
        double arrivalSeconds,
        @Nullable String cutShort,
        Machine machine,
        Rush rush,
        Buyers buyers,
        Requests requests,
        List<Latency> latencies,
        List<Second> timeline,
        List<Death> deaths,
        List<Usage> processes,
        Verdict verdict) {

    public Report {
        latencies = List.copyOf(latencies);
        timeline = List.copyOf(timeline);
        deaths = List.copyOf(deaths);
        processes = List.copyOf(processes);
    }

    /**
     * The machine.
     *
     * @param processor as it calls itself
     * @param cores that the program may use
     * @param memoryBytes in all
     * @param system name and version of the operating system
     * @param java the JVM's name and version
     */
    public record Machine(String processor, int cores, long memoryBytes, String system, String java) {}

    /**
     * What was rehearsed.
     *
     * @param url of the server
     * @param ownServer whether the rehearsal started that server, on an empty folder
     * @param sale id of the sale that was opened for it
     * @param buyers distinct ones
     * @param tickets on sale: seats of the one tier
     * @param stops of the train, or 0 for a concert
     * @param wholeWayShare of the buyers who want to go all the way, 0 … 1; 1 for a concert
     * @param holdSeconds in which an order had to be paid
     * @param abandonShare of the orders that were never paid, 0 … 1
     * @param patientShare of the buyers who waited for tickets to come back when told that all were sold, 0 … 1
     * @param repeatShare of the buyers who asked again although they had their answer, 0 … 1
     * @param arrivals how buyers arrived, as on the command line
     * @param connections over which they came, at most
     * @param seed of everything that was drawn by lot
     */
    public record Rush(
            String url,
            boolean ownServer,
            String sale,
            int buyers,
            int tickets,
            int stops,
            double wholeWayShare,
            int holdSeconds,
            double abandonShare,
            double patientShare,
            double repeatShare,
            String arrivals,
            int connections,
            long seed) {}

    /**
     * How the buyers fared; the fields but {@code total} add up to it.
     *
     * @param total all
     * @param paid have a ticket
     * @param abandoned were given an order and never paid it
     * @param soldOut were told that all is sold
     * @param refused were refused otherwise, or their payment was
     * @param unanswered gave up without an answer
     * @param absent had not come, or were not done, when the rehearsal was cut short
     */
    public record Buyers(int total, int paid, int abandoned, int soldOut, int refused, int unanswered, int absent) {}

    /**
     * What was sent and answered.
     *
     * @param sent requests, repetitions included
     * @param answered requests that got a whole answer
     * @param repeats requests for the second time or more with the same key, wanted or not
     * @param timedOut requests that were given up
     * @param broken requests whose connection ended, or could not be opened
     * @param outcomes how often each answer was given
     */
    public record Requests(long sent, long answered, long repeats, long timedOut, long broken, List<Outcome> outcomes) {

        public Requests {
            outcomes = List.copyOf(outcomes);
        }
    }

    /**
     * How often an answer was given.
     *
     * @param call {@code order}, {@code payment} or {@code availability}
     * @param word {@code held}, {@code paid}, or the word of a refusal: {@code sold_out}, {@code busy} …
     * @param count how often
     */
    public record Outcome(String call, String word, long count) {}

    /**
     * How long one kind of answer took, from when its request was due.
     *
     * @param what {@code order}, {@code sold out} or {@code payment}
     * @param count of answers
     * @param p50Micros half of them took no longer, in microseconds; likewise the others
     * @param curve more of them, rising
     */
    public record Latency(
            String what,
            long count,
            long p50Micros,
            long p90Micros,
            long p99Micros,
            long p999Micros,
            long maxMicros,
            List<Percentile> curve) {

        public Latency {
            curve = List.copyOf(curve);
        }
    }

    /**
     * A point of a latency curve.
     *
     * @param percentile 0 … 100
     * @param micros so many per cent of the answers took no longer, in microseconds
     */
    public record Percentile(double percentile, long micros) {}

    /**
     * One second of the rehearsal.
     *
     * @param second since the first buyer was due, from 0
     * @param due buyers who arrived in it
     * @param answered requests of all kinds that were answered in it
     * @param placed orders among them
     * @param soldOut refusals as {@code sold_out} among them
     * @param paid payments among them
     * @param p50Micros half of its answers took no longer, in microseconds; 0 if there was none
     * @param p99Micros 99 per cent took no longer
     * @param maxMicros the longest one
     * @param free tickets at its end as the server said, or {@link #UNKNOWN}; on a train, for the whole way
     * @param held likewise, in unpaid orders
     * @param sold likewise, paid
     */
    public record Second(
            int second,
            int due,
            int answered,
            int placed,
            int soldOut,
            int paid,
            long p50Micros,
            long p99Micros,
            long maxMicros,
            int free,
            int held,
            int sold) {

        /** Stock that the server has not told. */
        public static final int UNKNOWN = -1;
    }

    /**
     * Something that was killed in the middle.
     *
     * @param name in a few words: {@code node 3004}
     * @param sentence how, and who starts it again
     * @param seconds when, since the first buyer was due
     * @param sold tickets of which buyers had been told by then
     * @param sellingSeconds from then until a buyer was told of an order who had asked for it after the death, or {@link #NEVER}
     * @param failures how often requests had no answer from then on, or one that says to ask again
     * @param brokenConnections that ended by themselves from then on, in the middle of a request or between two
     */
    public record Death(
            String name,
            String sentence,
            double seconds,
            int sold,
            double sellingSeconds,
            List<Outcome> failures,
            long brokenConnections) {

        /** Nobody was told of a further order. */
        public static final double NEVER = -1;

        public Death {
            failures = List.copyOf(failures);
        }
    }

    /**
     * What a process used of the machine.
     *
     * @param name {@code server} or {@code buyers}
     * @param cpuSeconds of all cores together, while buyers were there
     * @param peakMemoryBytes resident, since its start
     */
    public record Usage(String name, double cpuSeconds, long peakMemoryBytes) {}
}
