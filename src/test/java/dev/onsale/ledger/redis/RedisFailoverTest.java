package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.FreePorts;
import dev.onsale.events.EventFeed;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.redis.RedisSettings.Fsync;
import dev.onsale.sale.SampleSale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The primary dies and its replica takes over: what is there then, with {@code WAIT} and without. */
@Tag("servers")
class RedisFailoverTest {

    private static final Command.OpenSale OPEN =
            new Command.OpenSale(Desk.NOW, SampleSale.concert("rush", 100_000).sale());

    @TempDir
    private Path dir;

    private RedisServer primary;
    private RedisServer replica;

    @BeforeEach
    void startRedis() throws IOException {
        primary = RedisServer.start(Files.createDirectory(dir.resolve("primary")), "--min-replicas-to-write", "1");
        replica = RedisServer.start(
                Files.createDirectory(dir.resolve("replica")),
                "--min-replicas-to-write",
                "1",
                "--replicaof",
                "127.0.0.1",
                "" + primary.port());
        awaitReplica(replica);
    }

    private static void awaitReplica(RedisServer server) {
        Desk.await("the replica follows", () -> server.tell("INFO replication").contains("master_link_status:up"));
    }

    @AfterEach
    void endRedis() {
        primary.close();
        replica.close();
        assertThat(Desk.FATAL).isEmpty();
    }

    private static RedisLedger open(String url, int replicas) {
        return Desk.open(new RedisSettings(url, Fsync.ALWAYS, replicas), LedgerMeter.NONE);
    }

    /** As the guide says where there is no other replica. */
    private void promoteAlone() {
        assertThat(replica.tell("REPLICAOF NO ONE")).startsWith("+OK");
        assertThat(replica.tell("CONFIG SET min-replicas-to-write 0")).startsWith("+OK");
    }

    private static List<Order> orders(Flood flood) {
        List<Order> orders = new ArrayList<>();
        for (Map.Entry<Command.PlaceOrder, Outcome> answered : flood.answers().entrySet()) {
            if (answered.getValue() instanceof Outcome.OfOrder(Order order, boolean repeated)) {
                orders.add(order);
            } else {
                assertThat(answered.getValue()).isIn(Question.BUSY, Question.UNKNOWN);
            }
        }
        return orders;
    }

    @Test
    void withWaitEveryAcknowledgedOrderIsThereAfterTheReplicaWasPromotedInAFlood() throws Exception {
        try (Switchboard address = new Switchboard(primary.port())) {
            List<Order> acknowledged;
            try (RedisLedger ledger = open(address.url(), 1)) {
                Desk.opened(ledger, OPEN);
                Flood flood = new Flood(ledger, "ann");
                Desk.await("orders are accepted", () -> flood.accepted() > 2_000);
                primary.kill();
                flood.stop();
                acknowledged = orders(flood);
            }
            promoteAlone();
            address.switchTo(replica.port());
            try (RedisLedger ledger = open(address.url(), 0)) {
                Desk.assertThere(ledger, acknowledged);
                assertThat(Desk.placedInTheEnd(ledger, "rush", "after").number())
                        .isGreaterThan(acknowledged.size());
            }
        }
    }

    @Test
    void withWaitNothingIsAcknowledgedThatOnlyThePrimaryHas() throws Exception {
        try (RedisLedger ledger = open(primary.url(), 1)) {
            Desk.opened(ledger, OPEN);
            assertThat(Desk.placedInTheEnd(ledger, "rush", "1").number()).isEqualTo(1);
            replica.freeze();
            Outcome lost;
            try {
                lost = Desk.ask(ledger, Desk.wish("rush", "ann", "2"));
                Outcome next = Desk.ask(ledger, Desk.wish("rush", "bob", "3"));

                assertThat(lost).as("carried out, and who knows for how long").isEqualTo(Question.UNKNOWN);
                assertThat(next).as("refused before it was sent").isEqualTo(Question.BUSY);
                assertThat(ledger.obstacle()).contains("only 0 of 1 replicas");
                assertThat(primary.tell("HLEN {rush}:orders")).startsWith(":2");
            } finally {
                replica.thaw();
            }

            Desk.await("the ledger hears that the replica is back", () -> ledger.obstacle() == null);
            assertThat(Desk.placedInTheEnd(ledger, "rush", "2").number())
                    .as("it was carried out the first time, and is answered now that the replica has it")
                    .isEqualTo(2);
            assertThat(Desk.placedInTheEnd(ledger, "rush", "3").number()).isEqualTo(3);
        }
    }

