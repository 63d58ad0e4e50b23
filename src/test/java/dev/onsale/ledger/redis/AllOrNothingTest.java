package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.SaleChange;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function writes all that it has decided or nothing, and what something else has put under a key is named. */
@Tag("servers")
class AllOrNothingTest {

    private static final Sale SALE = SampleSale.concert("s", 10).perBuyer(4).sale();
    private static final Sale TRAIN = SampleSale.train("g1", 3, 4).sale();
    private static final long NOW = Desk.NOW;
    private static final Random IDS = new Random(7);

    @TempDir
    private static Path dir;

    private static RedisServer server;
    private static RawCalls calls;

    /** Orders of ann's: held, and released so that seat 2 came back; and of the train from A to B. */
    private Command.PlaceOrder held;

    private Command.PlaceOrder released;

    @BeforeAll
    static void startRedis() {
        server = RedisServer.start(dir);
        Desk.open(server).close(); // loads the functions
        calls = new RawCalls(server.url());
    }

    @AfterAll
    static void endRedis() {
        calls.close();
        server.close();
    }

    @BeforeEach
    void openTheSales() throws Exception {
        calls.tell("FLUSHALL");
        calls.say(Calls.open(new Command.OpenSale(NOW, "opening", SALE))).ok();
        calls.say(Calls.open(new Command.OpenSale(NOW, "opening", TRAIN))).ok();
        held = place(SALE, "ann", "k1");
        released = place(SALE, "ann", "k2");
        calls.ask(SALE, asked(held), asked(released), asked(place(SALE, "bob", "k")))
                .ok();
        calls.ask(SALE, release(released)).ok();
        Command.PlaceOrder first =
                new Command.PlaceOrder(NOW, "g1", OrderId.mint(NOW, "g1", IDS), "ann", "k1", "second", "A", "B", 1);
        calls.ask(TRAIN, asked(first)).ok();
    }

    private static Command.PlaceOrder place(Sale sale, String buyer, String key) {
        String tier = sale.tiers().getFirst().id();
        return new Command.PlaceOrder(
                NOW, sale.id(), OrderId.mint(NOW, sale.id(), IDS), buyer, key, tier, null, null, 1);
    }

    private static Question asked(Command command) {
        return Question.ask(command, outcome -> {});
    }

    private static Question pay(Command.PlaceOrder order) {
        return asked(new Command.PayOrder(NOW + 1, order.order(), "p"));
    }

    private static Question release(Command.PlaceOrder order) {
        return asked(new Command.ReleaseOrder(NOW + 1, order.order(), new Party.Operator()));
    }

    /** Everything that changes something of the concert, a call each. */
    private List<CheckedCall> changes() {
        return List.of(
                () -> calls.ask(SALE, asked(place(SALE, "eve", "new"))),
                () -> calls.ask(SALE, asked(place(SALE, "ann", "k1")), pay(held), asked(place(SALE, "eve", "new"))),
                () -> calls.ask(SALE, pay(held)),
                () -> calls.ask(SALE, pay(released)),
                () -> calls.ask(SALE, release(held)),
                () -> calls.say(Calls.expire("s", NOW + SampleSale.HOLD_SECONDS * 1000L, 100, true)),
                () -> calls.say(Calls.change(
                        new Command.ChangeSale(NOW, "pause", "s", SaleChange.to(Status.PAUSED)),
                        SampleSale.concert("s", 10)
                                .perBuyer(4)
                                .status(Status.PAUSED)
                                .sale(),
                        1)));
    }

    private interface CheckedCall {
        RawCalls.Said make() throws Exception;
    }

    /** Makes each call, and fails unless it changed nothing or was carried out; returns how many were refused for the key. */
    private int refusedFor(String key, String how) throws Exception {
        int refused = 0;
        for (CheckedCall change : changes()) {
            Map<String, String> before = calls.all("s");
            RawCalls.Said said = change.make();
            String error = said.error();
            if (error != null) {
                assertThat(error).as(how).startsWith("FOREIGN " + key + " ");
                assertThat(calls.changedSince(before, "s")).as(how).isEmpty();
                refused++;
            }
        }
        return refused;
    }

