package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.Said;
import dev.onsale.config.WatchLimits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.sale.SampleSale;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A Redis that is there and slow, and a channel on which nothing is said: a node tells the two from one another. */
@Tag("servers")
class SlowRedisTest extends OneRedis {

    /** Longer than what was learnt counts, and shorter than a node waits for an answer: each word comes late. */
    private static final int LATE_MILLIS = WatchLimits.MEMORY_MILLIS_MAX + 500;

    /** So many words that a channel on which none came would long have been joined anew. */
    private static final int WORDS = 2 * WatchLimits.SILENCE_MILLIS_MAX / WatchLimits.BEAT_MILLIS;

    private SlowCable cable;

    @BeforeEach
    void connect() throws IOException {
        server.tell("FLUSHALL");
        cable = new SlowCable(server);
    }

    @AfterEach
    void disconnect() throws IOException {
        cable.close();
        assertThat(Desk.FATAL).isEmpty();
    }

    private RedisLedger open() {
        return Desk.open(RedisSettings.of(cable.url()), LedgerMeter.NONE);
    }

    /** How often Redis has carried a command out. */
    private static int calls(String command) {
        Matcher stats =
                Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(server.tell("INFO commandstats"));
        return stats.find() ? Integer.parseInt(stats.group(1)) : 0;
    }

    @Test
    void aServerThatIsSlowToSayWordsIsNoSilentChannel() {
        try (RedisLedger ledger = open()) {
            Desk.await("what it knows counts", ledger::isFresh);
            int joined = calls("subscribe");
            cable.take(LATE_MILLIS / 2);
            Desk.await("words come late", () -> !ledger.isFresh() || calls("publish") > WORDS);
            cable.take(LATE_MILLIS);
            int said = calls("publish");
            Desk.await("many words are said, each of them late", () -> calls("publish") >= said + WORDS);
            assertThat(ledger.isFresh()).isFalse();
            assertThat(calls("subscribe"))
                    .as("times that the channel was joined")
                    .isEqualTo(joined);
            cable.take(0);
            Desk.await("what it knows counts again", ledger::isFresh);
            assertThat(calls("subscribe")).isEqualTo(joined);
        }
    }

    @Test
    void aChannelOnWhichNothingIsHeardIsJoinedAnew() {
        try (RedisLedger ledger = open()) {
            Desk.await("what it knows counts", ledger::isFresh);
            int joined = calls("subscribe");
            cable.deafen();
            Desk.await("what it knows counts no more", () -> !ledger.isFresh());
            Desk.await("it counts again", ledger::isFresh);
            assertThat(calls("subscribe")).isEqualTo(joined + 1);
        }
    }

    /** It is not away: who reads that it is would look at the wrong end. */
    @Test
    void aStartThatWaitsNoLongerSaysWhatItWaitsFor() throws Exception {
        try (RedisLedger other = Desk.open(server)) {
            Desk.opened(
                    other,
                    new Command.OpenSale(
                            Desk.NOW, SampleSale.concert("rush", 100).sale()));
            Desk.placedInTheEnd(other, "rush", "k");
        }
        cable.takeFrom("onsale_count", LATE_MILLIS);
        try (Said said = Said.listen();
                RedisLedger ledger = open()) {
            assertThat(ledger.obstacle()).contains("is there, and its sales are being read");
            assertThat(said.text())
                    .contains("the node is ready when this is over: Redis at 127.0.0.1:")
                    .contains("is there, and its sales are being read");
            cable.take(0);
            Desk.await("it is ready", () -> ledger.obstacle() == null);
        }
    }
}
