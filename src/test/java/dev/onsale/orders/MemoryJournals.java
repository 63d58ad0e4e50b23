package dev.onsale.orders;

import dev.onsale.events.EventLog;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Event;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** A journal in a list for each of some sales, as the ledger on Redis has them. Any thread. */
public final class MemoryJournals implements Journals {

    private final Map<String, ListLog> logs = new ConcurrentHashMap<>();
    private final Set<String> over = new ConcurrentSkipListSet<>();

    /** Adds an event to its sale's journal, and tells nobody. */
    public void commit(Event event) {
        logs.computeIfAbsent(event.saleId(), id -> new ListLog(java.util.List.of()))
                .commitInSilence(event);
    }

    /** The journal of a sale, to be tampered with. */
    public ListLog log(String sale) {
        return Objects.requireNonNull(logs.get(sale));
    }

    /** The sale is over: it is not among the open ones any more. */
    void end(String sale) {
        over.add(sale);
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
    public Collection<String> open() {
        return logs.keySet().stream().filter(name -> !over.contains(name)).toList();
    }

    /** One a page. */
    @Override
    public Over over(String from) {
        Optional<String> next =
                over.stream().filter(name -> name.compareTo(from) > 0).findFirst();
        return new Over(
                next.stream().toList(),
                next.filter(name -> over.stream().anyMatch(other -> other.compareTo(name) > 0))
                        .orElse(""));
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
