package dev.onsale.ledger.redis;

import dev.onsale.events.EventFeed;
import dev.onsale.ledger.Event;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whoever listens to a ledger's feed. They join by any thread, and are told on the event loop. */
final class FeedListeners {

    private final List<EventFeed.Listener> listeners = new CopyOnWriteArrayList<>();

    void add(EventFeed.Listener listener) {
        listeners.add(listener);
    }

    void committed(String sale, List<Event> events, long position) {
        for (EventFeed.Listener listener : listeners) {
            listener.committed(sale, events, position);
        }
    }

    void cut(String sale) {
        listeners.forEach(listener -> listener.cut(sale));
    }

    void late(String sale) {
        listeners.forEach(listener -> listener.late(sale));
    }
}
