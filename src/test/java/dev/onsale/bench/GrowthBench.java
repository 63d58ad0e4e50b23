package dev.onsale.bench;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.Decision;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.StockState;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import dev.onsale.sale.Tier;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a decision costs as the work grows: an order is placed in a sale that is about half full, decided and applied, and the oldest one is
 * released, so that the stock stays as full as it is. No journal, no threads. {@code bench/growth.sh} runs it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, batchSize = GrowthBench.ORDERS)
@Measurement(iterations = 7, batchSize = GrowthBench.ORDERS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx2g", "-XX:+UseCompactObjectHeaders", "--sun-misc-unsafe-memory-access=allow"})
public class GrowthBench {

    /** Orders of one iteration; a JMH score in milliseconds divided by it is what one order and one release take. */
    static final int ORDERS = 40_000;

    private static final int LIVE_MAX = 20_000;

    /** Seats of each sale. */
    @Param("10000")
    public int seats;

    /** Legs of each sale. */
    @Param("1")
    public int legs;

    /** Sales that orders are spread over. */
    @Param("1")
    public int sales;

    private final SplittableRandom random = new SplittableRandom(1);
    private final ArrayDeque<Order> live = new ArrayDeque<>();
    private StockState state;
    private int number;

    /** Opens the sales and half fills them; with many seats, as far as {@link #LIVE_MAX} orders go. */
    @Setup(Level.Trial)
    public void open() {
        state = new StockState();
        for (int sale = 0; sale < sales; sale++) {
            apply(state.decide(new Command.OpenSale(0, sale(sale))));
        }
        long half = (long) seats * sales / 2;
        for (long i = Math.min(half, LIVE_MAX); i > 0; i--) {
            place();
        }
    }

    private Sale sale(int sale) {
        List<String> stops = legs == 1
                ? List.of()
                : IntStream.rangeClosed(0, legs)
                        .mapToObj(stop -> "stop-" + stop)
                        .toList();
        return new Sale(
                "sale-" + sale,
                "A sale",
                0,
                Sale.NEVER,
                600,
                Deduct.HOLD,
                Sale.NO_LIMIT,
                false,
                Status.ACTIVE,
                stops,
                List.of(new Tier("floor", "Floor", seats, 100, "CNY", List.of())));
    }

    private Decision apply(Decision decision) {
        decision.events().forEach(state::apply);
        return decision;
    }

    private void place() {
        int i = number++;
        int from = legs == 1 ? 0 : random.nextInt(legs);
        int to = legs == 1 ? 0 : from + 1 + random.nextInt(legs - from);
        Decision decision = apply(state.decide(new Command.PlaceOrder(
                1,
                "sale-" + random.nextInt(sales),
                OrderId.mint(1, random),
                Orders.buyer(i),
                Orders.key(i),
                "floor",
                legs == 1 ? null : "stop-" + from,
                legs == 1 ? null : "stop-" + to,
                1)));
        if (decision.outcome() instanceof Outcome.OfOrder(Order order, boolean repeated)) {
            live.addLast(order);
        }
    }

    /** One order, and one release. */
    @Benchmark
    public Decision placeAndRelease() {
        place();
        Order oldest = live.removeFirst();
        return apply(state.decide(new Command.ReleaseOrder(2, oldest.id(), new Party.Operator())));
    }
}
