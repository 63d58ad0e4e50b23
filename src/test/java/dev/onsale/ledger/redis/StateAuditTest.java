package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.audit.Audit;
import dev.onsale.audit.AuditReport;
import dev.onsale.audit.AuditText;
import dev.onsale.audit.Fault;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit sees what the functions decide by, and not only what they have told. */
@Tag("servers")
class StateAuditTest {

    private static final Party OPERATOR = new Party.Operator();
    private static final int ROUNDS = 5;
    private static final Sale CONCERT =
            SampleSale.concert("night", 20).perBuyer(5).sale();
    private static final Sale TRAIN = SampleSale.train("g1", 4, 12).sale();

    @TempDir
    private Path dir;

    private RedisServer server;
    private RedisLedger ledger;
    private RedisJournals journals;

    @BeforeEach
    void start() throws Exception {
        server = RedisServer.start(dir);
        ledger = Desk.open(server);
        journals = RedisJournals.open(RedisSettings.of(server.url()));
        Desk.opened(ledger, new Command.OpenSale(Desk.NOW, CONCERT));
        Desk.opened(ledger, new Command.OpenSale(Desk.NOW, TRAIN));
    }

    @AfterEach
    void end() {
        journals.close();
        ledger.close();
        server.close();
        assertThat(Desk.FATAL).isEmpty();
    }

    private AuditReport audit() {
        return Audit.run(journals, Optional::empty, (events, end) -> {});
    }

    private void assertClean() {
        AuditReport report = audit();
        assertThat(report.isClean()).as(AuditText.of(report)).isTrue();
    }

    /** Plants a fault, sees that it is named, and takes it away again. */
    private void plant(Fault fault, String sentence, String undo, String... commands) {
        assertClean();
        for (String command : commands) {
            assertThat(server.tell(command)).as(command).doesNotStartWith("-");
        }
        AuditReport report = audit();
        assertThat(report.faults())
                .as("%s%n%s", List.of(commands), AuditText.of(report))
                .containsOnlyKeys(fault);
        assertThat(AuditText.of(report)).contains(sentence);
        assertThat(server.tell(undo)).as(undo).doesNotStartWith("-");
    }

    private Order order(String sale, String buyer, int seats, String tier, String from, String to) throws Exception {
        Outcome outcome = Desk.ask(
                ledger,
                new Command.PlaceOrder(
                        Desk.NOW, sale, OrderId.mint(Desk.NOW, sale, new Random()), buyer, "k", tier, from, to, seats));
        assertThat(outcome).isInstanceOf(Outcome.OfOrder.class);
        return ((Outcome.OfOrder) outcome).order();
    }

