package dev.onsale.lab.report;

import java.util.List;
import java.util.Locale;

/** What a {@link Comparison} says, in sentences that terminal and page share. Stateless. */
final class ComparisonFacts {

    private ComparisonFacts() {}

    /** Who made no mistake, in a sentence for those who read no further. */
    static String headline(Comparison comparison) {
        List<String> right = comparison.contenders().stream()
                .filter(contender -> contender.figures() != null && isExact(contender.figures()))
                .map(contender -> Amounts.plain(contender.name()))
                .toList();
        String who =
                switch (right.size()) {
                    case 0 -> "None of them";
                    case 1 -> "Only " + right.getFirst();
                    default -> String.join(", ", right.subList(0, right.size() - 1)) + " and " + right.getLast();
                };
        return who + " left no wanted ticket unsold, promised none twice, and " + (right.size() > 1 ? "owe" : "owes")
                + " nobody a refund.";
    }

    private static boolean isExact(Comparison.Figures figures) {
        return figures.oversold() == 0 && figures.undersold() == 0 && figures.refundsDue() == 0;
    }

    static String crowd(Comparison comparison) {
        Comparison.Crowd crowd = comparison.crowd();
        return "The same " + Amounts.count(crowd.buyers(), "buyer") + " for " + Amounts.count(crowd.tickets(), "ticket")
                + " against each way to deduct stock; " + Amounts.share(crowd.abandonShare())
                + " of the orders are never paid; arrivals " + Amounts.plain(crowd.arrivals()) + " on at most "
                + Amounts.count(crowd.connections(), "connection") + "; seed " + crowd.seed() + ".";
    }

    /** What to see in a contender, or why it was not run; may be empty. */
    static String remark(Comparison.Contender contender) {
        return Amounts.plain(contender.notRun() == null ? contender.remark() : "Not run: " + contender.notRun());
    }

    /** The figures in the order of the tables. */
    static List<String> cells(Comparison.Figures figures) {
        return List.of(
                Amounts.count(figures.sold()),
                Amounts.count(figures.oversold()),
                Amounts.count(figures.undersold()),
                Amounts.count(figures.refundsDue()),
                Amounts.count(figures.ordersPerSecond()),
                writes(figures),
                Amounts.millis(figures.p50Micros()),
                Amounts.millis(figures.p99Micros()),
                Amounts.millis(figures.p999Micros()));
    }

    private static String writes(Comparison.Figures figures) {
        return figures.writesPerTicket() == Comparison.Figures.UNKNOWN
                ? "-"
                : String.format(Locale.ROOT, "%,.2f", figures.writesPerTicket());
    }

    static String versions(Comparison comparison) {
        return "onsale " + Amounts.plain(comparison.version()) + ", "
                + Amounts.plain(comparison.machine().java()) + "; started at " + Amounts.when(comparison.startedAt());
    }
}
