package dev.onsale.bench;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.embedded.EmbeddedLedger;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/**
 * Orders sold through an {@link EmbeddedLedger} in batches of a given size: that many buyers are under way at a time, each orders again as soon as
 * the answer to the order before is told. The orders are made on the ledger's own thread, so making them counts.
 */
final class BatchesOfOrders implements AutoCloseable {

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Orders orders;
    private final Histogram commitNanos = new Histogram(3);
    private long batches;
    private long events;
    private final EmbeddedLedger ledger;

    /** With as many concerts of that many seats as are needed for the orders to come. */
    BatchesOfOrders(Path dir, int seats, int ordersMax) throws InterruptedException {
        orders = new Orders(seats);
        LedgerMeter meter = (commands, newEvents, nanos, waiting) -> {
            if (newEvents > 0) {
                batches++;
                events += newEvents;
                commitNanos.recordValue(nanos);
            }
        };
        ledger = EmbeddedLedger.open(dir, InstantSource.system(), meter, this::fail);
        int concerts = Math.ceilDiv(ordersMax, seats);
        CountDownLatch opened = new CountDownLatch(concerts);
        for (int place = 0; place < concerts; place++) {
            ledger.submit(new Command.OpenSale(0, Orders.concert(place, seats)), outcome -> opened.countDown());
        }
        opened.await();
        commitNanos.reset();
        batches = 0;
        events = 0;
    }

    private void fail(Throwable cause) {
        failure.set(cause);
        cause.printStackTrace();
        Runtime.getRuntime().halt(1);
    }

    EmbeddedLedger ledger() {
        return ledger;
    }

    /** How long each commit took, in nanoseconds. */
    Histogram commitNanos() {
        return commitNanos;
    }

    double meanBatch() {
        return (double) events / batches;
    }

    /** Sells that many orders of one seat; all are durable when it returns. */
    void sell(int count, int batch) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(Math.min(batch, count));
        for (int lane = 0; lane < Math.min(batch, count); lane++) {
            new Lane(done, count / batch + (lane < count % batch ? 1 : 0)).go();
        }
        done.await();
    }

    @Override
    public void close() {
        ledger.close();
    }

    /** One buyer after another. */
    private final class Lane {
        private final CountDownLatch done;
        private int left;

        Lane(CountDownLatch done, int left) {
            this.done = done;
            this.left = left;
        }

        void go() {
            if (left == 0) {
                done.countDown();
                return;
            }
            left--;
            Command.PlaceOrder order;
            synchronized (orders) {
                order = orders.next();
            }
            ledger.submit(order, this::answered);
        }

        private void answered(Outcome outcome) {
            if (!(outcome instanceof Outcome.OfOrder(var order, boolean repeated)) || repeated) {
                throw new IllegalStateException("not sold: " + outcome);
            }
            go();
        }
    }
}
