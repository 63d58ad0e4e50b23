package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.onsale.config.Limits;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a ledger builds on besides the contract: decisions change nothing, and events alone rebuild the state. */
class StockStateTest {

    private static final int HISTORIES = 150;
    private static final long NOW = SampleSale.OPENS_AT;

    /** Everything that can be seen of a state, but for the versions of its views: those count from the last start. */
    private static List<Object> seen(StockState state) {
        List<Object> all = new ArrayList<>();
        for (String id : state.saleIds()) {
            SaleView view = state.view(id);
            all.add(view.sale());
            all.add(TicketDesk.describe(view));
            for (int tier = 0; tier < view.tiers().size(); tier++) {
                SaleView.TierView stock = view.tiers().get(tier);
                Journeys.all(view.sale().legs()).forEach(journey -> all.add(stock.free(journey)));
            }
        }
        all.add(state.nextDeadline());
        all.add(state.orderCount());
        return all;
    }

    private static StockState rebuilt(List<Event> events) {
        StockState state = new StockState();
        events.forEach(state::apply);
        return state;
    }

    private static List<Event> compacted(StockState state) {
        List<Event> events = new ArrayList<>();
        state.frozen().compacted(events::add);
        return events;
    }

    /** At a random moment of each history the state is rebuilt from its events, and from a snapshot; all go on alike. */
    @Test
    void eventsAndSnapshotsRebuildTheSameState() {
        for (long seed : Seeds.some(HISTORIES)) {
            List<Command> history = HistoryWriter.write(seed);
            int restart = new Random(seed).nextInt(history.size());
            StockState original = new StockState();
            List<Event> journal = new ArrayList<>();
            for (Command command : history.subList(0, restart)) {
                Decision decision = original.decide(command);
                decision.events().forEach(original::apply);
                journal.addAll(decision.events());
            }
            StockState fromJournal = rebuilt(journal);
            FrozenStock frozen = original.frozen();
            List<Event> snapshot = compacted(original);
            StockState fromSnapshot = rebuilt(snapshot);
            assertThat(seen(fromJournal)).as("seed %d, journal", seed).isEqualTo(seen(original));
            assertThat(seen(fromSnapshot)).as("seed %d, snapshot", seed).isEqualTo(seen(original));
            assertThat(compacted(fromSnapshot))
                    .as("seed %d, snapshot of the snapshot", seed)
                    .containsExactlyInAnyOrderElementsOf(compacted(original));
            for (Command command : history.subList(restart, history.size())) {
                Decision decision = original.decide(command);
                for (StockState other : List.of(fromJournal, fromSnapshot)) {
                    assertThat(other.decide(command))
                            .as("seed %d, %s", seed, command)
                            .isEqualTo(decision);
                    decision.events().forEach(other::apply);
                }
                decision.events().forEach(original::apply);
            }
            assertThat(seen(fromSnapshot)).as("seed %d, at the end", seed).isEqualTo(seen(original));
            List<Event> late = new ArrayList<>();
            frozen.compacted(late::add);
            assertThat(late).as("seed %d, written down late", seed).isEqualTo(snapshot);
        }
    }

    @Test
    void aDecisionChangesNothing() {
        for (long seed : Seeds.some(40)) {
            StockState state = new StockState();
            for (Command command : HistoryWriter.write(seed)) {
                List<Object> before = seen(state);
                Decision decision = state.decide(command);
                assertThat(seen(state)).as("seed %d, %s", seed, command).isEqualTo(before);
                assertThat(state.decide(command)).as("seed %d", seed).isEqualTo(decision);
                decision.events().forEach(state::apply);
            }
        }
    }

    @Test
    void aRefusalAndARepetitionHaveNoEvents() {
        for (long seed : Seeds.some(50)) {
            StockState state = new StockState();
            Set<String> keys = new HashSet<>();
            for (Command command : HistoryWriter.write(seed)) {
                Decision decision = state.decide(command);
                // That a change changes nothing is to be remembered as well, for whoever asks again.
                boolean changes =
                        switch (decision.outcome()) {
                            case Outcome.OfOrder(Order order, boolean repeated) -> !repeated;
                            case Outcome.OfSale(Sale sale, boolean repeated) ->
                                command instanceof Command.ChangeSale change
                                        ? keys.add(change.sale() + " " + change.key())
                                        : !repeated;
                            case Outcome.Expired(int orders, boolean more) -> orders > 0;
                            case Outcome.Refused refused -> false;
                            case Outcome.Unknown() -> throw new AssertionError("it knows what it did");
                        };
                assertThat(decision.events().isEmpty())
                        .as("seed %d, %s", seed, command)
                        .isEqualTo(!changes);
                assertThat(decision.events())
                        .allSatisfy(event -> assertThat(event.at()).isEqualTo(command.now()));
                decision.events().forEach(state::apply);
            }
        }
    }

