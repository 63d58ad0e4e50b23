package dev.onsale.node;

import dev.onsale.config.NodeOptions;
import dev.onsale.disk.DiskReserve;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Standstill;
import dev.onsale.orders.BookAnew;
import dev.onsale.orders.BookSnapshot;
import dev.onsale.orders.Bookmark;
import dev.onsale.orders.OrderBook;
import dev.onsale.orders.OrderBookException;
import dev.onsale.orders.OrderProjector;
import dev.onsale.orders.PostgresBookRepair;
import dev.onsale.orders.PostgresBookSnapshot;
import dev.onsale.orders.PostgresOrderBook;
import dev.onsale.orders.SqliteBookRepair;
import dev.onsale.orders.SqliteBookSnapshot;
import dev.onsale.orders.SqliteOrderBook;
import dev.onsale.sale.Sale;
import dev.onsale.witness.LedgerWitness;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wiring of the order book: knows which database it is in. Stateless. */
public final class OrderBooks {

    private static final Logger LOG = LoggerFactory.getLogger(OrderBooks.class);

    private OrderBooks() {}

    /**
     * Opens the order book, makes sure that it is the ledger's, and starts to write it. To be called when the ledger was started last: the projector has to
     * outlive the ledger, so that the book ends where the journal ends.
     *
     * @param standstill in front of the ledger
     * @throws StartException if the book cannot be used, or says that nothing may be sold from this ledger
     */
    static OrderBook start(
            NodeOptions options, LedgerParts ledger, Standstill standstill, RunningParts parts, MeterRegistry registry)
            throws StartException {
        Journals journals = ledger.openJournals();
        parts.addBeneath("the order book's reader of the journal", journals);
        OrderBook book = openToWrite(options);
        parts.addBeneath("the order book", book);
        Journals seen = ledger.openJournals();
        LedgerWitness witness = witness(seen, book, standstill);
        ledger.feed().onCommit(witness);
        OrderProjector projector =
                OrderProjector.start(journals, ledger.feed(), book, ledger.written(), witness::mayWriteBook);
        parts.addBeneath("the order book's projector", projector);
        parts.add("the witness's reader of the journal", seen);
        parts.add("the ledger's witness", witness);
        witness.watch(projector::astrayJournals);
        measure(projector, registry);
        Gauge.builder("onsale.standstill", standstill, still -> still.standsStill() ? 1 : 0)
                .description("1 while nothing is sold since the ledger has lost events or is another one")
                .register(registry);
        return book;
    }

    /**
     * To be asked before a journal is made where there is none: an order book that knows of orders says that there was one.
     *
     * @throws EventLogException if so
     */
    static void refuseWithoutJournal(NodeOptions options) {
        try {
            Optional<BookSnapshot> book =
                    options.orders() == null ? look(options.data()) : look(options.orders(), options.ordersPassword());
            if (book.isEmpty()) {
                return;
            }
            try (BookSnapshot open = book.get()) {
                SaleCount sales = new SaleCount();
                open.sales(sales);
                if (sales.count > 0) {
                    throw new EventLogException(withoutJournal(options, sales.count, open.bookmark(Journals.SOLE)));
                }
            }
        } catch (OrderBookException e) {
            LOG.debug("The order book cannot be looked at now; it is asked again when the ledger is there", e);
        }
    }

    private static String withoutJournal(NodeOptions options, long sales, Bookmark bookmark) {
        return "There is no journal in " + options.data() + ", but the order book "
                + (options.orders() == null ? "orders.db there" : "of --orders") + " knows "
                + (sales == 1 ? "a sale" : sales + " sales")
                + (bookmark.position() > 0 ? " and events up to " + bookmark.position() : " of another ledger")
                + ". Nothing was changed. Bring back journal.db together with its journal.db-wal from where they went, or the whole folder"
                + " from the newest backup; or name the right ledger or order book. To go on without a journal, `onsale audit"
                + " --repair` gives a new ledger what the order book knows, and `onsale audit --accept` gives that up.";
    }

    /** Counts the sales of a book. */
    private static final class SaleCount implements BookSnapshot.RowVisitor<Sale> {
        private long count;

        @Override
        public void row(Sale sale) {
            count++;
        }

        @Override
        public void unreadable(String id, String why) {
            count++;
        }
    }

    private static LedgerWitness witness(Journals journals, OrderBook book, Standstill standstill)
            throws StartException {
        try {
            return LedgerWitness.start(journals, book, standstill);
        } catch (OrderBookException | EventLogException e) {
            journals.close();
            throw new StartException(e);
        }
    }

    private static void measure(OrderProjector projector, MeterRegistry registry) {
        Gauge.builder("onsale.orderbook.lag", projector, OrderProjector::lag)
                .description("Events that are durable but not yet in the order book")
                .baseUnit("events")
                .register(registry);
        Gauge.builder("onsale.orderbook.astray", projector, OrderProjector::astray)
                .description("Journals that lost events which the order book has, and wait for a repair")
                .baseUnit("journals")
                .register(registry);
        FunctionCounter.builder("onsale.orderbook.failures", projector, OrderProjector::failures)
                .description("How often the order book could not be written")
                .register(registry);
        FunctionCounter.builder("onsale.orderbook.writes", projector, OrderProjector::writes)
                .description("Transactions that wrote the order book")
                .register(registry);
    }

    private static OrderBook openToWrite(NodeOptions options) throws StartException {
        String url = options.orders();
        try {
            return url == null
                    ? SqliteOrderBook.open(options.data(), DiskReserve.of(options.data()))
                    : PostgresOrderBook.open(url, options.ordersPassword());
        } catch (OrderBookException e) {
            throw new StartException(e);
        }
    }

    /**
     * The order book of a database as it is now, to read, also beside running nodes; empty where there is none.
     *
     * @param url as in {@link NodeOptions#orders}
     * @param password null for the one in the URL, or none
     * @throws OrderBookException if it cannot be read
     */
    public static Optional<BookSnapshot> look(String url, @Nullable String password) {
        return PostgresBookSnapshot.open(url, password);
    }

    /**
     * The order book of a data folder as it is now, to read, also beside a running node; empty where there is none.
     *
     * @throws OrderBookException if it cannot be read
     */
    public static Optional<BookSnapshot> look(Path folder) {
        return SqliteBookSnapshot.open(folder);
    }

    /**
     * Lets an order book follow again a ledger that people have seen to.
     *
     * @param folder where the book is, if {@code url} is null
     * @param password null for the one in the URL, or none
     * @return where it keeps what could not be given back, in words
     * @throws OrderBookException if that could not be written; then nothing was
     */
    public static String beginAnew(Path folder, @Nullable String url, @Nullable String password, BookAnew anew) {
        if (url == null) {
            return "the file " + SqliteBookRepair.beginAnew(folder, anew) + ", a copy of the whole book as it was";
        }
        PostgresBookRepair.beginAnew(url, password, anew);
        return "the table lost_orders of the order book";
    }
}
