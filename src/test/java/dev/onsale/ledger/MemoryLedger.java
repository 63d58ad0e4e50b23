package dev.onsale.ledger;

import dev.onsale.events.EventFeed;
import dev.onsale.events.EventLog;
import dev.onsale.events.Journals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A ledger that forgets everything when it is closed: {@link StockState} behind a lock. For tests of what stands in front of a ledger or
 * behind it. Answers come on the calling thread, after the listeners were told.
 */
public class MemoryLedger implements Ledger, EventFeed, EventLog {

    private final StockState state = new StockState();
    private final List<Event> log = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();

    @Override
    public synchronized void submit(Command command, Consumer<Outcome> answer) {
        Decision decision = state.decide(command);
        decision.events().forEach(state::apply);
        log.addAll(decision.events());
        if (!decision.events().isEmpty()) {
            listeners.forEach(listener -> listener.committed(Journals.SOLE, decision.events(), log.size()));
        }
        answer.accept(decision.outcome());
    }

    @Override
    public synchronized void find(OrderId order, Consumer<Optional<Order>> answer, Runnable busy) {
        answer.accept(Optional.ofNullable(state.order(order)));
    }

    @Override
    public synchronized @Nullable SaleView sale(String id) {
        return state.view(id);
    }

    @Override
    public synchronized Collection<SaleView> salesAfter(String id) {
        return state.saleIds().stream()
                .filter(other -> other.compareTo(id) > 0)
                .map(state::view)
                .toList();
    }

    @Override
    public synchronized void onCommit(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public synchronized Page read(long after, int eventsMax) {
        int end = (int) Math.min(log.size(), after + eventsMax);
        return new Page(List.copyOf(log.subList((int) after, end)), end);
    }

    @Override
    public synchronized long end() {
        return log.size();
    }

    @Override
    public void close() {}
}
