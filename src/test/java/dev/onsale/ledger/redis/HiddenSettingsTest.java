package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.redis.RedisSettings.Fsync;
import dev.onsale.sale.SampleSale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Redis whose settings the node's user may not read: what INFO shows of them is watched, and what it does not show is named. */
@Tag("servers")
class HiddenSettingsTest {

    @TempDir
    private Path dir;

    private RedisServer primary;
    private RedisServer replica;
    private RedisSettings settings;

    @BeforeEach
    void start() throws Exception {
        primary = RedisServer.start(Files.createDirectory(dir.resolve("primary")), "--min-replicas-to-write", "1");
        replica = RedisServer.start(
                Files.createDirectory(dir.resolve("replica")), "--replicaof", "127.0.0.1", "" + primary.port());
        Desk.await("the replica follows", () -> primary.tell("INFO replication").contains("state=online"));
        assertThat(primary.tell("ACL SETUSER seller on >pw ~* &* +@all -config"))
                .startsWith("+OK");
        settings = new RedisSettings("redis://seller:pw@127.0.0.1:" + primary.port(), Fsync.ALWAYS, 1);
    }

    @AfterEach
    void end() {
        replica.close();
        primary.close();
        assertThat(Desk.FATAL).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "appendonly no yes",
                "maxmemory-policy allkeys-lru noeviction",
                "min-replicas-to-write 0 1",
                "min-replicas-max-lag 0 10"
            })
    void whatInfoShowsStopsTheSellingWhenItIsMadeWeaker(String change) throws Exception {
        List<String> words = List.of(change.split(" ", -1));
        try (RedisLedger ledger = Desk.open(settings, LedgerMeter.NONE)) {
            Desk.opened(
                    ledger,
                    new Command.OpenSale(
                            Desk.NOW, SampleSale.concert("rush", 10).sale()));
            Desk.await("it is ready", () -> ledger.obstacle() == null);
            primary.tell("CONFIG SET " + words.get(0) + " " + words.get(1));
            Desk.await("it stands still", () -> ledger.obstacle() != null);
            assertThat(ledger.obstacle()).contains(words.get(0).replace("max-lag", "to-write"));
            assertThat(Desk.ask(ledger, Desk.wish("rush", "bob", "k"))).isEqualTo(Question.BUSY);
            primary.tell("CONFIG SET " + words.get(0) + " " + words.get(2));
            Desk.placedInTheEnd(ledger, "rush", "after");
        }
    }

    @Test
    void itIsRefusedAtTheStartForWhatInfoShows() {
        primary.tell("CONFIG SET min-replicas-to-write 0");
        assertThatThrownBy(() -> Desk.open(settings, LedgerMeter.NONE).close())
                .isInstanceOf(RedisLedgerException.class)
                .hasMessageContaining("min-replicas-to-write 0");
    }

    private Map<String, String> info() {
        return ServerCheck.fieldsOf(primary.tell("INFO everything"));
    }

    @Test
    void whatCannotBeWatchedIsNamed() {
        ServerSettings hidden = new ServerSettings(Map.of()).with(info());
        assertThat(ServerCheck.unwatched(hidden, "here", settings))
                .contains("INFO does not show them: appendfsync, no-appendfsync-on-rewrite, min-replicas-max-lag.")
                .endsWith("appendfsync always, no-appendfsync-on-rewrite no, min-replicas-max-lag 1 to 10.");
        assertThat(ServerCheck.unwatched(hidden, "here", new RedisSettings(settings.url(), Fsync.ALWAYS, 2)))
                .contains("min-replicas-to-write 2");
        assertThat(ServerCheck.unwatched(hidden, "here", new RedisSettings(settings.url(), Fsync.NO, 0)))
                .isNull();
    }

    /** Two replicas, of which one confirms: the other one may be promoted. */
    @Test
    void whatAFailoverMayLoseIsTold() throws Exception {
        assertThat(ServerCheck.riskOf(info(), "here", settings)).isNull();
        Path other = Files.createDirectory(dir.resolve("other"));
        try (RedisServer second = RedisServer.start(other, "--replicaof", "127.0.0.1", "" + primary.port())) {
            assertThat(second.isAlive()).isTrue();
            Desk.await("both follow", () -> "2".equals(info().get("connected_slaves")));
            assertThat(ServerCheck.riskOf(info(), "here", settings))
                    .contains("has 2 replicas, and --replicas 1")
                    .contains("redis-sentinel://")
                    .endsWith("--replicas 2.");
            String cluster = "redis-cluster://127.0.0.1:" + primary.port();
            assertThat(ServerCheck.riskOf(info(), "here", new RedisSettings(cluster, Fsync.ALWAYS, 1)))
                    .endsWith("So use --replicas 2.");
            String sentinel = "redis-sentinel://127.0.0.1:1/onsale";
            assertThat(ServerCheck.riskOf(info(), "here", new RedisSettings(sentinel, Fsync.ALWAYS, 1)))
                    .isNull();
            for (int replicas : new int[] {0, 2}) {
                assertThat(ServerCheck.riskOf(
                                info(), "here", new RedisSettings(settings.url(), Fsync.ALWAYS, replicas)))
                        .isNull();
            }
        }
    }
}