    @Test
    void eachKindOfFaultInTheStateIsNamed() throws Exception {
        String tier = CONCERT.tiers().getFirst().id();
        Order ann = order("night", "ann", 1, tier, null, null);
        Order bob = order("night", "bob", 2, tier, null, null);
        Order cid = order("night", "cid", 1, tier, null, null);
        Desk.ask(ledger, new Command.PayOrder(Desk.NOW, bob.id(), "r"));
        Desk.ask(ledger, new Command.ReleaseOrder(Desk.NOW, cid.id(), OPERATOR)); // seat 4 is in a run
        String t = "{night}:tier:" + tier;
        String run = "{night}:run:" + tier + ":0-1";

        // Stock: a seat is lost, is free twice, is free though it is taken; counts.
        plant(Fault.STATE_STOCK, "Seat 5 of tier", "HINCRBY " + t + " touched -1", "HINCRBY " + t + " touched 1");
        plant(Fault.STATE_STOCK, "Seat 4 of tier", "HINCRBY " + t + " touched 1", "HINCRBY " + t + " touched -1");
        plant(Fault.STATE_STOCK, "touched = 2", "HINCRBY " + t + " touched 2", "HINCRBY " + t + " touched -2");
        plant(Fault.STATE_STOCK, "Seat 1 of tier", "ZREM " + run + " 1", "ZADD " + run + " 1 1");
        plant(Fault.STATE_STOCK, "Seat 4 of tier", "ZADD " + run + " 4 4", "ZREM " + run + " 4");
        plant(Fault.STATE_STOCK, "Seat 4 of tier", "ZADD " + run + " 4 4", "ZADD " + run + " 3 4");
        plant(Fault.STATE_STOCK, "Seat 9 of tier", "ZREM " + run + " 9", "ZADD " + run + " 9 9");
        plant(Fault.STATE_STOCK, "r1 = 2", "HINCRBY " + t + " r1 -1", "HINCRBY " + t + " r1 1");
        plant(Fault.STATE_STOCK, "capacity = 21", "HSET " + t + " capacity 20", "HSET " + t + " capacity 21");
        plant(Fault.STATE_STOCK, "h0 = 2", "HSET " + t + " h0 1", "HSET " + t + " h0 2");
        plant(Fault.STATE_STOCK, "p1 = 0", "HSET " + t + " p1 -2", "HDEL " + t + " p1");
        // Records.
        plant(
                Fault.STATE_RECORD,
                "The record of order " + cid.id(),
                "COPY {night}:kept {night}:orders REPLACE",
                "COPY {night}:orders {night}:kept",
                "EVAL \"return redis.call('HSET',KEYS[1],ARGV[1],string.char(2)..string.sub(redis.call('HGET',KEYS[1],ARGV[1]),2))\" 1 {night}:orders "
                        + cid.id());
        server.tell("DEL {night}:kept");
        plant(
                Fault.STATE_RECORD,
                "Order " + ann.id() + " of sale night is held by the events, and has no record",
                "COPY {night}:kept {night}:orders REPLACE",
                "COPY {night}:orders {night}:kept",
                "HDEL {night}:orders " + ann.id());
        server.tell("DEL {night}:kept");
        // Keys.
        plant(
                Fault.STATE_KEY,
                "leads to no order, and by the events to order " + ann.id(),
                "HSET {night}:keys 3:annk " + ann.id(),
                "HDEL {night}:keys 3:annk");
        plant(
                Fault.STATE_KEY,
                "leads to order " + bob.id(),
                "HSET {night}:keys 3:annk " + ann.id(),
                "HSET {night}:keys 3:annk " + bob.id());
        plant(
                Fault.STATE_KEY,
                "and by the events to none",
                "HDEL {night}:keys 3:zoek",
                "HSET {night}:keys 3:zoek " + ann.id());
        // Buyers.
        plant(Fault.STATE_BUYER, "counts for 5 seats", "HSET {night}:buyers bob 2", "HSET {night}:buyers bob 5");
        plant(Fault.STATE_BUYER, "counts for 0 seats", "HSET {night}:buyers ann 1", "HDEL {night}:buyers ann");
        plant(Fault.STATE_BUYER, "\"zoe\"", "HDEL {night}:buyers zoe", "HSET {night}:buyers zoe 1");
        // How many orders each has made, of those who have asked for many: 99 may have been refused.
        server.tell("HSET {night}:made bob 100");
        plant(Fault.STATE_MADE, "counts for 101 orders", "HSET {night}:made bob 100", "HSET {night}:made bob 101");
        plant(Fault.STATE_MADE, "counts for many orders", "HSET {night}:made bob 100", "HSET {night}:made bob many");
        plant(Fault.STATE_MADE, "counts for 0 orders", "HDEL {night}:made cid", "HSET {night}:made cid 0");
        plant(Fault.STATE_MADE, "\"zoe\"", "HDEL {night}:made zoe", "HSET {night}:made zoe 1");
        // Deadlines.
        String member = "0000000001:" + ann.id();
        plant(
                Fault.STATE_DEADLINE,
                "has the deadline none",
                "ZADD {night}:deadlines " + ann.expiresAt() + " " + member,
                "DEL {night}:deadlines");
        plant(
                Fault.STATE_DEADLINE,
                "has the deadline 17",
                "ZADD {night}:deadlines " + ann.expiresAt() + " " + member,
                "ZADD {night}:deadlines 17 " + member);
        plant(
                Fault.STATE_DEADLINE,
                "by the events none",
                "ZREM {night}:deadlines 0000000002:" + bob.id(),
                "ZADD {night}:deadlines 17 0000000002:" + bob.id());
        // The sale.
        plant(
                Fault.STATE_SALE,
                "the status paused",
                "HSET {night}:sale status active",
                "HSET {night}:sale status paused");
        plant(
                Fault.STATE_SALE,
                "the last_number 9",
                "HSET {night}:sale last_number 3",
                "HSET {night}:sale last_number 9");
        plant(Fault.STATE_SALE, "the limit 0", "HSET {night}:sale limit 5", "HSET {night}:sale limit 0");
        plant(
                Fault.STATE_SALE,
                "Sale g1 is kept on Redis and is not in the list",
                "SADD {onsale}:sales g1",
                "SREM {onsale}:sales g1");
        assertClean();
    }

