package dev.onsale.repair;

import dev.onsale.config.BookLimits;
import dev.onsale.events.EventLog;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Decision;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.StockState;
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
            long position = 0;
            while (position < end) {
                EventLog.Page page = journal.read(position, BookLimits.AUDIT_PAGE_EVENTS_MAX);
                page.events().forEach(state::apply);
                position = page.position();
            }
        }
    }

    @Override
    public Outcome apply(Command command) {
        Decision decision = state.decide(command);
        decision.events().forEach(state::apply);
        return decision.outcome();
    }
}
