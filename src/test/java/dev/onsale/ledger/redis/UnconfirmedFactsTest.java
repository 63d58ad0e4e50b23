package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.events.EventLog;
import dev.onsale.events.EventLogException;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Outcome;
import dev.onsale.orders.BookFile;
import dev.onsale.orders.OrderProjector;
import dev.onsale.orders.SqliteOrderBook;
import dev.onsale.sale.SampleSale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no replica has got was told to nobody, and is not in the order book either: a repair would make orders of it that nobody was told of. */
@Tag("servers")
class UnconfirmedFactsTest {

    @TempDir
    private Path dir;

    @Test
    void theOrderBookIsNotAheadOfTheReplicas() throws Exception {
        try (RedisServer primary = RedisServer.start(
                        Files.createDirectory(dir.resolve("primary")), "--min-replicas-to-write", "1");
                RedisServer replica = RedisServer.start(
                        Files.createDirectory(dir.resolve("replica")),
                        "--replicaof",
                        "127.0.0.1",
                        Integer.toString(primary.port()))) {
            Desk.await("the replica follows", () -> primary.tell("INFO replication")
                    .contains("state=online"));
            RedisSettings settings = new RedisSettings(primary.url(), RedisSettings.Fsync.ALWAYS, 1);
            Path data = Files.createDirectory(dir.resolve("data"));
            try (RedisLedger ledger = Desk.open(settings, LedgerMeter.NONE);
                    RedisJournals journals = RedisJournals.open(settings);
                    SqliteOrderBook book = SqliteOrderBook.open(data)) {
                Desk.await(
                        "the sale is open",
                        () -> Desk.asked(
                                                ledger,
                                                new Command.OpenSale(
                                                        Desk.NOW,
                                                        SampleSale.concert("night", 9)
                                                                .sale()))
                                        .join()
                                instanceof Outcome.OfSale);
                Desk.placedInTheEnd(ledger, "night", "told");
                try (OrderProjector projector = OrderProjector.start(journals, ledger, book)) {
                    Desk.await("the book follows", () -> projector.position() == 2);
                    replica.freeze();
                    try {
                        CompletableFuture<Outcome> untold = Desk.asked(ledger, Desk.wish("night", "bob", "untold"));
                        EventLog journal = journals.journal("night");
                        Desk.await("it is on the primary", () -> journal.end() == 3);
                        assertThatThrownBy(() -> journal.read(2, 10)).isInstanceOf(EventLogException.class);
                        assertThat(untold.join()).isNotInstanceOf(Outcome.OfOrder.class);
                        assertThat(new BookFile(data).orders()).hasSize(1);
                    } finally {
                        replica.thaw();
                    }
                    Desk.await("the replica has it", () -> projector.position() == 3);
                    assertThat(new BookFile(data).orders()).hasSize(2);
                }
            }
        }
        assertThat(Desk.FATAL).isEmpty();
    }
}
