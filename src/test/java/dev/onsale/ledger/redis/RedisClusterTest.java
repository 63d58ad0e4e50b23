package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.events.EventLog;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.SaleChange;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger on a Redis Cluster: each sale is on one of its servers, and goes with its slot. */
@Tag("servers")
class RedisClusterTest {

    private static final int SALES = 12;

    @TempDir
    private static Path dir;

    private static RedisCluster cluster;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = RedisCluster.start(dir, 3);
    }

    @AfterAll
    static void endCluster() {
        cluster.close();
    }

    @AfterEach
    void nothingWasFatal() {
        assertThat(Desk.FATAL).isEmpty();
    }

    private static RedisLedger open() {
        return Desk.open(RedisSettings.of(cluster.url()), LedgerMeter.NONE);
    }

    private static void openSale(RedisLedger ledger, String sale) throws Exception {
        Desk.opened(
                ledger,
                new Command.OpenSale(Desk.NOW, SampleSale.concert(sale, 100_000).sale()));
    }

    private static Order placed(RedisLedger ledger, String sale, String key) throws Exception {
        return ((Outcome.OfOrder) Desk.told(ledger, Desk.wish(sale, "ann", key))).order();
    }

    @Test
    void salesLieOnAllServersAndEachIsSoldAndReadWhereItLies() throws Exception {
        List<String> sales =
                IntStream.range(0, SALES).mapToObj(i -> "spread" + i).toList();
        Set<RedisServer> used = new HashSet<>();
        try (RedisLedger first = open();
                RedisLedger second = open();
                RedisJournals journals = RedisJournals.open(RedisSettings.of(cluster.url()))) {
            for (String sale : sales) {
                openSale(first, sale);
                Order order = placed(second, sale, "1");
                assertThat(Desk.find(first, order.id())).contains(order);
                EventLog journal = journals.journal(sale);
                assertThat(journal.end()).isEqualTo(2);
                assertThat(journal.read(0, 10).events()).hasSize(2);
                used.add(cluster.primaryOf(sale));
            }
            assertThat(used).as("servers that have sales").hasSize(3);
            assertThat(journals.names()).containsAll(sales);
            Desk.await("both see all sales", () -> sales.stream()
                    .allMatch(sale -> first.sale(sale) != null && second.sale(sale) != null));
        }
    }

    private static void minReplicas(int count) {
        cluster.servers().forEach(server -> assertThat(server.tell("CONFIG SET min-replicas-to-write " + count))
                .startsWith("+OK"));
    }

    @Test
    void whenAPrimaryIsKilledItsSalesGoOnAtThePromotedReplica() throws Exception {
        minReplicas(1);
        try (RedisLedger ledger =
                Desk.open(new RedisSettings(cluster.url(), RedisSettings.Fsync.ALWAYS, 1), LedgerMeter.NONE)) {
            openSale(ledger, "failover");
            List<Order> before = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                before.add(placed(ledger, "failover", "before " + i));
            }
            RedisServer primary = cluster.primaryOf("failover");
            primary.kill();
            try {
                // With its only replica promoted there is none left, so nothing more is durable enough.
                Desk.await(
                        "a replica is promoted",
                        () -> cluster.servers().stream()
                                        .filter(RedisServer::isAlive)
                                        .filter(RedisCluster::isPrimary)
                                        .count()
                                == 3);
            } finally {
                primary.startAgain();
                minReplicas(1);
            }
            Order after = Desk.placedInTheEnd(ledger, "failover", "after");
            assertThat(cluster.primaryOf("failover")).isNotEqualTo(primary);
            Desk.assertThere(ledger, before);
            assertThat(after.seats().number(0)).isEqualTo(101);
        } finally {
            minReplicas(0);
        }
    }

    /** A replica takes over although nobody is dead, as after a partition: who was the primary is a replica now, in the middle of calls. */
    @Test
    void aReplicaThatTakesOverUnderOrdersEndsNobodyAndLosesNothing() throws Exception {
        minReplicas(1);
        try (RedisLedger ledger =
                Desk.open(new RedisSettings(cluster.url(), RedisSettings.Fsync.ALWAYS, 1), LedgerMeter.NONE)) {
            openSale(ledger, "rush");
            Flood flood = new Flood(ledger, "ann");
            Desk.await("orders are accepted", () -> flood.accepted() > 500);
            RedisServer primary = cluster.primaryOf("rush");
            RedisServer replica = cluster.servers().stream()
                    .filter(server -> server.tell("INFO replication").contains("master_port:" + primary.port() + "\r"))
                    .findFirst()
                    .orElseThrow();
            assertThat(replica.tell("CLUSTER FAILOVER TAKEOVER")).startsWith("+OK");
            Desk.await("who was the primary follows it", () -> !RedisCluster.isPrimary(primary));
            int before = flood.accepted();
            Desk.await("orders are accepted", () -> flood.accepted() > before + 500);
            flood.stop();
            assertThat(cluster.primaryOf("rush")).isEqualTo(replica);
            List<Order> told = flood.answers().values().stream()
                    .filter(Outcome.OfOrder.class::isInstance)
                    .map(outcome -> ((Outcome.OfOrder) outcome).order())
                    .toList();
            Desk.assertThere(ledger, told);
        } finally {
            minReplicas(0);
        }
    }

    /** As an operator moves slots to another server: key by key, and then the whole slot. */
    @Test
    void aSaleIsBusyWhileItsSlotIsHandedOverAndThenFoundAtItsNewPlace() throws Exception {
        try (RedisLedger ledger = open()) {
            openSale(ledger, "moving");
            Order before = placed(ledger, "moving", "before");
            RedisServer from = cluster.primaryOf("moving");
            RedisServer to = cluster.servers().stream()
                    .filter(server -> RedisCluster.isPrimary(server) && server != from)
                    .findFirst()
                    .orElseThrow();
            int slot = Integer.parseInt(
                    from.tell("CLUSTER KEYSLOT {moving}").strip().substring(1));
            String fromId = RedisServer.bulk(from.tell("CLUSTER MYID"));
            String toId = RedisServer.bulk(to.tell("CLUSTER MYID"));
            assertThat(to.tell("CLUSTER SETSLOT " + slot + " IMPORTING " + fromId))
                    .startsWith("+OK");
            assertThat(from.tell("CLUSTER SETSLOT " + slot + " MIGRATING " + toId))
                    .startsWith("+OK");
            String stateBefore = state(from);

            assertThat(Desk.ask(ledger, Desk.wish("moving", "ann", "meanwhile")))
                    .as("all keys are still here, but those that are missing")
                    .isEqualTo(Question.BUSY);
            assertThat(state(from)).isEqualTo(stateBefore);
            hand(from, to, List.of("sale", "tier:floor"));
            String half = state(to);
            assertThat(Desk.ask(ledger, Desk.wish("moving", "ann", "meanwhile")))
                    .isEqualTo(Question.BUSY);
            assertThat(state(to)).isEqualTo(half);
            hand(from, to, List.of("orders", "keys", "events", "run:floor:0-1", "deadlines", "buyers", "made"));
            assertThat(from.tell("CLUSTER COUNTKEYSINSLOT " + slot)).startsWith(":0");
            assertThat(to.tell("CLUSTER SETSLOT " + slot + " NODE " + toId)).startsWith("+OK");
            assertThat(from.tell("CLUSTER SETSLOT " + slot + " NODE " + toId)).startsWith("+OK");

            Order after = Desk.placedInTheEnd(ledger, "moving", "after");
            assertThat(after.seats().number(0)).isEqualTo(2);
            assertThat(after.number()).isEqualTo(before.number() + 1);
            assertThat(Desk.find(ledger, before.id())).contains(before);
            assertThat(cluster.primaryOf("moving")).isEqualTo(to);
        }
    }

    private static void hand(RedisServer from, RedisServer to, List<String> keys) {
        keys.forEach(key -> from.tell("MIGRATE 127.0.0.1 " + to.port() + " {moving}:" + key + " 0 5000"));
    }

    /** All that a sale has on a server. */
    private static String state(RedisServer server) {
        return server.tell("HGETALL {moving}:sale")
                + server.tell("HGETALL {moving}:orders")
                + server.tell("HGETALL {moving}:tier:floor")
                + server.tell("XLEN {moving}:events");
    }

    @Test
    void aClusterThatIsNamedAsASingleServerIsRefused() {
        String url = "redis://127.0.0.1:" + cluster.servers().getFirst().port();
        assertThatThrownBy(
                        () -> Desk.open(RedisSettings.of(url), LedgerMeter.NONE).close())
                .isInstanceOf(RedisLedgerException.class)
                .hasMessageContaining("redis-cluster://");
    }

    @Test
    void aSingleServerThatIsNamedAsAClusterIsRefused(@TempDir Path other) {
        try (RedisServer single = RedisServer.start(other)) {
            String url = single.url().replace("redis:", "redis-cluster:");
            assertThatThrownBy(() ->
                            Desk.open(RedisSettings.of(url), LedgerMeter.NONE).close())
                    .isInstanceOf(RedisLedgerException.class)
                    .hasMessageContaining("not part of a Redis Cluster");
        }
    }

    /** The user of the guide, on every server of a cluster. */
    @Test
    void theRightsOfTheGuideAreEnough() throws Exception {
        for (RedisServer server : cluster.servers()) {
            assertThat(server.tell("ACL SETUSER least reset on >pw " + Rights.rule()))
                    .startsWith("+OK");
            assertThat(server.tell("ACL LOG RESET")).startsWith("+OK");
        }
        String url = cluster.url().replace("redis-cluster://", "redis-cluster://least:pw@");
        RedisSettings settings = RedisSettings.of(url);
        List<String> sales =
                IntStream.range(0, SALES).mapToObj(i -> "least" + i).toList();
        try (RedisLedger ledger = Desk.open(settings, LedgerMeter.NONE);
                RedisJournals journals = RedisJournals.open(settings)) {
            ledger.share(1);
            var written = ledger.trimBehindBook(1);
            Party operator = new Party.Operator();
            for (String sale : sales) {
                openSale(ledger, sale);
                Desk.ask(ledger, new Command.ChangeSale(Desk.NOW, "more", sale, SaleChange.addStock("floor", 1)));
                Order paid = placed(ledger, sale, "k1");
                Order released = placed(ledger, sale, "k2");
                placed(ledger, sale, "k3");
                Desk.ask(ledger, new Command.PayOrder(Desk.NOW, paid.id(), "p"));
                Desk.ask(ledger, new Command.RefundOrder(Desk.NOW, paid.id(), operator));
                Desk.ask(ledger, new Command.ReleaseOrder(Desk.NOW, released.id(), operator));
                assertThat(journals.journal(sale).end()).isEqualTo(8);
                written.accept(sale, 8);
            }
            long late = Desk.NOW + SampleSale.HOLD_SECONDS * 1000L;
            Desk.ask(ledger, new Command.ExpireOrders(late, 1_000));
            Desk.await("what is known counts", ledger::isFresh);
            Desk.await("nothing stands in the way", () -> ledger.obstacle() == null);
        }
        for (RedisServer server : cluster.servers()) {
            assertThat(refused(server.tell("ACL LOG")))
                    .as("what was refused")
                    .allMatch(what -> what.startsWith("acl|"));
        }
    }

    /** The objects of an ACL log. */
    private static List<String> refused(String log) {
        List<String> lines = log.lines().toList();
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).equals("object"))
                .mapToObj(i -> lines.get(i + 2))
                .toList();
    }
}
