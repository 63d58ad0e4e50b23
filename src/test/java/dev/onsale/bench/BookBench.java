package dev.onsale.bench;

import dev.onsale.config.BookLimits;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Decision;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.StockState;
import dev.onsale.orders.SqliteOrderBook;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What it takes to write the order book: events a second of one core, in the projector's batches.
 *
 * <pre>
 *   placed DIR [EVENTS [BATCH]]     orders that are placed
 *   paid   DIR [EVENTS [BATCH]]     orders that are placed and, a batch later, paid
 * </pre>
 */
public final class BookBench {

    private static final int ROUNDS = 3;

    private BookBench() {}

    /** Runs what the arguments name. */
    public static void main(String[] args) throws Exception {
        Path parent = Files.createDirectories(Path.of(args[1]));
        int count = args.length > 2 ? Integer.parseInt(args[2]) : 200_000;
        int batch = args.length > 3 ? Integer.parseInt(args[3]) : BookLimits.PROJECTOR_BATCH_EVENTS_MAX;
        List<Event> events = events(count, args[0].equals("paid"));
        for (int round = 0; round < ROUNDS; round++) {
            Path dir = Files.createTempDirectory(parent, "book");
            long cpuBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            long before = System.nanoTime();
            try (SqliteOrderBook book = SqliteOrderBook.open(dir)) {
                book.claim(Journals.SOLE);
                for (int at = 0; at < events.size(); at += batch) {
                    int to = Math.min(at + batch, events.size());
                    book.apply(Journals.SOLE, events.subList(at, to), to);
                }
            }
            double seconds = (System.nanoTime() - before) / 1e9;
            double cpu = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuBefore) / 1e9;
            System.out.printf(
                    "%s: %,d events, %,.0f/s, %,.0f for each second of CPU (%.1f us)%n",
                    args[0], events.size(), events.size() / seconds, events.size() / cpu, cpu * 1e6 / events.size());
        }
    }

    private static List<Event> events(int count, boolean paid) {
        StockState state = new StockState();
        List<Event> events = new ArrayList<>();
        take(state, events, new Command.OpenSale(0, Orders.concert(0, 1_000_000)));
        Orders orders = new Orders(1_000_000);
        List<Command> payments = new ArrayList<>();
        while (events.size() < count) {
            Command.PlaceOrder order = orders.next();
            take(state, events, order);
            if (paid) {
                payments.add(new Command.PayOrder(order.now(), order.order(), "payment-" + events.size()));
                if (payments.size() == 300) {
                    payments.forEach(payment -> take(state, events, payment));
                    payments.clear();
                }
            }
        }
        return events;
    }

    private static void take(StockState state, List<Event> events, Command command) {
        Decision decision = state.decide(command);
        for (Event event : decision.events()) {
            state.apply(event);
            events.add(event);
        }
    }
}
