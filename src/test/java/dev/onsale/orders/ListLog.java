package dev.onsale.orders;

import dev.onsale.events.EventFeed;
import dev.onsale.events.EventLog;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A journal in a list, for tests of what follows it: may be cut, tampered with, and made to fail. Any thread. */
public final class ListLog implements EventLog, EventFeed {

    private final List<Event> events = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private @Nullable String failure;

    /** A journal that has these events already. */
    public ListLog(List<Event> events) {
        this.events.addAll(events);
    }

    /** Commits some more, and tells the listeners. */
    public void commit(Event... more) {
        List<Listener> told;
        long end;
        synchronized (this) {
            events.addAll(List.of(more));
            end = events.size();
            told = List.copyOf(listeners);
        }
        told.forEach(listener -> listener.committed(Journals.SOLE, List.of(more), end));
    }

    /** Commits some more, and tells nobody. */
    public synchronized void commitInSilence(Event... more) {
        events.addAll(List.of(more));
    }

    /** Forgets what lies behind a position. */
    public synchronized void cutBehind(long position) {
        events.subList((int) position, events.size()).clear();
    }

    /** Fails every read with this sentence, until it is null. */
    public synchronized void fail(@Nullable String sentence) {
        failure = sentence;
    }

    @Override
    public synchronized Page read(long after, int eventsMax) {
        if (failure != null) {
            throw new EventLogException(failure);
        }
        int end = (int) Math.min(events.size(), after + (long) eventsMax);
        return new Page(List.copyOf(events.subList((int) Math.min(after, end), end)), Math.max(after, end));
    }

    @Override
    public synchronized long end() {
        return events.size();
    }

    @Override
    public synchronized void onCommit(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {}
}
