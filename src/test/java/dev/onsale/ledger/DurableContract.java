package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a ledger that is not in memory alone does besides: it answers on its own thread, and knows everything again when it is opened again. */
interface DurableContract extends LedgerScene {

    /** Histories that are interrupted. */
    int INTERRUPTED_HISTORIES = 20;

    /** Closes the ledger and opens it again; the {@link #desk()} goes on there. */
    void reopen() throws Exception;

    @Test
    default void whatWasAnsweredIsKnownAfterAReopening() throws Exception {
        desk().open(SampleSale.concert("rush", 5).perBuyer(3));
        Command.PlaceOrder wish = desk().wish("ann", 2);
        Order held = TicketDesk.accepted(desk().ask(wish));
        Order paid = desk().paid(desk().place("bob", 1), "p1");
        desk().status(Status.PAUSED);

        reopen();
        assertThat(desk().find(held.id())).contains(held);
        assertThat(desk().find(paid.id())).contains(paid);
        assertThat(desk().ask(wish)).isEqualTo(new Outcome.OfOrder(held, true));
        assertThat(desk().pay(paid, "p1")).isEqualTo(new Outcome.OfOrder(paid, true));
        assertThat(desk().ask(new Command.OpenSale(
                        desk().now(), SampleSale.concert("rush", 5).perBuyer(3).sale())))
                .isInstanceOfSatisfying(
                        Outcome.OfSale.class, yes -> assertThat(yes.repeated()).isTrue());
        desk().assertStock(2, 2, 1);
        assertThat(desk().refusedPlace("ann", 1)).isEqualTo(new Refusal.Paused());
        desk().status(Status.ACTIVE);
        assertThat(desk().refusedPlace("ann", 2)).isEqualTo(new Refusal.BuyerLimit(3, 2));
        Order next = desk().place("ann", 1);
        assertThat(next.seats()).isEqualTo(Seats.of(4));
        assertThat(next.number()).isEqualTo(3);
        desk().at(next.expiresAt());
        assertThat(desk().expire()).isEqualTo(new Outcome.Expired(2, false));
        desk().assertStock(4, 0, 1);
    }

    @Test
    default void whateverABuyerIsCalledTheirOrderIsTheirs() throws Exception {
        desk().open(SampleSale.concert("rush", 2 * SampleNames.ALL.size()).perBuyer(1));
        List<Order> orders = new ArrayList<>();
        for (String name : SampleNames.ALL) {
            orders.add(desk().place(name, 1));
            assertThat(desk().refusedPlace(name, 1)).isEqualTo(new Refusal.BuyerLimit(1, 1));
        }
        assertThat(orders).extracting(Order::buyer).isEqualTo(SampleNames.ALL);

        reopen();
        for (Order order : orders) {
            assertThat(desk().find(order.id())).contains(order);
            assertThat(desk().refusedPlace(order.buyer(), 1)).isEqualTo(new Refusal.BuyerLimit(1, 1));
        }
        for (int i = 0; i < orders.size(); i++) {
            Order order = orders.get(i);
            Party next = new Party.Buyer(SampleNames.ALL.get((i + 1) % SampleNames.ALL.size()));
            assertThat(TicketDesk.refused(desk().release(order, next))).isEqualTo(new Refusal.NotYours());
            assertThat(desk().released(order).buyer()).isEqualTo(order.buyer());
        }
    }

    @Test
    default void historiesThatAreInterruptedGoOnAsIfTheyWereNot() throws Exception {
        for (long seed : Seeds.some(INTERRUPTED_HISTORIES)) {
            List<Command> history = HistoryWriter.write(seed);
            Random random = new Random(seed);
            NaiveLedger model = new NaiveLedger();
            List<Command> part = new ArrayList<>();
            for (int i = 0; i < history.size(); i++) {
                part.add(history.get(i));
                if (random.nextInt(40) == 0 || i == history.size() - 1) {
                    HistoryCheck.playPart(seed, part, model, desk());
                    part.clear();
                    reopen();
                }
            }
        }
    }

    @Test
    default void answersComeOnAThreadOfTheLedgers() {
        desk().open(SampleSale.concert("rush", 5));
        Thread asking = Thread.currentThread();
        List<Thread> answering = new ArrayList<>();
        Command.PlaceOrder wish = desk().wish("ann", 1);
        desk().ledger().submit(wish, outcome -> {
            synchronized (answering) {
                answering.add(Thread.currentThread());
            }
        });
        desk().find(wish.order()); // comes after it
        synchronized (answering) {
            assertThat(answering).hasSize(1).doesNotContain(asking);
        }
    }

    @Test
    default void aLedgerThatIsClosedIsBusy() {
        desk().open(SampleSale.concert("rush", 5));
        desk().ledger().close();
        assertThat(desk().refusedPlace("ann", 1)).isInstanceOf(Refusal.Busy.class);
        AtomicInteger busy = new AtomicInteger();
        desk().ledger().find(desk().newId(), order -> {}, busy::incrementAndGet);
        assertThat(busy).hasValue(1);
    }

    /** Whoever asks while it closes is told the outcome or {@code busy}, once; and what was told yes is there afterwards. */
    @Test
    default void everyQuestionIsAnsweredOnceWhileTheLedgerCloses() throws Exception {
        SampleSale sale = SampleSale.concert("rush", 10_000);
        desk().open(sale);
        Ledger ledger = desk().ledger();
        List<Order> told = new ArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        Crowd crowd = Crowd.rush(ledger, RaceContract.THREADS, visitor -> {
            visitor.about(sale);
            String buyer = Thread.currentThread().getName();
            while (true) {
                Outcome outcome = visitor.ask(visitor.wish(buyer, 1));
                if (outcome instanceof Outcome.OfOrder(Order order, boolean repeated)) {
                    synchronized (told) {
                        told.add(order);
                    }
                    if (asked.incrementAndGet() == 200) {
                        ledger.close();
                    }
                } else {
                    assertThat(TicketDesk.refused(outcome)).isInstanceOf(Refusal.Busy.class);
                    return;
                }
            }
        });
        assertThat(crowd.visitFaults()).isEmpty();
        reopen();
        assertThat(told).hasSizeGreaterThanOrEqualTo(200);
        for (Order order : told) {
            assertThat(desk().find(order.id())).contains(order);
        }
    }
}
