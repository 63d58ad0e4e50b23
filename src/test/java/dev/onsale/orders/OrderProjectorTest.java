package dev.onsale.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.Wait;
import dev.onsale.config.BookLimits;
import dev.onsale.events.EventLog;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Seeds;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The projector follows a journal to its end, and goes on where its book stands. */
class OrderProjectorTest extends ProjectorScene {

    private static final int POLL_MILLIS = 20;

    @Test
    void itFollowsEveryCommit() {
        ListLog log = new ListLog(List.of());
        try (OrderProjector projector = OrderProjector.start(Journals.sole(log), log, book)) {
            log.commit(OPENED);
            for (int i = 1; i <= 20; i++) {
                log.commit(SampleOrder.of(CONCERT, i).event());
                int position = i + 1;
                Wait.until("order " + i, () -> projector.position() == position);
                assertThat(file.orders()).hasSize(i);
            }
            assertThat(projector.lag()).isZero();
        }
    }

    @Test
    void aSignalWakesIt() {
        ListLog log = new ListLog(List.of(OPENED));
        int longerThanTheTest = Math.toIntExact(PATIENCE.multipliedBy(100).toMillis());
        try (OrderProjector projector =
                OrderProjector.start(Journals.sole(log), log, book, (journal, position) -> {}, longerThanTheTest)) {
            Wait.until("the beginning", () -> projector.position() == 1);
            for (int i = 1; i <= 100; i++) {
                log.commit(SampleOrder.of(CONCERT, i).event());
                int position = i + 1;
                Wait.until("order " + i, () -> projector.position() == position);
            }
        }
    }

    @Test
    void aSignalThatIsLostCostsNoOrder() {
        ListLog log = new ListLog(List.of(OPENED));
        try (OrderProjector projector = OrderProjector.start(Journals.sole(log), log, book)) {
            Wait.until("the beginning", () -> projector.position() == 1);
            log.commitInSilence(SampleOrder.of(CONCERT, 1).event());
            Wait.until("the order", () -> projector.position() == 2);
        }
        assertThat(file.orders()).hasSize(1);
    }

    @Test
    void closingDrainsTheJournal() {
        ListLog log = openedAnd(orders(1, 5_000));
        OrderProjector projector = OrderProjector.start(Journals.sole(log), log, book);

        projector.close();

        assertThat(projector.position()).isEqualTo(5_001);
        assertThat(projector.lag()).isZero();
        assertThat(file.orders()).hasSize(5_000);
    }

    /** As when the database was away for longer than a sale is listed after its end, and all nodes were started again. */
    @Test
    void aSaleThatIsOverAndIsNotInTheBookIsFound() {
        MemoryJournals journals = new MemoryJournals();
        List<Sale> sales = List.of(CONCERT, SampleSale.concert("later", 10).sale());
        for (Sale sale : sales) {
            journals.commit(new Event.SaleOpened(1, sale));
            journals.commit(SampleOrder.of(sale, 1).event());
            journals.end(sale.id());
        }
        try (OrderProjector projector =
                OrderProjector.start(journals, listener -> {}, book, (journal, position) -> {}, POLL_MILLIS)) {
            Wait.until("both sales", () -> projector.position() == 4);
        }
        assertThat(file.orders()).hasSize(2);

        // The book has them now: nothing is kept in mind of them at the next start.
        close();
        open();
        try (OrderProjector projector =
                OrderProjector.start(journals, listener -> {}, book, (journal, position) -> {}, POLL_MILLIS)) {
            Sale open = SampleSale.concert("open", 10).sale();
            journals.commit(new Event.SaleOpened(1, open));
            Wait.until("what is open", () -> projector.position() == 1);
        }
    }

    @Test
    void aLargeCommitIsWrittenInSmallBatches() {
        ListLog log = openedAnd(orders(1, 3 * BookLimits.PROJECTOR_BATCH_EVENTS_MAX));
        RecordingBook recording = new RecordingBook(book, 0);

        OrderProjector.start(Journals.sole(new OnePage(log, () -> {})), log, recording)
                .close();

        assertThat(recording.batches).hasSize(4).allSatisfy(size -> assertThat(size)
                .isLessThanOrEqualTo(BookLimits.PROJECTOR_BATCH_EVENTS_MAX));
        assertThat(file.orders()).hasSize(3 * BookLimits.PROJECTOR_BATCH_EVENTS_MAX);
    }

