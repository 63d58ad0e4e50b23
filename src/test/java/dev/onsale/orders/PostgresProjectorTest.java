package dev.onsale.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.Wait;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Seeds;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Projectors of several nodes upon one PostgreSQL, and what may happen to that meanwhile. */
@Tag("servers")
class PostgresProjectorTest {

    private static final Sale CONCERT = SampleSale.concert("concert", 100_000).sale();
    private static final Event OPENED = new Event.SaleOpened(1, CONCERT);

    private BookDatabase database;

    @BeforeEach
    void create() {
        database = BookDatabase.create();
    }

    /** A node, as far as the order book is concerned. */
    private final class BookNode implements AutoCloseable {
        private final OrderBook book = database.open();
        private final OrderProjector projector;

        BookNode(Journals journals, OrderProjector.Listener listener) {
            projector = OrderProjector.start(journals, new ListLog(List.of()), book, listener, 20);
        }

        /** As if the process were gone: the connection ends, and nothing more is written. */
        @Override
        public void close() {
            projector.close();
            book.close();
        }
    }

    private static Map<String, Order> stateOf(RandomHistory history) {
        return history.orders().stream()
                .collect(Collectors.toMap(
                        OrderId::toString,
                        id -> Objects.requireNonNull(history.state().order(id))));
    }

    /** The rush of this class: while sales go on, the server is killed and comes back, and one of two nodes dies for good. */
    @Test
    void whoeverDiesTheBookEndsEqualToTheLedgerRowForRow() throws SQLException {
        long seed = Seeds.next();
        RandomHistory history = new RandomHistory(seed);
        MemoryJournals journals = new MemoryJournals();
        int[] told = {0};
        Runnable sell = () -> {
            history.goOn(300);
            for (; told[0] < history.events().size(); told[0]++) {
                journals.commit(history.events().get(told[0]));
            }
        };
        ConcurrentLinkedQueue<String> written = new ConcurrentLinkedQueue<>();
        BookNode first = new BookNode(journals, (journal, position) -> written.add(journal + " " + position));
        try (BookNode second = new BookNode(journals, (journal, position) -> written.add(journal + " " + position))) {
            sell.run();
            Wait.until("the beginning", () -> journals.isIn(database));
            TestPostgres.shared().kill();
            try {
                sell.run();
                Wait.until("failures", () -> first.projector.failures() + second.projector.failures() > 0);
            } finally {
                TestPostgres.shared().startAgain();
            }
            sell.run();
            first.close();
            sell.run();
            Wait.until("all of it", () -> journals.isIn(database));
            assertThat(second.projector.astray()).isZero();
        } finally {
            first.close();
        }
        assertThat(database.orders()).as("seed %d", seed).isEqualTo(stateOf(history));
        assertThat(database.sales().values())
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(history.state().saleIds().stream()
                        .map(id ->
                                Objects.requireNonNull(history.state().view(id)).sale())
                        .toList());
        // Each batch was told of once, though two nodes were there to write it.
        assertThat(written).doesNotHaveDuplicates();
        assertThat(written).contains("train " + journals.journal("train").end());
    }

    @Test
    void aJournalThatLostItsEndIsAstrayAndTheBookIsLeftAsItIs() {
        MemoryJournals journals = new MemoryJournals();
        journals.commit(OPENED);
        for (int i = 1; i <= 5; i++) {
            journals.commit(SampleOrder.of(CONCERT, i).event());
        }
        try (BookNode node = new BookNode(journals, (journal, position) -> {})) {
            Wait.until("the orders", () -> database.orders().size() == 5);

            ListLog log = journals.log("concert");
            log.cutBehind(3);
            Wait.until("it to be noticed", () -> node.projector.astray() == 1);
            // The ledger goes on selling, and gets past where the book is.
            for (int i = 11; i <= 20; i++) {
                journals.commit(SampleOrder.of(CONCERT, i).event());
            }
            Sale other = SampleSale.concert("other", 10).sale();
            journals.commit(new Event.SaleOpened(1, other));
            Wait.until("other journals to be followed", () -> database.bookmark("other") == 1);
            assertThat(node.projector.astray()).isEqualTo(1);
        }
        assertThat(database.bookmark("concert")).isEqualTo(6);
        assertThat(database.orders()).hasSize(5);

        // So is one that was astray before the node began.
        try (BookNode node = new BookNode(journals, (journal, position) -> {})) {
            Wait.until("it to be noticed again", () -> node.projector.astray() == 1);
            journals.log("concert").cutBehind(3);
            for (int i = 3; i <= 7; i++) {
                journals.commit(SampleOrder.of(CONCERT, i).event());
            }
            Wait.until("a journal that is whole again", () -> node.projector.astray() == 0);
            Wait.until("the rest", () -> database.orders().size() == 7);
        }
    }

    /** Both at once: the end was lost, and as many other events came before the projector looked again. */
    @Test
    void otherEventsAtTheSamePlacesAreNoticedToo() {
        MemoryJournals journals = new MemoryJournals();
        journals.commit(OPENED);
        journals.commit(SampleOrder.of(CONCERT, 1).event());
        try (BookNode node = new BookNode(journals, (journal, position) -> {})) {
            Wait.until("the order", () -> database.orders().size() == 1);

            MemoryJournals changed = new MemoryJournals();
            changed.commit(OPENED);
            changed.commit(SampleOrder.of(CONCERT, 2).event());
            changed.commit(SampleOrder.of(CONCERT, 3).event());
            ListLog log = journals.log("concert");
            synchronized (log) {
                log.cutBehind(1);
                log.commitInSilence(
                        SampleOrder.of(CONCERT, 2).event(),
                        SampleOrder.of(CONCERT, 3).event());
            }
            Wait.until("it to be noticed", () -> node.projector.astray() == 1);
        }
        assertThat(database.orders().values()).extracting(Order::number).containsExactly(1L);
    }
}
