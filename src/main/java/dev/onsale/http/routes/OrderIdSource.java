package dev.onsale.http.routes;

import dev.onsale.ledger.OrderId;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Makes order ids that nobody can guess. Random bytes are fetched from the system in blocks, since a call for each id would cost as much as the
 * rest of a request. Owned by one event loop.
 */
public final class OrderIdSource implements RandomGenerator {

    private static final int BLOCK_BYTES = 4096;

    private final SecureRandom system = new SecureRandom();
    private final byte[] block = new byte[BLOCK_BYTES];
    private final ByteBuffer rest = ByteBuffer.wrap(block).limit(0);

    /**
     * A new id for an order of {@code sale}, with the sale's tag in it, by which a ledger that keeps each sale apart finds the order again.
     *
     * @param now milliseconds since 1970
     */
    public OrderId next(long now, String sale) {
        return OrderId.mint(now, sale, this);
    }

    @Override
    public long nextLong() {
        if (rest.remaining() < Long.BYTES) {
            system.nextBytes(block);
            rest.clear();
        }
        return rest.getLong();
    }
}
