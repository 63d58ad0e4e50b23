package dev.onsale;

import dev.onsale.config.NodeOptions;
import dev.onsale.events.EventFeed;
import dev.onsale.events.Journals;
import dev.onsale.orders.BookSnapshot;
import dev.onsale.orders.OrderBook;
import dev.onsale.orders.OrderBookException;
import dev.onsale.orders.OrderProjector;
import dev.onsale.orders.PostgresBookSnapshot;
import dev.onsale.orders.PostgresOrderBook;
import dev.onsale.orders.SqliteBookSnapshot;
import dev.onsale.orders.SqliteOrderBook;
import dev.onsale.start.StartException;
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
     * Opens the order book and starts to write it. To be called when the ledger was started last: the projector has to outlive
     * the ledger, so that the book ends where the journal ends.
     *
     * @param journals for the projector; closed with the other parts
     * @param written told how far the book is
     * @throws StartException if the book cannot be used
     */
    static OrderBook start(
            NodeOptions options,
            Journals journals,
            EventFeed feed,
            OrderProjector.Listener written,
            RunningParts parts,
            MeterRegistry registry)
            throws StartException {
        parts.addBeneath("the order book's reader of the journal", journals);
        OrderBook book = openToWrite(options);
        parts.addBeneath("the order book", book);
        OrderProjector projector = OrderProjector.start(journals, feed, book, written);
        parts.addBeneath("the order book's projector", projector);
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
        return book;
    }

    private static OrderBook openToWrite(NodeOptions options) throws StartException {
        String url = options.orders();
        try {
            return url == null
                    ? SqliteOrderBook.open(options.data())
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
}
