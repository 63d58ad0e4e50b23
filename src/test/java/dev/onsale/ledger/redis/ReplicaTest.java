package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.events.EventFeed;
import dev.onsale.events.EventLog;
import dev.onsale.events.EventLogException;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.SaleChange;
import dev.onsale.ledger.redis.RedisSettings.Fsync;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told, to buyers, operators, other nodes and readers, while a replica that is asked for does not confirm it. */
@Tag("servers")
class ReplicaTest {

    private static final Command.OpenSale OPEN =
            new Command.OpenSale(Desk.NOW, SampleSale.concert("rush", 100_000).sale());

    @TempDir
    private Path dir;

    private RedisServer primary;
    private RedisServer replica;
    private RedisSettings settings;
    private RedisLedger ledger;

    @BeforeEach
    void open() throws Exception {
        primary = start("primary");
        replica = start("replica", "--replicaof", "127.0.0.1", "" + primary.port());
        Desk.await("the replica follows", () -> primary.tell("INFO replication").contains("state=online"));
        settings = new RedisSettings(primary.url(), Fsync.ALWAYS, 1);
        ledger = Desk.open(settings, LedgerMeter.NONE);
        Desk.opened(ledger, OPEN);
        Desk.placedInTheEnd(ledger, "rush", "first");
    }

    private RedisServer start(String name, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("--min-replicas-to-write", "1"));
        options.addAll(List.of(more));
        return RedisServer.start(Files.createDirectory(dir.resolve(name)), options.toArray(String[]::new));
    }

    @AfterEach
    void end() {
        ledger.close();
        replica.close();
        primary.close();
        assertThat(Desk.FATAL).isEmpty();
    }

    @Test
    void aRedisThatWouldTakeOrdersWithoutItsReplicasIsRefused() {
        assertThat(primary.tell("CONFIG SET min-replicas-to-write 0")).startsWith("+OK");
        assertThatThrownBy(() -> Desk.open(settings, LedgerMeter.NONE).close())
                .isInstanceOf(RedisLedgerException.class)
                .hasMessageContaining("set min-replicas-to-write 1");
        Desk.await("who runs stands still", () -> ledger.obstacle() != null);
        assertThat(ledger.obstacle()).contains("min-replicas-to-write 0");
        assertThat(primary.tell("CONFIG SET min-replicas-to-write 1")).startsWith("+OK");
        Desk.await("and goes on", () -> ledger.obstacle() == null);
    }

    /** What Sentinel does to a primary that it has replaced. */
    @Test
    void aPrimaryThatIsMadeAReplicaInTheMiddleOfACallEndsNobody() throws Exception {
        replica.freeze();
        CompletableFuture<Outcome> answer;
        try {
            answer = Desk.asked(ledger, Desk.wish("rush", "ann", "2"));
            Desk.await("it waits for the replica", () -> primary.tell("CLIENT LIST")
                    .contains("cmd=wait"));
            assertThat(primary.tell("REPLICAOF 127.0.0.1 " + replica.port())).startsWith("+OK");
            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(Question.UNKNOWN);
            assertThat(ledger.obstacle()).isNotNull();
        } finally {
            replica.thaw();
        }
        assertThat(primary.tell("REPLICAOF NO ONE")).startsWith("+OK");
        assertThat(replica.tell("REPLICAOF 127.0.0.1 " + primary.port())).startsWith("+OK");
        Desk.await("it is ready by itself", () -> ledger.obstacle() == null);
        assertThat(Desk.placedInTheEnd(ledger, "rush", "2").seats()).hasToString("[2]");
    }

    @Test
    void aChangeOfASaleIsToldWhenTheReplicaHasIt() throws Exception {
        Command change = new Command.ChangeSale(Desk.NOW, "close", "rush", SaleChange.to(Status.CLOSED));
        replica.freeze();
        try {
            // It had only looked whether it knows the key: nothing was done, and that is certain.
            assertThat(Desk.ask(ledger, change)).isEqualTo(Question.BUSY);
            assertThat(Desk.ask(ledger, change)).isEqualTo(Question.BUSY);
            assertThat(primary.tell("XLEN {rush}:events")).startsWith(":2");
        } finally {
            replica.thaw();
        }
        Desk.await("it is ready by itself", () -> ledger.obstacle() == null);
        assertThat(Desk.ask(ledger, change)).isInstanceOf(Outcome.OfSale.class);
    }

    @Test
    void readersAndOtherNodesHearOfAnOrderWhenTheReplicaHasIt() throws Exception {
        AtomicLong heard = new AtomicLong();
        try (RedisLedger other = Desk.open(settings, LedgerMeter.NONE);
                RedisJournals journals = RedisJournals.open(settings)) {
            EventFeed.Listener ear = (journal, events, position) -> heard.set(position);
            other.onCommit(ear);
            EventLog journal = journals.journal("rush");
            Desk.placedInTheEnd(ledger, "rush", "second");
            Desk.await("the other node hears of orders", () -> heard.get() == 3);
            assertThat(journal.read(0, 100).position()).isEqualTo(3);
            replica.freeze();
            try {
                assertThat(Desk.ask(ledger, Desk.wish("rush", "ann", "third"))).isEqualTo(Question.UNKNOWN);
                assertThat(primary.tell("HGET {rush}:sale position")).contains("4");
                assertThatThrownBy(() -> journal.read(3, 100))
                        .isInstanceOf(EventLogException.class)
                        .hasMessageContaining("0 of 1 replicas");
                assertThat(heard).hasValue(3);
            } finally {
                replica.thaw();
            }
            Desk.await("the other node hears of it", () -> heard.get() == 4);
            assertThat(journal.read(3, 100).position()).isEqualTo(4);
        }
    }
}
