package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Outcome;
import dev.onsale.sale.SampleSale;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Functions that somebody replaces under a running node: a node notices, and goes on with its own, with newer ones that serve it, or not at all. */
@Tag("servers")
class ReplacedFunctionsTest extends OneRedis {

    private static final String OWN = FunctionLibrary.ofThisProgram().code();

    private RedisLedger ledger;

    @BeforeEach
    void open() throws Exception {
        server.tell("FLUSHALL");
        server.tell("FUNCTION FLUSH");
        ledger = Desk.open(server);
        Desk.opened(
                ledger,
                new Command.OpenSale(
                        Desk.NOW, SampleSale.concert("rush", 100_000).sale()));
        Desk.placedInTheEnd(ledger, "rush", "first");
    }

    @AfterEach
    void end() {
        ledger.close();
        assertThat(Desk.FATAL).isEmpty();
    }

    private static String version(int version, int servesFrom) {
        return OWN.replaceFirst("(?m)^local VERSION = \\d+$", "local VERSION = " + version)
                .replaceFirst("(?m)^local SERVES_FROM = \\d+$", "local SERVES_FROM = " + servesFrom);
    }

    private void load(String code) throws IOException {
        byte[] bytes = code.getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("*4\r\n$8\r\nFUNCTION\r\n$4\r\nLOAD\r\n$7\r\nREPLACE\r\n$" + bytes.length + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(socket.getInputStream().read()).isEqualTo('$');
        }
    }

    private boolean has(String text) {
        String list = server.tell("FUNCTION LIST LIBRARYNAME onsale WITHCODE");
        return list.contains(text);
    }

    private int versionThere() {
        String answer = server.tell("FCALL onsale_version 0");
        return answer.startsWith(":") ? Integer.parseInt(answer.substring(1).strip()) : -1;
    }

    private void assertSells(String key) {
        Desk.placedInTheEnd(ledger, "rush", key);
        Desk.await("it is ready", () -> ledger.obstacle() == null);
    }

    @Test
    void olderOnesAreReplacedByItsOwn() throws Exception {
        int own = versionThere();
        load(version(own - 1, 2));
        Desk.await("its own are there again", () -> versionThere() == own);
        assertSells("after");
    }

    @Test
    void othersOfTheSameVersionAreReplacedByItsOwn() throws Exception {
        load(OWN + "\n-- other\n");
        Desk.await("its own are there again", () -> !has("-- other"));
        assertSells("after");
    }

    @Test
    void whoReplacesThemAgainAndAgainStopsTheSelling() throws Exception {
        Desk.await("it gives in", () -> {
            try {
                if (!has("-- other") && ledger.obstacle() == null) {
                    load(OWN + "\n-- other\n");
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            String obstacle = ledger.obstacle();
            return obstacle != null && obstacle.contains("Stop one of them");
        });
        assertThat(Desk.ask(ledger, Desk.wish("rush", "bob", "meanwhile"))).isEqualTo(Question.BUSY);
        load(OWN);
        assertSells("after");
    }

    @Test
    void newerOnesThatServeItStayAndItSellsOnWithThem() throws Exception {
        Flood flood = new Flood(ledger, "ann");
        load(version(99, 2));
        try (RedisLedger newer = RedisLedger.open(
                RedisSettings.of(server.url()),
                FunctionLibrary.of(version(99, 2)),
                Desk.LONG_AGO,
                true,
                LedgerMeter.NONE,
                Desk.FATAL::add)) {
            for (int i = 0; i < 3; i++) {
                int before = flood.accepted();
                Desk.await("orders are accepted", () -> flood.accepted() > before + 300);
                assertThat(Desk.ask(newer, Desk.wish("rush", "newer", "k" + i))).isInstanceOf(Outcome.OfOrder.class);
                // Whoever connects anew goes on with them, too.
                server.tell("CLIENT KILL TYPE normal SKIPME yes");
                int stage = i;
                Desk.await(
                        "the newer node is back",
                        () -> Desk.asked(newer, Desk.wish("rush", "newer", "back" + stage))
                                        .join()
                                instanceof Outcome.OfOrder);
            }
        }
        flood.stop();
        assertThat(versionThere()).isEqualTo(99);
        assertSells("after");
    }

    @Test
    void newerOnesThatDoNotServeItStopTheSellingAndStay() throws Exception {
        load(version(99, 99));
        Desk.await("it stands still", () -> ledger.obstacle() != null);
        Desk.await("it says why", () -> String.valueOf(ledger.obstacle()).contains("upgrade this program"));
        assertThat(Desk.ask(ledger, Desk.wish("rush", "bob", "meanwhile"))).isEqualTo(Question.BUSY);
        assertThat(versionThere()).isEqualTo(99);
        load(OWN);
        assertSells("after");
    }

    @Test
    void thoseOfSomebodyElseStopTheSellingAndStay() throws Exception {
        server.tell("FUNCTION FLUSH");
        load("""
                #!lua name=onsale
                redis.register_function('onsale_ask', function() return {} end)
                redis.register_function('onsale_version', function() return 4 end)
                """);
        Desk.await("it says why", () -> String.valueOf(ledger.obstacle()).contains("not this program's"));
        assertThat(Desk.ask(ledger, Desk.wish("rush", "bob", "meanwhile"))).isEqualTo(Question.BUSY);
        server.tell("FUNCTION DELETE onsale");
        assertSells("after");
    }
}