    @Test
    void whatSaysWhatASaleIsIsMissed() throws Exception {
        order("night", "ann", 1, CONCERT.tiers().getFirst().id(), null, null);
        plant(
                Fault.STATE_SALE,
                "{night}:sale, is gone",
                "RENAME {night}:aside {night}:sale",
                "RENAME {night}:sale {night}:aside");
        String tiers = CONCERT.tiers().getFirst().id();
        plant(Fault.STATE_SALE, "has the tiers missing", "HSET {night}:sale tiers " + tiers, "HDEL {night}:sale tiers");
        plant(
                Fault.STATE_SALE,
                "has the tiers other",
                "HSET {night}:sale tiers " + tiers,
                "HSET {night}:sale tiers other");
        assertClean();
        assertThat(server.tell("HDEL {night}:sale opened current")).startsWith(":2");
        AuditReport report = audit();
        assertThat(report.faults()).containsOnlyKeys(Fault.STATE_SALE);
        assertThat(AuditText.of(report)).contains("has no opened where", "has no current where");
    }

    @Test
    void seatsOfATrainAreComparedLegByLeg() throws Exception {
        String tier = TRAIN.tiers().getFirst().id();
        List<String> stops = TRAIN.stops();
        order("g1", "ann", 1, tier, stops.get(0), stops.get(1));
        order("g1", "bob", 1, tier, stops.get(1), stops.get(2));
        int legs = TRAIN.legs();
        String seats = "{g1}:seats:" + tier;
        String was = RedisServer.bulk(server.tell("HGET " + seats + " 1"));
        assertThat(was).startsWith("xx");
        plant(
                Fault.STATE_STOCK,
                "Seat 1 of tier",
                "HSET " + seats + " 1 " + was,
                "HSET " + seats + " 1 " + ".".repeat(legs));
        plant(Fault.STATE_STOCK, "Seat 1 of tier", "HSET " + seats + " 1 " + was, "HDEL " + seats + " 1");
        plant(
                Fault.STATE_STOCK,
                "Seat 1 of tier",
                "ZREM {g1}:run:" + tier + ":0-1 1",
                "ZADD {g1}:run:" + tier + ":0-1 1 1");
        assertClean();
    }

    /** What is read page by page while others order is of no one moment, and no reason for an alarm. */
    @Test
    void aLedgerThatGoesOnRaisesNoAlarm() throws Exception {
        long seed = Long.getLong("onsale.seed", System.nanoTime());
        System.out.println("StateAuditTest: seed " + seed);
        AtomicBoolean ended = new AtomicBoolean();
        List<Throwable> broken = new ArrayList<>();
        Thread seller = Thread.ofPlatform().start(() -> {
            try {
                sell(new Random(seed), ended);
            } catch (Exception | AssertionError e) {
                broken.add(e);
            }
        });
        try {
            for (int round = 0; round < ROUNDS; round++) {
                long before = journals.journal("g1").end();
                assertClean();
                Desk.await("more happens", () -> journals.journal("g1").end() > before || !broken.isEmpty());
            }
        } finally {
            ended.set(true);
            seller.join();
        }
        assertThat(broken).isEmpty();
        assertClean();
    }

    private void sell(Random random, AtomicBoolean ended) throws Exception {
        List<Order> mine = new ArrayList<>();
        for (int i = 0; !ended.get(); i++) {
            boolean isTrain = random.nextBoolean();
            Sale sale = isTrain ? TRAIN : CONCERT;
            int from = isTrain ? random.nextInt(sale.legs()) : 0;
            int to = from + 1 + (isTrain ? random.nextInt(sale.legs() - from) : 0);
            Outcome outcome = Desk.ask(
                    ledger,
                    new Command.PlaceOrder(
                            Desk.NOW,
                            sale.id(),
                            OrderId.mint(Desk.NOW, sale.id(), random),
                            "buyer-" + random.nextInt(9),
                            "key-" + i,
                            sale.tiers().getFirst().id(),
                            isTrain ? sale.stops().get(from) : null,
                            isTrain ? sale.stops().get(to) : null,
                            1 + random.nextInt(3)));
            if (outcome instanceof Outcome.OfOrder(Order order, boolean repeated)) {
                mine.add(order);
            }
            if (mine.size() > 4) {
                Order some = mine.remove(random.nextInt(mine.size()));
                if (random.nextBoolean()) {
                    Desk.ask(ledger, new Command.PayOrder(Desk.NOW, some.id(), "r" + i));
                    Desk.ask(ledger, new Command.RefundOrder(Desk.NOW, some.id(), OPERATOR));
                } else {
                    Desk.ask(ledger, new Command.ReleaseOrder(Desk.NOW, some.id(), OPERATOR));
                }
            }
        }
    }
}