    private static StockState withSale(SampleSale sale) {
        StockState state = new StockState();
        state.apply(new Event.SaleOpened(NOW, sale.sale()));
        return state;
    }

    private static Order decided(StockState state, String buyer, String key, OrderId id) {
        Decision decision = state.decide(new Command.PlaceOrder(NOW, "rush", id, buyer, key, "floor", null, null, 1));
        return ((Event.OrderMoved) decision.events().getFirst()).order();
    }

    @Test
    void eventsThatContradictTheStateAreRefused() {
        SampleSale sale = SampleSale.concert("rush", 5);
        Order order = decided(withSale(sale), "ann", "k", new OrderId(1, 1));
        Event.OrderMoved held = new Event.OrderMoved(NOW, order);

        assertThatIllegalStateException()
                .isThrownBy(() -> withSale(sale).apply(new Event.SaleOpened(NOW, sale.sale())));
        assertThatIllegalStateException()
                .isThrownBy(() -> new StockState().apply(held))
                .withMessageContaining("rush");
        assertThatIllegalStateException()
                .isThrownBy(() -> new StockState().apply(new Event.SaleChanged(NOW, sale.sale())));
        StockState state = withSale(sale);
        state.apply(held);
        Order sameSeat = decided(withSale(sale), "bob", "k", new OrderId(1, 2));
        assertThatIllegalStateException()
                .isThrownBy(() -> state.apply(new Event.OrderMoved(NOW, sameSeat)))
                .withMessageContaining("seat 1 is not free");
    }

    @Test
    void anIdThatIsInUseIsABug() {
        StockState state = withSale(SampleSale.concert("rush", 5));
        state.apply(new Event.OrderMoved(NOW, decided(state, "ann", "k", new OrderId(1, 1))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decided(state, "bob", "k", new OrderId(1, 1)))
                .withMessageContaining("in use");
    }

    @Test
    void theNextDeadlineIsTheEarliestOfTheHeldOrders() {
        StockState state = withSale(SampleSale.concert("rush", 5));
        assertThat(state.nextDeadline()).isEqualTo(Order.NO_DEADLINE);
        Order first = decided(state, "ann", "k", new OrderId(1, 1));
        state.apply(new Event.OrderMoved(NOW, first));
        assertThat(state.nextDeadline()).isEqualTo(NOW + SampleSale.HOLD_SECONDS * 1000L);
        state.apply(new Event.OrderMoved(NOW, first.paid(first.seats(), "p", false)));
        assertThat(state.nextDeadline()).isEqualTo(Order.NO_DEADLINE);
    }

    @Test
    void anExpiryCommandIsOfAtLeastOneOrderAndOfNoMoreThanTheLimit() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Command.ExpireOrders(NOW, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Command.ExpireOrders(NOW, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command.ExpireOrders(NOW, Limits.EXPIRY_ORDERS_MAX + 1));
        assertThat(new Command.ExpireOrders(NOW, Limits.EXPIRY_ORDERS_MAX).ordersMax())
                .isEqualTo(Limits.EXPIRY_ORDERS_MAX);
    }

    @Test
    void aLedgerKeepsNoMoreSalesThanTheLimit() {
        StockState state = new StockState();
        for (int i = 0; i < Limits.LEDGER_SALES_MAX; i++) {
            state.apply(new Event.SaleOpened(NOW, SampleSale.concert("s" + i, 1).sale()));
        }
        Sale oneMore = SampleSale.concert("more", 1).sale();
        assertThat(state.decide(new Command.OpenSale(NOW, oneMore)).outcome())
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.refusal())
                        .isInstanceOf(Refusal.BadChange.class));
        assertThat(state.decide(new Command.OpenSale(
                                NOW, SampleSale.concert("s0", 1).sale()))
                        .outcome())
                .isInstanceOf(Outcome.OfSale.class);
    }
}
