package dev.onsale;

import dev.onsale.config.NodeOptions;
import dev.onsale.disk.DiskReserve;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Standstill;
import dev.onsale.orders.BookAnew;
import dev.onsale.orders.BookSnapshot;
import dev.onsale.orders.OrderBook;
import dev.onsale.orders.OrderBookException;
import dev.onsale.orders.OrderProjector;
import dev.onsale.orders.PostgresBookRepair;
import dev.onsale.orders.PostgresBookSnapshot;
import dev.onsale.orders.PostgresOrderBook;
import dev.onsale.orders.SqliteBookRepair;
import dev.onsale.orders.SqliteBookSnapshot;
import dev.onsale.orders.SqliteOrderBook;
import dev.onsale.start.StartException;
import dev.onsale.witness.LedgerWitness;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The wiring of the order book: knows which database it is in. Stateless. */
final class OrderBooks {

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
    static Optional<BookSnapshot> look(String url, @Nullable String password) {
        return PostgresBookSnapshot.open(url, password);
    }

    /**
     * The order book of a data folder as it is now, to read, also beside a running node; empty where there is none.
     *
     * @throws OrderBookException if it cannot be read
     */
    static Optional<BookSnapshot> look(Path folder) {
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
    static String beginAnew(Path folder, @Nullable String url, @Nullable String password, BookAnew anew) {
        if (url == null) {
            return "the file " + SqliteBookRepair.beginAnew(folder, anew) + ", a copy of the whole book as it was";
        }
        PostgresBookRepair.beginAnew(url, password, anew);
        return "the table lost_orders of the order book";
    }
}
