package dev.onsale.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.Wait;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.events.LedgerIdentity;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.MemoryLedger;
import dev.onsale.ledger.Standstill;
import dev.onsale.orders.BookOwner;
import dev.onsale.orders.ListLog;
import dev.onsale.orders.OrderBookException;
import dev.onsale.orders.SampleOrder;
import dev.onsale.orders.SqliteOrderBook;
import dev.onsale.sale.SampleSale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lets selling stand still, and what lets it go on. */
class LedgerWitnessTest {

    /** A ledger's mark in memory, which may be away. */
    private static final class Marked implements LedgerIdentity {
        private Mark mark = Mark.NONE;
        private boolean isAway;
        private int made;

        @Override
        public synchronized Mark read() {
            if (isAway) {
                throw new EventLogException("The test's ledger is away.");
            }
            return mark;
        }

        @Override
        public synchronized Mark make(String id) {
            made++;
            mark = new Mark(mark.id().isEmpty() ? id : mark.id(), mark.accepted(), mark.stopped());
            return mark;
        }

        @Override
        public synchronized void stop(String id, String why) {
            mark = new Mark(mark.id(), mark.accepted(), mark.stopped() == null ? why : mark.stopped());
        }

        @Override
        public synchronized void goOn(long now) {
            mark = new Mark(mark.id(), now, null);
        }

        synchronized void become(Mark other) {
            mark = other;
        }

        synchronized void away(boolean away) {
            isAway = away;
        }
    }

    @TempDir
    private Path dir;

    private final Marked identity = new Marked();
    private final Standstill standstill = new Standstill(new MemoryLedger());
    private final List<Event> events = new ArrayList<>();
    private SqliteOrderBook book;

    @BeforeEach
    void open() {
        book = SqliteOrderBook.open(dir);
        events.add(new Event.SaleOpened(1, SampleSale.concert("night", 50).sale()));
        for (int n = 1; n <= 9; n++) {
            events.add(SampleOrder.of(SampleSale.concert("night", 50).sale(), n).event());
        }
    }

    @AfterEach
    void close() {
        book.close();
    }

    private LedgerWitness start(ListLog log) {
        return LedgerWitness.start(Journals.sole(log, identity), book, standstill);
    }

    private void awaitStandstill(String why) {
        Wait.until("standing still: " + why, () -> String.valueOf(standstill.reason())
                .contains(why));
    }

    private void bookOf(String ledger) {
        book.apply(Journals.SOLE, events, events.size());
        book.belongTo(new BookOwner(ledger, 0));
    }

    @Test
    void aNewLedgerGetsAnIdAndItsBookKnowsIt() {
        try (LedgerWitness witness = start(new ListLog(events))) {
            assertThat(standstill.standsStill()).isFalse();
            assertThat(witness.mayWriteBook()).isTrue();
            assertThat(identity.read().id()).isNotEmpty();
            assertThat(book.owner()).contains(new BookOwner(identity.read().id(), 0));
        }
        try (LedgerWitness again = start(new ListLog(events))) {
            assertThat(again.mayWriteBook()).isTrue();
            assertThat(identity.made).isEqualTo(1);
        }
    }

    @Test
    void aBookOfATimeBeforeThereWereIdsIsAdoptedIfItFits() {
        book.apply(Journals.SOLE, events.subList(0, 6), 6);
        try (LedgerWitness witness = start(new ListLog(events))) {
            assertThat(witness.mayWriteBook()).isTrue();
            assertThat(book.owner()).isPresent();
        }
    }

    @Test
    void oneThatDoesNotFitIsNotAdopted() {
        book.apply(Journals.SOLE, events, events.size());
        ListLog shorter = new ListLog(events.subList(0, 4));
        assertThatThrownBy(() -> start(shorter))
                .isInstanceOf(OrderBookException.class)
                .hasMessageContaining("is at event 10, but the journal ends at 4");
        List<Event> others = new ArrayList<>(events);
        others.set(9, SampleOrder.of(SampleSale.concert("night", 50).sale(), 20).event());
        assertThatThrownBy(() -> start(new ListLog(others)))
                .isInstanceOf(OrderBookException.class)
                .hasMessageContaining("but the journal has not");
        assertThat(book.owner()).isEmpty();
        assertThat(identity.read().id())
                .as("a start that is refused leaves no trace")
                .isEmpty();
        assertThat(identity.read().stopped()).as("it may be the wrong book").isNull();
    }

