package dev.onsale.ledger.redis;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One Redis for all tests of a class. The classes of a process run one after the other. */
abstract class OneRedis {

    @TempDir
    private static Path dir;

    static RedisServer server;

    @BeforeAll
    static void startRedis() {
        server = RedisServer.start(dir);
    }

    @AfterAll
    static void endRedis() {
        server.close();
    }
}
