package dev.onsale.audit.repair;

import dev.onsale.config.BookLimits;
import dev.onsale.events.EventLog;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Decision;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.StockState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** A ledger's state, replayed from its journals into memory: commands change this copy and nothing else. Owned by one thread. */
public final class JournalReplay implements Function<Command, Outcome> {

    private final StockState state = new StockState();

    /**
     * Reads all journals to their ends.
     *
     * @throws EventLogException if one cannot be read
     */
    public JournalReplay(Journals journals) {
        for (String name : journals.names()) {
            EventLog journal = journals.journal(name);
            long end = journal.end();
            if (journal.begin() == 0) {
                read(journal, 0, end, state::apply);
            } else {
                readState(journal, end);
            }
        }
    }

    private static void read(EventLog journal, long from, long end, Consumer<Event> follower) {
        long position = from;
        while (position < end) {
            EventLog.Page page = journal.read(position, BookLimits.AUDIT_PAGE_EVENTS_MAX);
            if (page.events().isEmpty()) {
                return;
            }
            page.events().forEach(follower);
            position = page.position();
        }
    }

    /** Of a journal whose first events are kept no longer. Orders may have moved while the state was read, so the last word counts, of each order. */
    private void readState(EventLog journal, long end) {
        List<Event> sales = new ArrayList<>();
        Map<OrderId, Event.OfOrder> orders = new HashMap<>();
        Consumer<Event> note = event -> {
            if (event instanceof Event.OfOrder moved) {
                orders.put(moved.order().id(), moved);
            } else {
                sales.add(event);
            }
        };
        long reached = journal.summarize(events -> events.forEach(note));
        read(journal, reached, Math.max(end, journal.end()), note);
        sales.forEach(state::apply);
        orders.values().stream()
                .sorted(Comparator.comparingLong(moved -> moved.order().number()))
                .forEach(state::apply);
    }

    @Override
    public Outcome apply(Command command) {
        Decision decision = state.decide(command);
        decision.events().forEach(state::apply);
        return decision.outcome();
    }
}
