package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.redis.RedisSettings.Fsync;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever Redis says, a ledger ends itself over none of it: it stands still, says why, and goes on by itself, also when nobody asks it for anything, once that is
 * mended.
 */
@Tag("servers")
class TroubledRedisTest extends OneRedis {

    private static final Command.OpenSale OPEN =
            new Command.OpenSale(Desk.NOW, SampleSale.concert("rush", 100_000).sale());

    private RedisLedger ledger;

    @BeforeEach
    void openLedger() throws Exception {
        tell("FLUSHALL");
        ledger = Desk.open(server);
        Desk.opened(ledger, OPEN);
        Desk.placedInTheEnd(ledger, "rush", "first");
        Desk.await("it is ready", () -> ledger.obstacle() == null);
    }

    @AfterEach
    void nothingWasFatal() {
        ledger.close();
        assertThat(Desk.FATAL).isEmpty();
    }

    private static void tell(String... commands) {
        for (String command : commands) {
            assertThat(server.tell(command)).as(command).doesNotStartWith("-");
        }
    }

    private void assertStandsStill(String why) throws Exception {
        Desk.await("it stands still", () -> ledger.obstacle() != null);
        assertThat(ledger.obstacle()).contains(why);
        assertThat(Desk.ask(ledger, Desk.wish("rush", "bob", "meanwhile"))).isEqualTo(Question.BUSY);
    }

    /** Nobody asks for anything. */
    private void assertGoesOn() throws Exception {
        Desk.await("it is ready again by itself", () -> ledger.obstacle() == null);
        assertThat(Desk.ask(ledger, Desk.wish("rush", "bob", "after"))).isInstanceOf(Outcome.OfOrder.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "appendfsync everysec always",
                "appendonly no yes",
                "no-appendfsync-on-rewrite yes no",
                "maxmemory-policy allkeys-lru noeviction"
            })
    void aSettingThatIsMadeWeakerStopsTheSellingUntilItIsRight(String change) throws Exception {
        List<String> words = List.of(change.split(" ", -1));
        try {
            tell("CONFIG SET " + words.get(0) + " " + words.get(1));
            assertStandsStill(words.get(0) + " " + words.get(1));
        } finally {
            tell("CONFIG SET " + words.get(0) + " " + words.get(2));
        }
        assertGoesOn();
    }

    @Test
    void functionsThatAreGoneAreLoadedAgain() throws Exception {
        tell("FUNCTION FLUSH");
        Desk.await("they are there again", () -> server.tell("FUNCTION LIST").contains("onsale"));
        Desk.placedInTheEnd(ledger, "rush", "after");
        assertGoesOn();
    }

    @Test
    void functionsThatAreGoneUnderOrdersAreLoadedAgain() throws Exception {
        Flood flood = new Flood(ledger, "ann");
        for (int i = 0; i < 3; i++) {
            int before = flood.accepted();
            Desk.await("orders are accepted", () -> flood.accepted() > before + 500);
            tell("FUNCTION FLUSH");
        }
        int before = flood.accepted();
        Desk.await("orders are accepted", () -> flood.accepted() > before + 500);
        flood.stop();
        assertGoesOn();
    }

    @Test
    void aRightThatIsTakenAwayStopsTheSellingUntilItIsGivenBack() throws Exception {
        try {
            tell("ACL SETUSER default -fcall");
            assertStandsStill("NOPERM");
        } finally {
            tell("ACL SETUSER default +fcall");
        }
        assertGoesOn();
    }

    @Test
    void aRightThatTheFunctionsNeedStopsTheSellingUntilItIsGivenBack() throws Exception {
        try {
            tell("ACL SETUSER default -xadd");
            assertThat(Desk.ask(ledger, Desk.wish("rush", "bob", "meanwhile"))).isEqualTo(Question.BUSY);
            assertThat(ledger.obstacle()).contains("NOPERM").contains("sale rush");
        } finally {
            tell("ACL SETUSER default +xadd");
        }
        assertGoesOn();
    }

