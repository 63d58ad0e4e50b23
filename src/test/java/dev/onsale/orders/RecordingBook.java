package dev.onsale.orders;

import dev.onsale.ledger.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A book that counts, and fails its first calls. Owned by the projector's thread, looked at when that is done. */
final class RecordingBook implements OrderBook {

    private final OrderBook book;
    private int failuresLeft;
    Runnable beforeApply = () -> {};
    volatile boolean begun;
    volatile boolean isTaken;
    final AtomicInteger claims = new AtomicInteger();
    long firstPosition;
    final List<Integer> batches = new ArrayList<>();
    int eventsApplied;

    RecordingBook(OrderBook book, int failures) {
        this.book = book;
        this.failuresLeft = failures;
    }

    @Override
    public Optional<BookOwner> owner() {
        return book.owner();
    }

    @Override
    public void belongTo(BookOwner owner) {
        book.belongTo(owner);
    }

    @Override
    public Map<String, Bookmark> bookmarks() {
        return book.bookmarks();
    }

    @Override
    public Optional<String> setAside(List<String> journals) {
        return book.setAside(journals);
    }

    @Override
    public void write(String journal, List<Event> events) {
        book.write(journal, events);
    }

    @Override
    public void leap(String journal, Bookmark from, Bookmark to) {
        book.leap(journal, from, to);
    }

    @Override
    public boolean claim(String journal) {
        claims.incrementAndGet();
        return !isTaken && book.claim(journal);
    }

    @Override
    public Bookmark bookmark(String journal) {
        return book.bookmark(journal);
    }

    @Override
    public void apply(String journal, List<Event> events, long position) {
        begun = true;
        beforeApply.run();
        if (failuresLeft > 0) {
            failuresLeft--;
            throw new OrderBookException("The test's book cannot be written.");
        }
        book.apply(journal, events, position);
        firstPosition = batches.isEmpty() ? position : firstPosition;
        batches.add(events.size());
        eventsApplied += events.size();
    }

    @Override
    public void clear(String journal) {
        book.clear(journal);
    }

    @Override
    public OrderPage list(OrderQuery query) {
        return book.list(query);
    }

    @Override
    public void close() {}
}
