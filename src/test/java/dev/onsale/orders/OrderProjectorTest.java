package dev.onsale.orders;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderProjectorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Sale CONCERT = SampleSale.concert("concert", 100_000).sale();
    private static final Event OPENED = new Event.SaleOpened(1, CONCERT);

    @TempDir
    private Path dataDir;

    private BookFile file;
    private SqliteOrderBook book;

    @BeforeEach
    void open() {
        file = new BookFile(dataDir);
        book = SqliteOrderBook.open(dataDir);
    }

    @AfterEach
    void close() {
        book.close();
    }

    private static List<Event> orders(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> (Event) SampleOrder.of(CONCERT, i).event())
                .toList();
    }

    private static ListLog openedAnd(List<Event> events) {
        ListLog log = new ListLog(List.of(OPENED));
        log.commitInSilence(events.toArray(Event[]::new));
        return log;
    }

    private static void await(String what, BooleanSupplier done) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime() - until).as("time over for: " + what).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    @Test
    void itFollowsEveryCommit() {
        ListLog log = new ListLog(List.of());
        try (OrderProjector projector = OrderProjector.start(Journals.sole(log), log, book)) {
            log.commit(OPENED);
            for (int i = 1; i <= 20; i++) {
                log.commit(SampleOrder.of(CONCERT, i).event());
                int position = i + 1;
                await("order " + i, () -> projector.position() == position);
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
            await("the beginning", () -> projector.position() == 1);
            for (int i = 1; i <= 100; i++) {
                log.commit(SampleOrder.of(CONCERT, i).event());
                int position = i + 1;
                await("order " + i, () -> projector.position() == position);
            }
        }
    }

    @Test
    void aSignalThatIsLostCostsNoOrder() {
        ListLog log = new ListLog(List.of(OPENED));
        try (OrderProjector projector = OrderProjector.start(Journals.sole(log), log, book)) {
            await("the beginning", () -> projector.position() == 1);
            log.commitInSilence(SampleOrder.of(CONCERT, 1).event());
            await("the order", () -> projector.position() == 2);
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
            await("the closer to wait", () -> closer.getState() == Thread.State.TIMED_WAITING);
        });
        projector.set(OrderProjector.start(Journals.sole(journal), log, book));
        started.countDown();
        await("the closer to begin", () -> closer.getState() != Thread.State.NEW);

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

    /** It may be all that is left of some orders. */
    @Test
    void aBookAheadOfTheJournalIsLeftAsItIs() {
        ListLog log = openedAnd(orders(1, 30));
        OrderProjector.start(Journals.sole(log), log, book).close();
        book.close();
        log.cutBehind(11);
        book = SqliteOrderBook.open(dataDir);

        try (OrderProjector projector = OrderProjector.start(Journals.sole(log), log, book)) {
            await("it to be noticed", () -> projector.astrayJournals().equals(List.of(Journals.SOLE)));
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
            await("a look", () -> projector.lag() == 6);
            assertThat(projector.writes()).isZero();
            mayWrite.set(true);
            await("the book", () -> projector.position() == 6);
        }
    }

    @Test
    void aBookThatCannotBeWrittenIsTriedAgain() {
        ListLog log = openedAnd(orders(1, 50));
        RecordingBook failing = new RecordingBook(book, 3);
        try (OrderProjector projector = OrderProjector.start(Journals.sole(log), log, failing)) {
            await("the fourth try", () -> projector.position() == 51);
            assertThat(projector.failures()).isEqualTo(3);
        }
        assertThat(file.orders()).hasSize(50);
    }

    @Test
    void aJournalThatCannotBeReadIsTriedAgain() {
        ListLog log = openedAnd(orders(1, 5));
        log.fail("the disk is gone");
        try (OrderProjector projector = OrderProjector.start(Journals.sole(log), log, book)) {
            await("a failure", () -> projector.failures() > 0);
            assertThat(projector.lag()).isEqualTo(6);
            log.fail(null);
            await("all orders", () -> projector.position() == 6);
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
            await("the first", () -> projector.position() == 701);

            ListLog late = new ListLog(List.of(new Event.SaleOpened(1, other)));
            sales.logs.put("other", late);
            await("the one that nobody told of", () -> projector.position() == 702);
            late.fail("the disk of this one is gone");
            late.commitInSilence(SampleOrder.of(other, 1).event());
            await("a failure", () -> projector.failures() > 0);
            sales.logs
                    .get("concert")
                    .commitInSilence(SampleOrder.of(CONCERT, 701).event());
            await(
                    "the first, whatever becomes of the other",
                    () -> file.orders().size() == 701);
            late.fail(null);
            await("the other", () -> file.orders().size() == 702);
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
            await("some tries", () -> shared.claims.get() > 2);
            assertThat(file.orders()).isEmpty();
            assertThat(projector.failures()).isZero();
            shared.isTaken = false;
            await("the orders", () -> projector.position() == 6);
        }
        assertThat(file.orders()).hasSize(5);
    }

    @Test
    void closingIsBoundedWhenTheBookCannotBeWritten() {
        ListLog log = openedAnd(orders(1, 5));
        RecordingBook failing = new RecordingBook(book, Integer.MAX_VALUE);
        OrderProjector projector = OrderProjector.start(Journals.sole(log), log, failing);
        await("a failure", () -> projector.failures() > 0);

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
            await("the write to begin", () -> slow.begun);
            for (int i = 6; i <= 1_000; i++) {
                log.commit(SampleOrder.of(CONCERT, i).event()); // would hang here
            }
            assertThat(projector.lag()).isEqualTo(1_001);
            release.countDown();
        }
        assertThat(projector.position()).isEqualTo(1_001);
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
                await("the end", () -> projector.position() == history.events().size());
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

    /** A book that counts, and fails its first calls. Owned by the projector's thread, looked at when that is done. */
    private static final class RecordingBook implements OrderBook {
        private final OrderBook book;
        private int failuresLeft;
        private Runnable beforeApply = () -> {};
        private volatile boolean begun;
        private volatile boolean isTaken;
        private final AtomicInteger claims = new AtomicInteger();
        private long firstPosition;
        private final List<Integer> batches = new ArrayList<>();
        private int eventsApplied;

        RecordingBook(OrderBook book, int failures) {
            this.book = book;
            this.failuresLeft = failures;
        }

        @Override
        public Optional<BookOwner> owner() {
            return book.owner();
        }

        @Override
        public void belongTo(BookOwner owner) {
            book.belongTo(owner);
        }

        @Override
        public Map<String, Bookmark> bookmarks() {
            return book.bookmarks();
        }

        @Override
        public Optional<String> setAside(List<String> journals) {
            return book.setAside(journals);
        }

        @Override
        public void write(String journal, List<Event> events) {
            book.write(journal, events);
        }

        @Override
        public void leap(String journal, Bookmark from, Bookmark to) {
            book.leap(journal, from, to);
        }

        @Override
        public boolean claim(String journal) {
            claims.incrementAndGet();
            return !isTaken && book.claim(journal);
        }

        @Override
        public Bookmark bookmark(String journal) {
            return book.bookmark(journal);
        }

        @Override
        public void apply(String journal, List<Event> events, long position) {
            begun = true;
            beforeApply.run();
            if (failuresLeft > 0) {
                failuresLeft--;
                throw new OrderBookException("The test's book cannot be written.");
            }
            book.apply(journal, events, position);
            firstPosition = batches.isEmpty() ? position : firstPosition;
            batches.add(events.size());
            eventsApplied += events.size();
        }

        @Override
        public void clear(String journal) {
            book.clear(journal);
        }

        @Override
        public OrderPage list(OrderQuery query) {
            return book.list(query);
        }

        @Override
        public void close() {}
    }
}