    @Test
    void anotherLedgersBookStopsThisNodeAlone() {
        bookOf("x");
        identity.become(new LedgerIdentity.Mark("y", 0, null));
        assertThatThrownBy(() -> start(new ListLog(events)))
                .hasMessageContaining("another ledger: to x, and this one is y");
        assertThat(identity.read().stopped()).isNull();
        identity.become(LedgerIdentity.Mark.NONE);
        assertThatThrownBy(() -> start(new ListLog(List.of()))).hasMessageContaining("The ledger is empty");
        assertThat(identity.made).isZero();
    }

    @Test
    void aLossThatIsProvedStopsAllNodes() {
        bookOf("x");
        identity.become(new LedgerIdentity.Mark("x", 0, null));
        assertThatThrownBy(() -> start(new ListLog(events.subList(0, 5)))).hasMessageContaining("lost events");
        assertThat(identity.read().stopped()).contains("lost events");
        // Nor does another node start, whatever its book says.
        assertThatThrownBy(() -> start(new ListLog(events))).hasMessageContaining("lost events");
    }

    @Test
    void whatWasToldAndIsGoneStopsUntilPeopleDecide() {
        try (LedgerWitness witness = start(new ListLog(events))) {
            witness.cut("night");
            assertThat(standstill.standsStill()).as("at once").isTrue();
            Wait.until("the others are told", () -> identity.read().stopped() != null);
            identity.goOn(5);
            Wait.until("it goes on", () -> !standstill.standsStill());
            Wait.until("the book is looked at", witness::mayWriteBook);
        }
    }

    @Test
    void aLedgerThatIsEmptiedOrAnotherOneUnderARunningNodeStopsIt() {
        try (LedgerWitness witness = start(new ListLog(events))) {
            LedgerIdentity.Mark known = identity.read();
            identity.become(new LedgerIdentity.Mark("other", 0, null));
            awaitStandstill("another ledger by now");
            assertThat(identity.read().stopped())
                    .as("the other one is none of its business")
                    .isNull();
            identity.become(known);
            Wait.until("it is the right one again", () -> !standstill.standsStill());
            identity.become(LedgerIdentity.Mark.NONE);
            awaitStandstill("emptied");
            Wait.until("the others are told", () -> identity.read().stopped() != null);
            assertThat(witness.mayWriteBook()).isTrue();
        }
    }

    @Test
    void nothingIsSoldBeforeTheLedgerHasBeenAsked() {
        bookOf("x");
        identity.away(true);
        try (LedgerWitness witness = start(new ListLog(events.subList(0, 2)))) {
            assertThat(standstill.standsStill()).isTrue();
            assertThat(witness.mayWriteBook()).isFalse();
            identity.become(new LedgerIdentity.Mark("x", 0, null));
            identity.away(false);
            awaitStandstill("lost events");
            assertThat(witness.mayWriteBook()).isFalse();
        }
    }

    /** Each node's own file is begun anew where people have decided, and a copy of it is kept. */
    @Test
    void aBookOfOneNodeFollowsWhatPeopleHaveDecided() {
        bookOf("x");
        identity.become(new LedgerIdentity.Mark("x", 7, null));
        try (LedgerWitness witness = start(new ListLog(events.subList(0, 5)))) {
            assertThat(witness.mayWriteBook()).isTrue();
            assertThat(book.bookmarks().get(Journals.SOLE).position()).isZero();
            assertThat(book.owner()).contains(new BookOwner("x", 7));
            assertThat(Files.exists(dir.resolve("orders-before-1.db"))).isTrue();
        }
    }
}