    @Test
    void memoryThatIsShortIsBusyAndThenGoesOn() throws Exception {
        try {
            tell("CONFIG SET maxmemory 1");
            assertThat(Desk.ask(ledger, Desk.wish("rush", "bob", "meanwhile"))).isEqualTo(Question.BUSY);
            assertThat(ledger.obstacle()).contains("OOM");
        } finally {
            tell("CONFIG SET maxmemory 0");
        }
        assertGoesOn();
    }

    @Test
    void aForeignEntryInTheStreamIsNamedAndNothingIsSoldOverIt() throws Exception {
        tell("XADD {rush}:events 1000-0 what ever", "PUBLISH onsale:events \"rush 1000\"");
        Desk.await(
                "it is found",
                () -> ledger.obstacle() != null
                        || Desk.asked(ledger, Desk.wish("rush", "bob", "k")).join() == Question.BUSY);
        assertThat(ledger.obstacle()).contains("1000-0").contains("rush");
        assertThat(Desk.ask(ledger, Desk.wish("rush", "bob", "meanwhile"))).isEqualTo(Question.BUSY);
        assertThat(server.tell("HLEN {rush}:orders")).startsWith(":1");
        tell("XDEL {rush}:events 1000-0", "XSETID {rush}:events 2-0");
        assertGoesOn();
    }

    @Test
    void aForeignValueUnderAKeyIsNamedAndNothingIsSoldOverIt() throws Exception {
        tell("RENAME {rush}:events {rush}:kept", "SET {rush}:events nonsense");
        assertThat(Desk.ask(ledger, Desk.wish("rush", "bob", "meanwhile"))).isEqualTo(Question.BUSY);
        assertThat(ledger.obstacle()).contains("{rush}:events").contains("sale rush");
        tell("DEL {rush}:events", "RENAME {rush}:kept {rush}:events");
        assertGoesOn();
    }

    @Test
    void wordsOfOthersOnTheChannelMeanNothing() throws Exception {
        for (String word : List.of("x", "rush", "rush x", "rush 999999999999999999", "* 7", "nobody 5")) {
            tell("PUBLISH onsale:events \"" + word + "\"");
        }
        assertGoesOn();
        assertThat(Desk.ask(ledger, Desk.wish("rush", "bob", "more"))).isInstanceOf(Outcome.OfOrder.class);
        Desk.await("what it knows counts", ledger::isFresh);
    }

    @Test
    void connectionsThatAreCutAreMadeAgain() throws Exception {
        Desk.await("what it knows counts", ledger::isFresh);
        tell("CLIENT KILL TYPE pubsub");
        Desk.await("what it knows counts again", ledger::isFresh);
        tell("CLIENT KILL TYPE normal SKIPME yes");
        Desk.await(
                "orders are accepted",
                () -> Desk.asked(ledger, Desk.wish("rush", "bob", "x")).join() instanceof Outcome.OfOrder);
        assertGoesOn();
    }

    @Test
    void whatIsKnownCountsOnlyWhileRedisIsHeard() throws Exception {
        Desk.await("what it knows counts", ledger::isFresh);
        server.freeze();
        try {
            Desk.await("it counts no more", () -> !ledger.isFresh());
        } finally {
            server.thaw();
        }
        Desk.await("what it knows counts again", ledger::isFresh);
        assertGoesOn();
    }

    @Test
    void aRedisThatHidesItsSettingsIsBelieved(@TempDir Path other) throws Exception {
        try (RedisServer closed = RedisServer.start(other, "--rename-command", "CONFIG", "\"\"");
                RedisLedger behind = Desk.open(new RedisSettings(closed.url(), Fsync.ALWAYS, 0), LedgerMeter.NONE)) {
            Desk.opened(behind, OPEN);
            Desk.await("it is ready", () -> behind.obstacle() == null);
        }
    }
}
