package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.audit.Audit;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.SaleChange;
import dev.onsale.sale.SampleSale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user of Redis who has the rights of the guide, and no others, is enough for all that a node does. */
@Tag("servers")
class RightsTest {

    @TempDir
    private static Path dir;

    private static RedisServer server;
    private static RawCalls admin;

    /** Without a password, where whoever does not say who they are may do everything. */
    @BeforeAll
    static void startRedis() {
        server = RedisServer.start(dir);
        admin = new RawCalls("redis://127.0.0.1:" + server.port());
    }

    @AfterAll
    static void endRedis() {
        admin.close();
        server.close();
    }

    private static RedisSettings user(String name, String rule) throws Exception {
        admin.tell("ACL SETUSER " + name + " reset on >pw " + rule);
        return RedisSettings.of("redis://" + name + ":pw@127.0.0.1:" + server.port());
    }

    @Test
    void theRightsOfTheGuideAreEnough() throws Exception {
        RedisSettings settings = user("least", Rights.rule());
        admin.tell("ACL LOG RESET");
        try (RedisLedger ledger = Desk.open(settings, LedgerMeter.NONE)) {
            ledger.share(1);
            var written = ledger.trimBehindBook(1);
            Desk.opened(
                    ledger,
                    new Command.OpenSale(
                            Desk.NOW,
                            "opening",
                            SampleSale.concert("rush", 10).perBuyer(9).sale()));
            Desk.told(ledger, new Command.ChangeSale(Desk.NOW, "more", "rush", SaleChange.addStock("floor", 1)));
            Order paid = placed(ledger, "k1");
            Order released = placed(ledger, "k2");
            placed(ledger, "k3");
            Party operator = new Party.Operator();
            Desk.told(ledger, new Command.PayOrder(Desk.NOW, paid.id(), "p"));
            Desk.told(ledger, new Command.RefundOrder(Desk.NOW, paid.id(), operator));
            Desk.told(ledger, new Command.ReleaseOrder(Desk.NOW, released.id(), operator));
            long late = Desk.NOW + SampleSale.HOLD_SECONDS * 1000L;
            assertThat(Desk.told(ledger, new Command.ExpireOrders(late, 10))).isEqualTo(new Outcome.Expired(1, false));
            try (Journals journals = RedisJournals.open(settings)) {
                assertThat(journals.journal("rush").end()).isPositive();
                assertThat(journals.journal("none").end()).isZero();
                assertThat(Audit.run(journals, Optional::empty, (events, end) -> {})
                                .isClean())
                        .isTrue();
            }
            written.accept("rush", 8);
            Desk.await("the stream is trimmed", () -> told("XLEN {rush}:events") < 9);
            Desk.await("the node has a share", () -> told("EXISTS {onsale}:nodes") == 1);
            assertThat(ledger.obstacle()).isNull();
        }
        // Whether it may ask about its own rights does not matter: a node does without.
        assertThat(admin.tell("ACL LOG")).as("what was refused").allSatisfy(refused -> assertThat(refused.toString())
                .contains("object: acl|"));
        assertThat(Desk.FATAL).isEmpty();
    }

    private static int told(String words) {
        try {
            return admin.tell(words).toInteger();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Order placed(RedisLedger ledger, String key) throws Exception {
        return ((Outcome.OfOrder) Desk.told(ledger, Desk.wish("rush", "ann", key))).order();
    }

    @Test
    void aRightThatIsMissingIsNamedAtTheStart() throws Exception {
        RedisSettings without = user("less", Rights.rule() + " resetchannels -zrem");
        assertThatThrownBy(() -> Desk.open(without, LedgerMeter.NONE).close())
                .isInstanceOf(RedisLedgerException.class)
                .hasMessageContaining("does not let this user do what a ledger does")
                .hasMessageContaining("ZREM")
                .hasMessageContaining("PUBLISH on the channel onsale:events");
    }

    @Test
    void theGuideListsTheseRights() throws Exception {
        String guide = Files.readString(Path.of("deploy/README.md"))
                .replace("\\\n", " ")
                .replace("'", "")
                .replaceAll("[ \n]+", " ");
        assertThat(guide).contains("ACL SETUSER onsale on >PASSWORD " + Rights.rule());
    }
}
