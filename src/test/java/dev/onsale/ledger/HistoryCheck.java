package dev.onsale.ledger;

import dev.onsale.sale.Sale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plays a history on a ledger and on {@link NaiveLedger}, and compares: each outcome, seats and all; in the end each order; and
 * {@link Laws} of each sale, from what the ledger itself shows.
 */
final class HistoryCheck {

    /** Attempts at leaving a command out of a failing history. Each one opens a ledger. */
    private static final int SHRINKING_ATTEMPTS_MAX = 300;

    /** Opens a fresh ledger. */
    interface Opening {
        Ledger open() throws Exception;
    }

    private final TicketDesk desk;
    private final NaiveLedger model = new NaiveLedger();

    /** The orders that the ledger told of, as it told of them last. */
    private final Map<OrderId, Order> told = new LinkedHashMap<>();

    private HistoryCheck(Ledger ledger) {
        this.desk = new TicketDesk(ledger);
    }

    /**
     * Plays step by step, on a fresh ledger, and checks everything after each step. For ledgers that answer at once.
     *
     * @throws AssertionError with the seed, and with a short history that still fails
     */
    static void playStepByStep(long seed, Opening opening) throws Exception {
        List<Command> history = HistoryWriter.write(seed);
        Optional<Difference> found = firstDifference(history, opening);
        if (found.isPresent()) {
            throw new AssertionError(report(seed, history.size(), shrunk(found.get(), opening)));
        }
    }

    /**
     * Plays a history as fast as the ledger takes it, all commands at once and in order, on a ledger that other histories have played on
     * before.
     *
     * @return what is left to check, when the views of the ledger have settled
     * @throws AssertionError with the seed, if an outcome differs
     */
    static Runnable playAtOnce(long seed, Ledger ledger) {
        List<Command> history = HistoryWriter.write(seed);
        HistoryCheck check = new HistoryCheck(ledger);
        List<Outcome> outcomes = check.desk.askAll(history);
        for (int i = 0; i < history.size(); i++) {
            Outcome expected = check.model.ask(history.get(i));
            String difference = check.compare(expected, outcomes.get(i));
            if (difference != null) {
                throw new AssertionError(
                        report(seed, history.size(), new Difference(history.subList(0, i + 1), difference)));
            }
        }
        check.desk.assertAnsweredOnce();
        return () -> check.awaitEnd(seed, history);
    }

    /**
     * Plays a part of a history, all at once, and compares the outcomes.
     *
     * @param model has played the parts before
     */
    static void playPart(long seed, List<Command> part, NaiveLedger model, TicketDesk desk) {
        List<Outcome> outcomes = desk.askAll(part);
        for (int i = 0; i < part.size(); i++) {
            Outcome expected = model.ask(part.get(i));
            if (!withoutSentences(expected).equals(withoutSentences(outcomes.get(i)))) {
                throw new AssertionError("seed " + seed + ", at " + part.get(i) + ": expected " + expected
                        + "\n but was  " + outcomes.get(i));
            }
        }
    }

    private void awaitEnd(long seed, List<Command> history) {
        String ordersDiffer = compareOrders();
        if (ordersDiffer != null) {
            throw new AssertionError(report(seed, history.size(), new Difference(history, ordersDiffer)));
        }
        for (Sale expected : model.openedSales()) {
            desk.view(
                    expected.id(),
                    view -> view.sale().equals(expected)
                            && Laws.broken(view, told.values()).isEmpty(),
                    () -> "seed " + seed + ": " + expected.id() + " is not as its orders make it, or not " + expected);
        }
    }

    /** A step at which a ledger and the model differ: the last of the history. */
    private record Difference(List<Command> history, String what) {}

    private static Optional<Difference> firstDifference(List<Command> history, Opening opening) throws Exception {
        try (Ledger ledger = opening.open()) {
            HistoryCheck check = new HistoryCheck(ledger);
            for (int i = 0; i < history.size(); i++) {
                String difference = check.step(history.get(i));
                if (difference != null) {
                    return Optional.of(new Difference(history.subList(0, i + 1), difference));
                }
            }
            check.desk.assertAnsweredOnce();
            return Optional.empty();
        }
    }

