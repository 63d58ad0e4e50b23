package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.Journey;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Where the contract's tests speak to a ledger: one sentence for each command, a clock that the test moves, and a bounded wait
 * for each answer. It knows {@link Ledger} alone. One thread.
 */
final class TicketDesk {

    /** How long an answer may take before the test fails. Far more than it ever takes. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** How long a view may be older than the last answer: hundreds of times {@code Limits.AVAILABILITY_AGE_MILLIS_MAX}. */
    static final Duration PATIENCE_FOR_VIEWS = Duration.ofSeconds(10);

    private Ledger ledger;
    private final Random ids;
    private final Set<OrderId> orders = new LinkedHashSet<>();
    private final ConcurrentLinkedQueue<String> answeredAgain = new ConcurrentLinkedQueue<>();
    private int keys;

    /** The sale that the sentences are about, unless they name another one. */
    private String sale = "none";

    private String tier = "none";

    private long now = SampleSale.OPENS_AT;

    TicketDesk(Ledger ledger) {
        this(ledger, 0);
    }

    /** @param number of the desk, where there are several: it makes other ids than they do */
    TicketDesk(Ledger ledger, int number) {
        this.ledger = ledger;
        this.ids = new Random(number);
    }

    Ledger ledger() {
        return ledger;
    }

    /** Goes on at another ledger, with the same clock, and with keys and ids that follow the ones before. */
    void moveTo(Ledger other) {
        ledger = other;
    }

    // ---- time -----------------------------------------------------------------------------------------------------

    long now() {
        return now;
    }

    void at(long millis) {
        now = millis;
    }

    void later(long millis) {
        now += millis;
    }

    /** Moves the clock to the last millisecond of a hold that begins now. */
    void toTheLastMomentOfAHold() {
        later(SampleSale.HOLD_SECONDS * 1000L - 1);
    }

    // ---- asking ---------------------------------------------------------------------------------------------------

    /** The outcome of a command. */
    Outcome ask(Command command) {
        return noted(await(asked(command), command));
    }

