package dev.onsale.lab.report;

import java.util.stream.Collectors;

/**
 * A report in one word and one sentence, for those who read no further.
 *
 * @param word how it ended
 * @param sentence what that means
 */
record Headline(Word word, String sentence) {

    /** How a rehearsal can end. */
    enum Word {
        PASSED("PASSED", "通过", "kept"),
        FAILED("FAILED", "未通过", "broken"),
        NOT_PROVEN("NOT PROVEN", "未能证明", "unknown"),
        CUT_SHORT("CUT SHORT", "提前结束", "unknown");

        private final String english;
        private final String chinese;
        private final String style;

        Word(String english, String chinese, String style) {
            this.english = english;
            this.chinese = chinese;
            this.style = style;
        }

        String english() {
            return english;
        }

        String chinese() {
            return chinese;
        }

        /** Its class in the page's style sheet. */
        String style() {
            return style;
        }
    }

    static Headline of(Report report) {
        return switch (report.verdict().result()) {
            case BROKEN ->
                new Headline(Word.FAILED, named(report, Verdict.Result.BROKEN, "is broken", "are broken") + ".");
            case UNKNOWN ->
                new Headline(
                        Word.NOT_PROVEN,
                        report.verdict().checks().isEmpty()
                                ? "nothing was checked."
                                : named(
                                                report,
                                                Verdict.Result.UNKNOWN,
                                                "could not be found out",
                                                "could not be found out")
                                        + ".");
            case KEPT ->
                report.cutShort() == null
                        ? new Headline(Word.PASSED, passed(report))
                        : new Headline(
                                Word.CUT_SHORT,
                                "what was checked is in order, but "
                                        + Amounts.count(report.buyers().absent())
                                        + " of "
                                        + Amounts.count(report.buyers().total(), "buyer") + " were not done.");
        };
    }

    private static String passed(Report report) {
        Report.Buyers buyers = report.buyers();
        Report.Rush rush = report.rush();
        boolean train = rush.stops() > 0;
        String stock =
                train ? Amounts.count(rush.tickets(), "seat") + " on a train" : Amounts.count(rush.tickets(), "ticket");
        int silent = buyers.unanswered() + buyers.absent();
        return Amounts.count(buyers.total(), "buyer") + ", " + stock + ": " + Amounts.count(buyers.paid())
                + (train ? " journeys" : "") + " sold, none twice, "
                + (silent == 0 ? "everybody answered" : Amounts.count(silent, "buyer") + " without an answer")
                + ", in " + Amounts.seconds(report.seconds()) + ".";
    }

    /** Which laws came to something, so that the one line says what to worry about. */
    private static String named(Report report, Verdict.Result result, String one, String many) {
        var laws = report.verdict().checks().stream()
                .filter(check -> check.result() == result)
                .map(check -> Amounts.plain(check.law()))
                .toList();
        return laws.size() + " of " + Amounts.count(report.verdict().checks().size(), "check") + " "
                + (laws.size() == 1 ? one : many) + ": " + laws.stream().collect(Collectors.joining("; "));
    }
}