    /** The last commit falls between the projector's last look into the journal and its look at whether it should end. */
    @Test
    void whatIsCommittedJustBeforeTheEndIsWritten() throws InterruptedException {
        ListLog log = openedAnd(orders(1, 5));
        AtomicReference<OrderProjector> projector = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        Thread closer = new Thread(() -> projector.get().close());
        OnePage journal = new OnePage(log, () -> {
            awaitLatch(started);
            log.commitInSilence(SampleOrder.of(CONCERT, 6).event());
            closer.start();
            Wait.until("the closer to wait", () -> closer.getState() == Thread.State.TIMED_WAITING);
        });
        projector.set(OrderProjector.start(Journals.sole(journal), log, book));
        started.countDown();
        Wait.until("the closer to begin", () -> closer.getState() != Thread.State.NEW);

        closer.join(PATIENCE);

        assertThat(closer.isAlive()).isFalse();
        assertThat(file.orders()).hasSize(6);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A journal that gives all that it has as one commit, and does something when it first has nothing more. */
    private static final class OnePage implements EventLog {
        private final EventLog log;
        private Runnable atTheEnd;

        OnePage(EventLog log, Runnable atTheEnd) {
            this.log = log;
            this.atTheEnd = atTheEnd;
        }

        @Override
        public Page read(long after, int eventsMax) {
            Page page = log.read(after, Integer.MAX_VALUE);
            if (page.events().isEmpty()) {
                Runnable action = atTheEnd;
                atTheEnd = () -> {};
                action.run();
            }
            return page;
        }

        @Override
        public long end() {
            return log.end();
        }

        @Override
        public void close() {}
    }

    @Test
    void aRestartGoesOnWhereTheBookStands() {
        ListLog log = openedAnd(orders(1, 10));
        OrderProjector.start(Journals.sole(log), log, book).close();
        book.close();
        // Had it begun anew, the row would be back.
        log.commitInSilence(orders(11, 30).toArray(Event[]::new));
        book = SqliteOrderBook.open(dataDir);
        RecordingBook recording = new RecordingBook(book, 0);

        OrderProjector.start(Journals.sole(log), log, recording).close();

        assertThat(recording.firstPosition).isEqualTo(31);
        assertThat(recording.eventsApplied).isEqualTo(20);
        assertThat(file.orders()).hasSize(30);
    }

    @Test
    void theBookIsTheLedgersStateRowForRow() {
        for (long seed : Seeds.some(20)) {
            RandomHistory history = new RandomHistory(seed).goOn(150);
            ListLog log = new ListLog(history.events());
            Path folder = dataDir.resolve("seed-" + seed);
            assertThat(folder.toFile().mkdir()).isTrue();
            try (SqliteOrderBook some = SqliteOrderBook.open(folder);
                    OrderProjector projector = OrderProjector.start(Journals.sole(log), log, some)) {
                for (int i = 0; i < 10; i++) {
                    int before = history.events().size();
                    history.goOn(20);
                    log.commit(history.events()
                            .subList(before, history.events().size())
                            .toArray(Event[]::new));
                }
                Wait.until(
                        "the end",
                        () -> projector.position() == history.events().size());
                assertThat(new BookFile(folder).orders())
                        .as("orders, seed %d", seed)
                        .isEqualTo(stateOf(history));
                Map<String, Sale> sales = history.state().saleIds().stream()
                        .collect(Collectors.toMap(id -> id, id -> Objects.requireNonNull(
                                        history.state().view(id))
                                .sale()));
                assertThat(new BookFile(folder).sales())
                        .as("sales, seed %d", seed)
                        .isEqualTo(sales);
            }
        }
    }

    private static Map<String, Order> stateOf(RandomHistory history) {
        return history.orders().stream()
                .collect(Collectors.toMap(
                        OrderId::toString,
                        id -> Objects.requireNonNull(history.state().order(id))));
    }
}