    private int spoiled(String key, String... commands) throws Exception {
        for (String command : commands) {
            calls.tell(command);
        }
        return refusedFor(key, String.join("; ", commands));
    }

    @Test
    void aKeyOfAnotherTypeIsNamedAndNothingIsWritten() throws Exception {
        for (String name : List.of(
                "sale",
                "orders",
                "keys",
                "buyers",
                "deadlines",
                "events",
                "tier:floor",
                "run:floor:0-1",
                "changes",
                "changed",
                "done:0")) {
            for (String other : List.of(
                    "SET {s}:" + name + " x",
                    "SADD {s}:" + name + " x",
                    "ZADD {s}:" + name + " 1 1",
                    "XADD {s}:" + name + " 9-1 a b")) {
                openTheSales();
                calls.tell("DEL {s}:" + name);
                boolean isSet = name.startsWith("run") || name.equals("deadlines");
                boolean isOfThatType =
                        (other.startsWith("ZADD") && isSet) || (other.startsWith("XADD") && name.equals("events"));
                int refused = spoiled("{s}:" + name, other);
                if (!isOfThatType) {
                    assertThat(refused).as("%s", other).isPositive();
                }
            }
        }
    }

    @Test
    void aValueThatOnsaleHasNotWrittenIsNamedAndNothingIsWritten() throws Exception {
        Map<String, String> spoilers = Map.ofEntries(
                Map.entry("HSET {s}:sale status bogus", "{s}:sale"),
                Map.entry("HDEL {s}:sale status", "{s}:sale"),
                Map.entry("HSET {s}:sale position x", "{s}:sale"),
                Map.entry("HSET {s}:sale opens_at soon", "{s}:sale"),
                Map.entry("HSET {s}:sale deduct never", "{s}:sale"),
                Map.entry("HSET {s}:sale last_number 1.5", "{s}:sale"),
                Map.entry("HSET {s}:tier:floor touched many", "{s}:tier:floor"),
                Map.entry("HSET {s}:tier:floor touched 11", "{s}:tier:floor"),
                Map.entry("HSET {s}:tier:floor mine 1", "{s}:tier:floor"),
                Map.entry("HSET {s}:tier:floor r999999 1", "{s}:tier:floor"),
                Map.entry("DEL {s}:tier:floor", "{s}:tier:floor"),
                Map.entry("HSET {s}:buyers eve x", "{s}:buyers"),
                Map.entry("HSET {s}:keys 3:evenew nobody", "{s}:keys"),
                Map.entry("ZADD {s}:run:floor:0-1 5 5", "{s}:run:floor:0-1"),
                Map.entry("ZREM {s}:run:floor:0-1 2", "{s}:run:floor:0-1"),
                Map.entry("ZADD {s}:deadlines 0 nothing", "{s}:deadlines"),
                Map.entry("ZADD {s}:deadlines 0 0000000001:nobody", "{s}:deadlines"),
                Map.entry("XADD {s}:events 99-0 a b", "{s}:events"),
                Map.entry("XADD {s}:events 5-7 a b", "{s}:events"),
                Map.entry("DEL {s}:events", "{s}:events"));
        for (Map.Entry<String, String> spoiler : spoilers.entrySet()) {
            openTheSales();
            assertThat(spoiled(spoiler.getValue(), spoiler.getKey()))
                    .as(spoiler.getKey())
                    .isPositive();
        }
        openTheSales();
        assertThat(spoiled("{s}:run:floor:0-1", "ZREM {s}:run:floor:0-1 2", "ZADD {s}:run:floor:0-1 9 9"))
                .isPositive();
        openTheSales();
        assertThat(spoiled("{s}:orders", "HSET {s}:orders " + held.order() + " garbage"))
                .isPositive();
        openTheSales();
        assertThat(spoiled("{s}:orders", "HSET {s}:orders " + held.order() + " short"))
                .isPositive();
    }

    /** An entry that was taken out again has left its mark: the ids of the stream do not go back. */
    @Test
    void aStreamWhoseIdsAreUsedUpIsNamed() throws Exception {
        calls.tell("XADD {s}:events 99-0 a b");
        calls.tell("XDEL {s}:events 99-0");
        assertThat(refusedFor("{s}:events", "an entry that is gone")).isEqualTo(7);
    }

