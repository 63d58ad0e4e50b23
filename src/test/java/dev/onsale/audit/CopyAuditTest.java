package dev.onsale.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.events.Journals;
import dev.onsale.events.StateCopy;
import dev.onsale.ledger.Event;
import dev.onsale.orders.ListLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Copies of a state that no program of today writes. */
class CopyAuditTest {

    private final List<Event> events = PlantedSales.everyEnding();
    private final Findings findings = new Findings();

    /** What a copy has, and of which event it says that it is. */
    private record Planted(long position, List<Event> events) implements StateCopy {
        @Override
        public String name() {
            return "the copy x";
        }

        @Override
        public boolean read(Consumer<Event> sink) {
            events.forEach(sink);
            return true;
        }
    }

    /** The journal is followed to its end, and each copy compared on the way. */
    private List<String> sentences(StateCopy copy, long tellEvery) {
        JournalAudit audit = new JournalAudit(findings, new Fingerprints(new Random(1)));
        CopyAudit copies = new CopyAudit(List.of(copy), audit, findings);
        FollowedJournal journal = new FollowedJournal(Journals.SOLE, new ListLog(events));
        for (int i = 0; i < events.size(); i++) {
            audit.follow(journal, i + 1, events.get(i));
            if ((i + 1) % tellEvery == 0) {
                copies.at(i + 1);
            }
        }
        copies.finish(events.size());
        assertThat(findings.counts().keySet()).isSubsetOf(Fault.STATE_SNAPSHOT);
        return findings.kept().stream().map(Finding::sentence).toList();
    }

    /** Each sale and order as it is in the end. */
    private List<Event> state() {
        List<Event> state = new ArrayList<>();
        for (int i = events.size() - 1; i >= 0; i--) {
            Event event = events.get(i);
            boolean isLast = state.stream().noneMatch(later -> isOfTheSame(event, later));
            if (isLast) {
                state.addFirst(event);
            }
        }
        return state;
    }

    private static boolean isOfTheSame(Event event, Event later) {
        return nameOf(event).equals(nameOf(later));
    }

    private static String nameOf(Event event) {
        return switch (event) {
            case Event.OfSale ofSale -> "sale " + ofSale.saleId();
            case Event.OfOrder ofOrder -> "order " + ofOrder.order().id();
        };
    }

    @Test
    void oneThatIsRightIsClean() {
        assertThat(sentences(new Planted(events.size(), state()), 1)).isEmpty();
    }

    @Test
    void anOrderThatItHasTwiceIsNamed() {
        List<Event> state = state();
        Event.OfOrder last = (Event.OfOrder) state.getLast();
        state.add(last);
        assertThat(sentences(new Planted(events.size(), state), 1))
                .containsExactly("The copy x: it has order " + last.order().id() + " twice.");
    }

    /** As when it was made of a journal whose entries end elsewhere. */
    @Test
    void onePastWhosePositionTheJournalWasReadIsNamed() {
        assertThat(sentences(new Planted(1, List.of()), 2))
                .containsExactly("The copy x: it does not say at which event of this journal it was made.");
    }
}
