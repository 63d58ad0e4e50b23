package dev.onsale.lab.report;

import java.time.Instant;
import java.util.List;

/** What a comparison might have found. Its figures are made up. */
final class SampleComparison {

    private SampleComparison() {}

    static Comparison full() {
        return new Comparison(
                "0.1.0",
                Instant.parse("2027-01-20T06:00:00Z"),
                SampleReport.clean().machine(),
                new Comparison.Crowd(100_000, 10_000, 0.1, "spike:5", 1_000, SampleReport.SEED),
                List.of(
                        Comparison.Contender.run(
                                "hold",
                                "The order takes the seat and gives it back unless it is paid in time.",
                                new Comparison.Figures(10_000, 0, 0, 0, 21_300.4, 0.02, 2_900, 31_000, 64_000),
                                "Every ticket is sold, and none twice."),
                        Comparison.Contender.run(
                                "order",
                                "The order takes the seat and keeps it, paid or not.",
                                new Comparison.Figures(9_012, 0, 988, 0, 21_100, 0.02, 2_800, 30_000, 61_000),
                                "What was never paid stays unsold."),
                        Comparison.Contender.run(
                                "payment",
                                "Only paying takes the seat.",
                                new Comparison.Figures(10_000, 0, 0, 79_990, 20_800, 0.18, 2_900, 33_000, 71_000),
                                "Whoever pays late gets the money back."),
                        Comparison.Contender.run(
                                "Redis script",
                                "The article's script, whose >= sells one ticket more than there are.",
                                new Comparison.Figures(
                                        10_001, 1, 987, 0, 13_400, Comparison.Figures.UNKNOWN, 3_800, 52_000, 97_000),
                                "One too many."),
                        Comparison.Contender.run(
                                "SQLite row lock",
                                "One SQL transaction for each order: read the stock, lock, write.",
                                new Comparison.Figures(9_008, 0, 992, 0, 1_870, 3.1, 480_000, 2_300_000, 4_100_000),
                                "Correct, and a tenth as fast."),
                        Comparison.Contender.notRun(
                                "PostgreSQL row lock",
                                "The same on PostgreSQL.",
                                "no PostgreSQL is installed on this machine.")));
    }
}