    @Test
    void aSaleIsNotOpenedOverWhatSomethingElseHasPutThere() throws Exception {
        Sale fresh = SampleSale.concert("new", 5).sale();
        for (String key : List.of("orders", "events", "tier:floor", "changes", "deadlines")) {
            calls.tell("SET {new}:" + key + " x");
            RawCalls.Said said = calls.say(Calls.open(new Command.OpenSale(NOW, "k", fresh)));
            assertThat(said.error()).startsWith("FOREIGN {new}:" + key + " ");
            assertThat(calls.all("new")).hasSize(1);
            calls.tell("DEL {new}:" + key);
        }
        calls.say(Calls.open(new Command.OpenSale(NOW, "k", fresh))).ok();
        calls.tell("SET {onsale}:sales x");
        assertThat(calls.say(Calls.enlist("new")).error()).startsWith("FOREIGN {onsale}:sales ");
    }

    /** The legs of a seat contradict the run in which it lies. */
    @Test
    void aSeatOfATrainThatIsTakenTwiceIsNamed() throws Exception {
        calls.tell("HSET {g1}:seats:second 1 xxx");
        Map<String, String> before = calls.all("g1");
        Command.PlaceOrder rest =
                new Command.PlaceOrder(NOW, "g1", OrderId.mint(NOW, "g1", IDS), "eve", "k", "second", "B", "D", 1);
        assertThat(calls.ask(TRAIN, asked(rest)).error()).startsWith("FOREIGN {g1}:seats:second ");
        assertThat(calls.changedSince(before, "g1")).isEmpty();
        calls.tell("HSET {g1}:seats:second 1 x..?");
        assertThat(calls.ask(TRAIN, asked(rest)).error()).startsWith("FOREIGN {g1}:seats:second ");
    }

    /** More commands about a sale than are remembered: the first ones are forgotten, the last ones are not. */
    @Test
    void theLastKeysOfASaleAreRemembered() throws Exception {
        for (int i = 1; i <= 5; i++) {
            calls.say(Calls.function("onsale_change", "s")
                            .arg("once")
                            .arg("key" + i)
                            .arg("came to " + i)
                            .arg(3)
                            .arg(i)
                            .arg("event")
                            .arg("active")
                            .arg(1)
                            .arg(""))
                    .ok();
        }
        assertThat(calls.tell("LRANGE {s}:changed 0 -1")).hasToString("[key3, key4, key5]");
        assertThat(calls.tell("HLEN {s}:changes")).hasToString("3");
    }

    /** Whatever right is taken away, a call is carried out as a whole or not at all. */
    @Test
    void aRightThatIsMissingIsFoundOutBeforeTheFirstWrite() throws Exception {
        for (String command : Rights.OF_FUNCTIONS) {
            openTheSales();
            calls.tell("ACL SETUSER less reset on >pw " + Rights.rule() + " -" + command);
            assertNothingIsHalfDone("without " + command);
        }
        openTheSales();
        calls.tell("ACL SETUSER less reset on >pw " + Rights.rule() + " resetchannels");
        assertNothingIsHalfDone("without the channel");
        for (String key :
                List.of("orders", "keys", "deadlines", "events", "tier:floor", "run:floor:0-1", "done:0", "buyers")) {
            openTheSales();
            calls.tell("ACL SETUSER less reset on >pw " + Rights.rule() + " resetkeys ~{s}:sale %R~{s}:" + key
                    + " ~{s}:[^" + key.charAt(0) + "]*");
            assertNothingIsHalfDone("with " + key + " to read only");
        }
    }

    private void assertNothingIsHalfDone(String how) throws Exception {
        RawCalls everything = calls;
        try (RawCalls less = new RawCalls("redis://less:pw@127.0.0.1:" + server.port())) {
            for (int i = 0; i < changes().size(); i++) {
                Map<String, String> before = everything.all("s");
                calls = less;
                RawCalls.Said said = changes().get(i).make();
                calls = everything;
                if (said.error() != null) {
                    assertThat(everything.changedSince(before, "s"))
                            .as("%s: %s", how, said.error())
                            .isEmpty();
                }
            }
        } finally {
            calls = everything;
        }
    }
}
