package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.redis.FixedTime;
import dev.onsale.ledger.redis.RedisServer;
import dev.onsale.ledger.redis.RedisSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by the ledger on Redis. */
@Tag("servers")
class RedisLedgerContractTest extends LedgerContract implements DurableContract {

    /** Long before any deadline: orders expire by the suite's commands alone. */
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    @TempDir
    private static Path dir;

    private static RedisServer server;

    private final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();

    /** Whether nothing was opened in this test yet: what the tests before have left is forgotten then. */
    private boolean isFirst = true;

    @BeforeAll
    static void startRedis() {
        server = RedisServer.start(dir);
    }

    @AfterAll
    static void endRedis() {
        server.close();
    }

    @Override
    public void reopen() throws Exception {
        openAgain();
    }

    @Override
    Ledger open() {
        if (isFirst) {
            isFirst = false;
            assertThat(server.tell("FLUSHALL")).startsWith("+OK");
        }
        return FixedTime.open(RedisSettings.of(server.url()), CLOCK, LedgerMeter.NONE, errors::add);
    }

    @AfterEach
    void nothingWasFatal() {
        assertThat(errors).isEmpty();
    }
}