    /** What differs after the command, or null. */
    private String step(Command command) {
        Outcome expected = model.ask(command);
        Outcome actual;
        try {
            actual = desk.ask(command);
        } catch (RuntimeException e) {
            return "expected " + expected + "\n but got  " + e;
        }
        if (Seeds.replaying()) {
            System.out.println(command + "\n    " + actual);
        }
        String difference = compare(expected, actual);
        if (difference == null && expected instanceof Outcome.Expired) {
            difference = compareOrders();
        }
        return difference != null ? difference : brokenLaw();
    }

    private String compare(Outcome expected, Outcome actual) {
        if (actual instanceof Outcome.OfOrder(Order order, boolean repeated)) {
            told.put(order.id(), order);
        }
        return withoutSentences(expected).equals(withoutSentences(actual))
                ? null
                : "expected " + expected + "\n but was  " + actual;
    }

    /** The same outcome without its words for people, which every ledger may choose for itself. */
    private static Outcome withoutSentences(Outcome outcome) {
        if (!(outcome instanceof Outcome.Refused(Refusal refusal))) {
            return outcome;
        }
        return new Outcome.Refused(
                switch (refusal) {
                    case Refusal.BadJourney(String why) -> new Refusal.BadJourney("");
                    case Refusal.BadChange(String field, String why) -> new Refusal.BadChange(field, "");
                    case Refusal.UnknownSale same -> same;
                    case Refusal.NotOpen same -> same;
                    case Refusal.Paused same -> same;
                    case Refusal.Closed same -> same;
                    case Refusal.UnknownTier same -> same;
                    case Refusal.BadQuantity same -> same;
                    case Refusal.KeyReused same -> same;
                    case Refusal.BuyerLimit same -> same;
                    case Refusal.TooManyOrders same -> same;
                    case Refusal.SoldOut same -> same;
                    case Refusal.LedgerFull same -> same;
                    case Refusal.UnknownOrder same -> same;
                    case Refusal.NotYours same -> same;
                    case Refusal.Already same -> same;
                    case Refusal.SaleExists same -> same;
                    case Refusal.NotAdmitted same -> same;
                    case Refusal.Busy same -> same;
                });
    }

    /** Looks every order up on both sides. */
    private String compareOrders() {
        for (OrderId id : List.copyOf(told.keySet())) {
            Optional<Order> expected = Optional.ofNullable(model.order(id));
            Optional<Order> actual = desk.find(id);
            if (!actual.equals(expected)) {
                return "expected to find " + expected + "\n but found        " + actual;
            }
            told.put(id, actual.orElseThrow());
        }
        return null;
    }

    private String brokenLaw() {
        for (Sale expected : model.openedSales()) {
            SaleView actual = desk.ledger().sale(expected.id());
            if (actual == null || !actual.sale().equals(expected)) {
                return "expected " + expected + "\n but saw  " + (actual == null ? null : actual.sale());
            }
            List<String> broken = Laws.broken(actual, told.values());
            if (!broken.isEmpty()) {
                return "a law is broken: " + String.join("; ", broken);
            }
        }
        return null;
    }

    /** The history without whatever need not be in it for something to differ. */
    private static Difference shrunk(Difference found, Opening opening) throws Exception {
        Difference shortest = found;
        int attempts = 0;
        for (int i = shortest.history().size() - 2; i >= 0 && attempts < SHRINKING_ATTEMPTS_MAX; i--, attempts++) {
            List<Command> without = new ArrayList<>(shortest.history());
            without.remove(i);
            Optional<Difference> still = firstDifference(without, opening);
            if (still.isPresent()) {
                shortest = still.get();
                i = Math.min(i, shortest.history().size() - 1);
            }
        }
        return shortest;
    }

    private static String report(long seed, int steps, Difference difference) {
        StringBuilder text = new StringBuilder();
        text.append("the history of seed ").append(seed).append(" (").append(steps);
        text.append(" steps) differs; replay it alone with -Donsale.seed=").append(seed);
        text.append(". This much of it is enough:\n");
        difference
                .history()
                .forEach(command -> text.append("  ").append(command).append('\n'));
        return text.append(difference.what()).toString();
    }
}