    @Test
    void whereReplicasAreMissingNothingIsWritten() throws Exception {
        try (RedisLedger ledger = open(primary.url(), 1)) {
            Desk.opened(ledger, OPEN);
            Desk.placedInTheEnd(ledger, "rush", "1");
            assertThat(replica.tell("REPLICAOF NO ONE")).startsWith("+OK");
            Desk.await("the primary has lost its replica", () -> primary.tell("INFO replication")
                    .contains("connected_slaves:0"));

            assertThat(Desk.ask(ledger, Desk.wish("rush", "ann", "2"))).isEqualTo(Question.BUSY);
            assertThat(primary.tell("HLEN {rush}:orders")).startsWith(":1");
            assertThat(ledger.obstacle()).isNotNull();

            assertThat(replica.tell("REPLICAOF 127.0.0.1 " + primary.port())).startsWith("+OK");
            Desk.await("the ledger is ready by itself", () -> ledger.obstacle() == null);
            assertThat(Desk.placedInTheEnd(ledger, "rush", "2").number()).isEqualTo(2);
        }
    }

    /** What {@code WAIT} is for: without it the same failover loses what the primary alone had, though its disk had it, too. */
    @Test
    void withoutWaitAFailoverLosesWhatTheReplicaHadNotGot() throws Exception {
        try (Switchboard address = new Switchboard(primary.port());
                RedisLedger ledger = open(address.url(), 0)) {
            Desk.opened(ledger, OPEN);
            Order kept = Desk.placedInTheEnd(ledger, "rush", "1");
            Desk.await("the replica has it", () -> replica.tell("HLEN {rush}:orders")
                    .startsWith(":1"));
            assertThat(primary.tell("CONFIG SET min-replicas-to-write 0")).startsWith("+OK");
            promoteAlone();
            Order lost = Desk.placedInTheEnd(ledger, "rush", "2");
            Ear ear = new Ear();
            ledger.onCommit(ear);
            primary.kill();
            address.switchTo(replica.port());

            Order next = Desk.placedInTheEnd(ledger, "rush", "3");
            assertThat(Desk.find(ledger, kept.id())).contains(kept);
            assertThat(Desk.find(ledger, lost.id())).isEmpty();
            assertThat(next.seats()).as("its seat is sold again").isEqualTo(lost.seats());
            // Whoever learnt of the lost order hears that it is lost, and all that there is from the beginning.
            Desk.await("the new order is told", () -> ear.orders().contains(next.id()));
            assertThat(ear.cuts()).containsExactly("rush");
            assertThat(ear.orders()).containsExactly(kept.id(), next.id());
        }
    }

    /** Listens from a moment on. */
    private static final class Ear implements EventFeed.Listener {
        private final List<OrderId> orders = new ArrayList<>();
        private final List<String> cuts = new ArrayList<>();

        @Override
        public synchronized void committed(String journal, List<Event> events, long position) {
            for (Event event : events) {
                if (event instanceof Event.OrderMoved(long at, Order order)) {
                    orders.add(order.id());
                }
            }
        }

        @Override
        public synchronized void cut(String journal) {
            cuts.add(journal);
        }

        synchronized List<OrderId> orders() {
            return List.copyOf(orders);
        }

        synchronized List<String> cuts() {
            return List.copyOf(cuts);
        }
    }

    /** A sentinel as operators run it, but quick. */
    private RedisServer startSentinel() throws IOException {
        Path folder = Files.createDirectory(dir.resolve("sentinel"));
        Path config = Files.writeString(
                folder.resolve("sentinel.conf"),
                "sentinel monitor tickets 127.0.0.1 " + primary.port() + " 1\n"
                        + "sentinel down-after-milliseconds tickets 2000\n"
                        + "sentinel failover-timeout tickets 3000\n");
        return RedisServer.startSentinel(folder, config);
    }

    @Test
    void aLedgerUnderSentinelGoesOnAtThePromotedReplica() throws Exception {
        try (RedisServer sentinel = startSentinel();
                RedisLedger ledger = open(
                        "redis-sentinel://127.0.0.1:" + FreePorts.one() + ",127.0.0.1:" + sentinel.port() + "/tickets",
                        1)) {
            Desk.opened(ledger, OPEN);
            Desk.await("the sentinel knows the replica", () -> sentinel.tell("SENTINEL REPLICAS tickets")
                    .contains("" + replica.port()));
            Flood flood = new Flood(ledger, "ann");
            Desk.await("orders are accepted", () -> flood.accepted() > 1_000);
            primary.kill();
            Desk.await("the replica is promoted", () -> replica.tell("INFO replication")
                    .contains("role:master"));
            primary.startAgain(); // as a supervisor does; the sentinel makes it the replica
            int before = flood.accepted();
            Desk.await("orders are accepted again", () -> flood.accepted() > before + 1_000);
            flood.stop();
            // On a slow machine the sentinel may have changed its mind once more; one of the two follows the other in
            // any case.
            Desk.await("one follows the other", () -> Stream.of(primary, replica)
                    .anyMatch(server -> server.tell("INFO replication").contains("role:slave")));
            Desk.assertThere(ledger, orders(flood));
        }
    }

    @Test
    void aPrimaryThatTheSentinelDoesNotKnowIsRefused() throws Exception {
        try (RedisServer sentinel = startSentinel()) {
            assertThatThrownBy(() -> open("redis-sentinel://127.0.0.1:" + sentinel.port() + "/other", 0)
                            .close())
                    .isInstanceOf(RedisLedgerException.class)
                    .hasMessageContaining("watches no primary called other");
        }
    }
}