    /** Asks everything at once and then waits for the answers; they come in the order of the commands. */
    List<Outcome> askAll(List<? extends Command> commands) {
        List<CompletableFuture<Outcome>> answers =
                commands.stream().map(this::asked).toList();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            outcomes.add(noted(await(answers.get(i), commands.get(i))));
        }
        return outcomes;
    }

    private Outcome noted(Outcome outcome) {
        if (outcome instanceof Outcome.OfOrder(Order order, boolean repeated)) {
            orders.add(order.id());
        }
        return outcome;
    }

    private CompletableFuture<Outcome> asked(Command command) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        ledger.submit(command, outcome -> {
            if (!answer.complete(outcome)) {
                answeredAgain.add(command + " was answered again: " + outcome);
            }
        });
        return answer;
    }

    /** Ids of all orders that this desk was told of. */
    Set<OrderId> orders() {
        return Collections.unmodifiableSet(orders);
    }

    /** Looks an order up. */
    Optional<Order> find(OrderId order) {
        CompletableFuture<Optional<Order>> answer = new CompletableFuture<>();
        ledger.find(order, answer::complete, () -> answer.completeExceptionally(new AssertionError("busy")));
        return await(answer, order);
    }

    private static <T> T await(CompletableFuture<T> answer, Object question) {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + PATIENCE.toSeconds() + " s to " + question, e);
        } catch (ExecutionException e) {
            throw new AssertionError("no answer to " + question, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + question, e);
        }
    }

    /** Fails if anything was answered more than once so far. */
    void assertAnsweredOnce() {
        assertThat(answeredAgain).isEmpty();
    }

    // ---- the sentences --------------------------------------------------------------------------------------------

    /** Opens a sale, and speaks of it and its first tier from now on. */
    void open(SampleSale sample) {
        assertThat(ask(new Command.OpenSale(now, sample.sale()))).isEqualTo(new Outcome.OfSale(sample.sale(), false));
        about(sample);
    }

    /** Speaks of another sale from now on. */
    void about(SampleSale sample) {
        sale = sample.sale().id();
        tier = sample.sale().tiers().getFirst().id();
    }

    /** A change under a key of its own. */
    Outcome change(SaleChange change) {
        return change("change " + ++keys, change);
    }

    Outcome change(String key, SaleChange change) {
        return ask(new Command.ChangeSale(now, key, sale, change));
    }

    void status(Status status) {
        assertThat(change(SaleChange.to(status))).isInstanceOf(Outcome.OfSale.class);
    }

    /** A new order over the whole way. */
    Command.PlaceOrder wish(String buyer, int quantity) {
        return wish(buyer, null, null, quantity);
    }

    /** A new order over a part of the way. */
    Command.PlaceOrder wish(String buyer, String from, String to, int quantity) {
        return new Command.PlaceOrder(now, sale, newId(), buyer, "key " + ++keys, tier, from, to, quantity);
    }

    /** An id that no order has, for an order of the sale that the sentences are about. */
    OrderId newId() {
        return newId(sale);
    }

    /** An id that no order has, for an order of this sale. */
    OrderId newId(String ofSale) {
        return OrderId.mint(now, ofSale, ids);
    }

    /** Places an order that must be accepted as a new one. */
    Order place(String buyer, int quantity) {
        return accepted(ask(wish(buyer, quantity)));
    }

    /** Places an order that must be accepted as a new one. */
    Order place(String buyer, String from, String to, int quantity) {
        return accepted(ask(wish(buyer, from, to, quantity)));
    }

    /** Places an order that must be refused. */
    Refusal refusedPlace(String buyer, int quantity) {
        return refused(ask(wish(buyer, quantity)));
    }

    Outcome pay(Order order, String reference) {
        return ask(new Command.PayOrder(now, order.id(), reference));
    }

    /** Pays an order, which must change it. */
    Order paid(Order order, String reference) {
        return accepted(pay(order, reference));
    }

    Outcome release(Order order, Party by) {
        return ask(new Command.ReleaseOrder(now, order.id(), by));
    }

    Order released(Order order) {
        return accepted(release(order, new Party.Buyer(order.buyer())));
    }

    Outcome refund(Order order, Party by) {
        return ask(new Command.RefundOrder(now, order.id(), by));
    }

    /** Expires what is due now. */
    Outcome expire() {
        return expire(1_000);
    }

    Outcome expire(int ordersMax) {
        return ask(new Command.ExpireOrders(now, ordersMax));
    }

    /** Lets a held order's deadline come, and expires it. */
    Order expired(Order order) {
        at(order.expiresAt());
        assertThat(expire()).isEqualTo(new Outcome.Expired(1, false));
        return known(order);
    }

    /** The order as it is now. */
    Order known(Order order) {
        return find(order.id()).orElseThrow();
    }

    static Order accepted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.OfOrder.class);
        Outcome.OfOrder yes = (Outcome.OfOrder) outcome;
        assertThat(yes.repeated()).as("repeated: %s", yes).isFalse();
        return yes.order();
    }

    static Refusal refused(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).refusal();
    }

    // ---- stock ----------------------------------------------------------------------------------------------------

    /** The view of a sale, as soon as it is as expected: a ledger may show one that is a little old. */
    SaleView view(String saleId, Predicate<SaleView> expected, Supplier<String> what) {
        long deadline = System.nanoTime() + PATIENCE_FOR_VIEWS.toNanos();
        SaleView view = ledger.sale(saleId);
        while (view == null || !expected.test(view)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what.get() + ", but saw " + (view == null ? "no sale" : describe(view)));
            }
            LockSupport.parkNanos(500_000);
            view = ledger.sale(saleId);
        }
        return view;
    }

    /** Fails unless so many seats of the first tier come to be free, held and paid on the journey's legs. */
    void assertStock(Journey journey, int free, int held, int paid) {
        view(
                sale,
                view -> {
                    SaleView.TierView stock = view.tiers().getFirst();
                    return stock.free(journey) == free
                            && IntStream.range(journey.from(), journey.to())
                                    .allMatch(leg -> stock.held(leg) == held && stock.paid(leg) == paid);
                },
                () -> "expected free " + free + ", held " + held + ", paid " + paid + " on " + journey);
    }

    /** {@link #assertStock(Journey, int, int, int)} of a concert. */
    void assertStock(int free, int held, int paid) {
        assertStock(Journey.WHOLE_CONCERT, free, held, paid);
    }

    /** The stock of a view, leg by leg: free, held, paid. */
    static String describe(SaleView view) {
        StringBuilder text = new StringBuilder();
        for (int tier = 0; tier < view.tiers().size(); tier++) {
            text.append(view.sale().tiers().get(tier).id()).append(':');
            for (int leg = 0; leg < view.sale().legs(); leg++) {
                SaleView.TierView stock = view.tiers().get(tier);
                text.append(' ').append(stock.free(new Journey(leg, leg + 1)));
                text.append('/').append(stock.held(leg)).append('/').append(stock.paid(leg));
            }
            text.append(' ');
        }
        return text.toString();
    }
}
