package dev.onsale.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.Wait;
import dev.onsale.events.EventLog;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Event;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What the projector does when journal or book are not as they should be, or are another's. */
class ProjectorTroubleTest extends ProjectorScene {

    /** It may be all that is left of some orders. */
    @Test
    void aBookAheadOfTheJournalIsLeftAsItIs() {
        ListLog log = openedAnd(orders(1, 30));
        OrderProjector.start(Journals.sole(log), log, book).close();
        book.close();
        log.cutBehind(11);
        book = SqliteOrderBook.open(dataDir);

        try (OrderProjector projector = OrderProjector.start(Journals.sole(log), log, book)) {
            Wait.until("it to be noticed", () -> projector.astrayJournals().equals(List.of(Journals.SOLE)));
            assertThat(file.orders()).hasSize(30);
        }
    }

    @Test
    void theBookOfAnotherJournalIsLeftAsItIs() {
        ListLog log = openedAnd(orders(1, 30));
        OrderProjector.start(Journals.sole(log), log, book).close();
        book.close();
        // An older copy was restored, and has sold other tickets since, more than before.
        log.cutBehind(11);
        log.commitInSilence(orders(1_000, 1_100).toArray(Event[]::new));
        book = SqliteOrderBook.open(dataDir);

        OrderProjector.start(Journals.sole(log), log, book).close();

        assertThat(file.orders()).hasSize(30);
    }

    @Test
    void aBookThatMayBeAnothersIsNotWritten() {
        ListLog log = openedAnd(orders(1, 5));
        AtomicBoolean mayWrite = new AtomicBoolean();
        try (OrderProjector projector =
                OrderProjector.start(Journals.sole(log), log, book, (journal, position) -> {}, mayWrite::get)) {
            Wait.until("a look", () -> projector.lag() == 6);
            assertThat(projector.writes()).isZero();
            mayWrite.set(true);
            Wait.until("the book", () -> projector.position() == 6);
        }
    }

    @Test
    void aBookThatCannotBeWrittenIsTriedAgain() {
        ListLog log = openedAnd(orders(1, 50));
        RecordingBook failing = new RecordingBook(book, 3);
        try (OrderProjector projector = OrderProjector.start(Journals.sole(log), log, failing)) {
            Wait.until("the fourth try", () -> projector.position() == 51);
            assertThat(projector.failures()).isEqualTo(3);
        }
        assertThat(file.orders()).hasSize(50);
    }

    @Test
    void aJournalThatCannotBeReadIsTriedAgain() {
        ListLog log = openedAnd(orders(1, 5));
        log.fail("the disk is gone");
        try (OrderProjector projector = OrderProjector.start(Journals.sole(log), log, book)) {
            Wait.until("a failure", () -> projector.failures() > 0);
            assertThat(projector.lag()).isEqualTo(6);
            log.fail(null);
            Wait.until("all orders", () -> projector.position() == 6);
        }
    }

    /** Two journals, of which the second is not there at first. */
    private static final class TwoSales implements Journals {
        private final Map<String, ListLog> logs = new ConcurrentHashMap<>();

        @Override
        public Collection<String> names() {
            return logs.keySet();
        }

        @Override
        public EventLog journal(String name) {
            return Objects.requireNonNull(logs.get(name));
        }

        @Override
        public void close() {}
    }

    @Test
    void eachJournalGoesItsOwnWay() {
        Sale other = SampleSale.concert("other", 10).sale();
        TwoSales sales = new TwoSales();
        sales.logs.put("concert", openedAnd(orders(1, 700)));
        ListLog feed = new ListLog(List.of());
        try (OrderProjector projector = OrderProjector.start(sales, feed, book)) {
            Wait.until("the first", () -> projector.position() == 701);

            ListLog late = new ListLog(List.of(new Event.SaleOpened(1, other)));
            sales.logs.put("other", late);
            Wait.until("the one that nobody told of", () -> projector.position() == 702);
            late.fail("the disk of this one is gone");
            late.commitInSilence(SampleOrder.of(other, 1).event());
            Wait.until("a failure", () -> projector.failures() > 0);
            sales.logs
                    .get("concert")
                    .commitInSilence(SampleOrder.of(CONCERT, 701).event());
            Wait.until(
                    "the first, whatever becomes of the other",
                    () -> file.orders().size() == 701);
            late.fail(null);
            Wait.until("the other", () -> file.orders().size() == 702);
        }
        assertThat(file.bookmark("concert")).isEqualTo(702);
        assertThat(file.bookmark("other")).isEqualTo(2);
    }

    @Test
    void aJournalThatAnotherNodeWritesIsLeftToItUntilItIsGone() {
        ListLog log = openedAnd(orders(1, 5));
        RecordingBook shared = new RecordingBook(book, 0);
        shared.isTaken = true;
        try (OrderProjector projector =
                OrderProjector.start(Journals.sole(log), log, shared, (journal, position) -> {}, 10)) {
            Wait.until("some tries", () -> shared.claims.get() > 2);
            assertThat(file.orders()).isEmpty();
            assertThat(projector.failures()).isZero();
            shared.isTaken = false;
            Wait.until("the orders", () -> projector.position() == 6);
        }
        assertThat(file.orders()).hasSize(5);
    }

    @Test
    void closingIsBoundedWhenTheBookCannotBeWritten() {
        ListLog log = openedAnd(orders(1, 5));
        RecordingBook failing = new RecordingBook(book, Integer.MAX_VALUE);
        OrderProjector projector = OrderProjector.start(Journals.sole(log), log, failing);
        Wait.until("a failure", () -> projector.failures() > 0);

        projector.close();

        assertThat(projector.lag()).isEqualTo(6);
        // It waits between its tries at the end too.
        assertThat(projector.failures()).isLessThan(20);
    }

    @Test
    void theLedgersThreadOnlyLeavesWord() {
        ListLog log = openedAnd(orders(1, 5));
        CountDownLatch release = new CountDownLatch(1);
        RecordingBook slow = new RecordingBook(book, 0);
        slow.beforeApply = () -> {
            try {
                assertThat(release.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        OrderProjector projector = OrderProjector.start(Journals.sole(log), log, slow);
        try (projector) {
            Wait.until("the write to begin", () -> slow.begun);
            for (int i = 6; i <= 1_000; i++) {
                log.commit(SampleOrder.of(CONCERT, i).event()); // would hang here
            }
            assertThat(projector.lag()).isEqualTo(1_001);
            release.countDown();
        }
        assertThat(projector.position()).isEqualTo(1_001);
    }
}
