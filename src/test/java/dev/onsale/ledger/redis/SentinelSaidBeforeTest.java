package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.redis.RedisSettings.Fsync;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Sentinel has said before a node listens to it. */
@Tag("servers")
class SentinelSaidBeforeTest {

    @TempDir
    private Path dir;

    @Test
    void aPrimaryThatIsTakenForDeadAlreadyIsNotGoneTo() throws Exception {
        List<String> leaving = new CopyOnWriteArrayList<>();
        Vertx vertx = Vertx.vertx();
        try (RedisServer primary = RedisServer.start(Files.createDirectory(dir.resolve("primary")))) {
            Path folder = Files.createDirectory(dir.resolve("sentinel"));
            // Without a replica it cannot make another one the primary, and does not try again for minutes.
            Path config = Files.writeString(
                    folder.resolve("sentinel.conf"),
                    "sentinel monitor tickets 127.0.0.1 " + primary.port() + " 1\n"
                            + "sentinel down-after-milliseconds tickets 300\n"
                            + "sentinel failover-timeout tickets 180000\n");
            try (RedisServer sentinel = RedisServer.startSentinel(folder, config)) {
                primary.kill();
                Desk.await("it is taken for dead", () -> sentinel.tell("SENTINEL MASTER tickets")
                        .contains("o_down"));
                Desk.await("the attempt has come to nothing", () -> !sentinel.tell("SENTINEL MASTER tickets")
                        .contains("failover_in_progress"));
                // The clock stands still: nothing ends because it takes too long.
                SentinelWatch watch = new SentinelWatch(
                        vertx,
                        new RedisSettings(
                                "redis-sentinel://127.0.0.1:" + sentinel.port() + "/tickets", Fsync.ALWAYS, 0),
                        () -> 0,
                        leaving::add);
                watch.open();
                Desk.await("it is heard", () -> !leaving.isEmpty());
                assertThat(watch.obstacle()).contains("take this primary for dead");
                sentinel.kill();
                Desk.await("a sentinel that is gone says nothing", () -> watch.obstacle() == null);
                watch.close();
            }
        } finally {
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }
}
