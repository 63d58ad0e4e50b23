package dev.onsale.lab.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same crowd against several ways to deduct stock.
 *
 * @param version of the program that compared
 * @param startedAt when the first buyer of the first contender was due
 * @param machine where all of them ran
 * @param crowd that came to each of them
 * @param contenders in the order in which they are shown
 */
public record Comparison(
        String version, Instant startedAt, Report.Machine machine, Crowd crowd, List<Contender> contenders) {

    public Comparison {
        contenders = List.copyOf(contenders);
    }

    /**
     * The crowd, the same for each contender.
     *
     * @param buyers distinct ones
     * @param tickets on sale
     * @param abandonShare of the orders that were never paid, 0 … 1
     * @param arrivals how buyers arrived, as on the command line
     * @param connections over which they came, at most
     * @param seed of everything that was drawn by lot
     */
    public record Crowd(int buyers, int tickets, double abandonShare, String arrivals, int connections, long seed) {}

    /**
     * One way to deduct stock. It has either figures or the reason why it has none.
     *
     * @param name in a word or three, such as {@code hold} or {@code SQL row lock}
     * @param what it is, in a sentence
     * @param figures what came of it, or null if it was not run
     * @param notRun why it was not run, in a sentence, or null if it was
     * @param remark what to see in its figures, in a sentence; may be empty
     */
    public record Contender(
            String name,
            String what,
            @Nullable Figures figures,
            @Nullable String notRun,
            String remark) {

        public Contender {
            if ((figures == null) == (notRun == null)) {
                throw new IllegalArgumentException(name + " needs either figures or the reason why it has none");
            }
        }

        /** One that was run. */
        public static Contender run(String name, String what, Figures figures, String remark) {
            return new Contender(name, what, figures, null, remark);
        }

        /** One that was not. */
        public static Contender notRun(String name, String what, String why) {
            return new Contender(name, what, null, why, "");
        }
    }

    /**
     * What came of one contender, as its buyers were told.
     *
     * @param sold tickets that were paid for
     * @param oversold tickets that were promised beyond those there are: orders that were accepted and may still be paid, or were; an order
     *     that its deadline has ended is no promise any more
     * @param undersold tickets that nobody has paid at the end although buyers had been told that all is sold
     * @param refundsDue payments that were taken and got no ticket
     * @param ordersPerSecond orders answered, yes or no, until everybody in the crowd had a first answer
     * @param writesPerTicket how often the database had to keep something for each ticket sold: transactions that changed something, or
     *     commands that did; {@link #UNKNOWN} if they cannot be counted
     * @param p50Micros half of the answers to orders took no longer from when they were due, in microseconds
     * @param p99Micros 99 per cent
     * @param p999Micros 99.9 per cent
     */
    public record Figures(
            int sold,
            int oversold,
            int undersold,
            int refundsDue,
            double ordersPerSecond,
            double writesPerTicket,
            long p50Micros,
            long p99Micros,
            long p999Micros) {

        /** A figure that nobody could find out. */
        public static final double UNKNOWN = -1;
    }
}
