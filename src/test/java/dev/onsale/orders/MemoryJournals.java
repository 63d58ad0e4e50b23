package dev.onsale.orders;

import dev.onsale.events.EventLog;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Event;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** A journal in a list for each of some sales, as the ledger on Redis has them. Any thread. */
public final class MemoryJournals implements Journals {

    private final Map<String, ListLog> logs = new ConcurrentHashMap<>();

    /** Adds an event to its sale's journal, and tells nobody. */
    public void commit(Event event) {
        logs.computeIfAbsent(event.saleId(), id -> new ListLog(java.util.List.of()))
                .commitInSilence(event);
    }

    /** The journal of a sale, to be tampered with. */
    public ListLog log(String sale) {
        return Objects.requireNonNull(logs.get(sale));
    }

    /** Forgets a whole sale. */
    public void lose(String sale) {
        logs.remove(sale);
    }

    @Override
    public Collection<String> names() {
        return logs.keySet();
    }

    @Override
    public EventLog journal(String name) {
        return log(name);
    }

    @Override
    public void close() {}

    boolean isIn(BookTables tables) {
        return logs.entrySet().stream()
                .allMatch(log -> tables.bookmark(log.getKey()) == log.getValue().end());
    }
}
