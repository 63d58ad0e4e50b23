package dev.onsale.ledger.redis;

import dev.onsale.events.LedgerIdentity;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Which ledger it is, in the hash {@code {onsale}:ledger}: {@code id}, made once; {@code accepted}, when people last decided that selling goes on;
 * {@code stopped}, why it stands still; {@code was}, the id that a node knew of a ledger that was emptied under it. Any thread; blocks.
 *
 * @param ask makes a call
 * @param write makes a call, and returns when what it changed is as durable as an order
 */
record RedisIdentity(Function<Request, Response> ask, Consumer<Request> write) implements LedgerIdentity {

    @Override
    public Mark read() {
        Response mark = ask.apply(Calls.mark());
        String id = text(mark, 0);
        String stopped = text(mark, 2);
        return new Mark(
                id, text(mark, 1).isEmpty() ? 0 : Long.parseLong(text(mark, 1)), stopped.isEmpty() ? null : stopped);
    }

    /** {@inheritDoc} One that was emptied gets the id that it had, where a node has left word. */
    @Override
    public Mark make(String id) {
        String was = text(ask.apply(Calls.mark()), 3);
        write.accept(Calls.markOnce("id", was.isEmpty() ? id : was));
        return read();
    }

    @Override
    public void stop(String id, String why) {
        write.accept(Calls.markOnce("was", id));
        write.accept(Calls.markOnce("stopped", why));
    }

    @Override
    public void goOn(long now) {
        write.accept(Calls.markAccepted(Math.max(now, read().accepted() + 1)));
        write.accept(Calls.unmarkStopped());
    }

    private static String text(Response mark, int field) {
        Response value = mark.get(field);
        return value == null ? "" : value.toString();
    }
}
