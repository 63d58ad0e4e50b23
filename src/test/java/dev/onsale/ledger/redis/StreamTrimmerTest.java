package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.events.EventLog;
import dev.onsale.events.EventLogException;
import dev.onsale.gate.Gate;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ObjLongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams are trimmed behind the order book, and whoever comes later learns from what is left. */
@Tag("servers")
class StreamTrimmerTest {

    private static final int SEATS = 60;
    private static final int KEPT = 10;
    private static final int BOOK_AT = 41;

    @TempDir
    private Path dir;

    @AfterEach
    void nothingWasFatal() {
        assertThat(Desk.FATAL).isEmpty();
    }

    private static Outcome asked(Gate gate, Command.PlaceOrder order) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        Outcome atOnce = gate.place(order, answer::complete);
        return atOnce == null ? answer.join() : atOnce;
    }

    @Test
    void whatTheBookHasGoesButForTheLastEventsAndALateGateLearnsFromWhatIsLeft() throws Exception {
        try (RedisServer server = RedisServer.start(dir);
                RedisLedger ledger = Desk.open(server);
                RedisJournals journals = RedisJournals.open(RedisSettings.of(server.url()))) {
            Desk.opened(
                    ledger,
                    new Command.OpenSale(
                            Desk.NOW, SampleSale.concert("rush", SEATS).sale()));
            List<Order> orders = new ArrayList<>();
            for (int i = 0; i < SEATS; i++) {
                orders.add(Desk.placedInTheEnd(ledger, "rush", "key " + i));
            }
            EventLog journal = journals.journal("rush");
            assertThat(journal.begin()).isZero();
            ObjLongConsumer<String> book = ledger.trimBehindBook(KEPT);
            book.accept("rush", 5);
            Desk.await("the group says how far the book is", () -> server.tell("XINFO GROUPS {rush}:events")
                    .contains("5-0"));
            assertThat(journal.begin()).as("fewer events than are to stay").isZero();

            book.accept("rush", BOOK_AT);
            Desk.await("the stream is trimmed", () -> journal.begin() > 0);

            assertThat(server.tell("XINFO GROUPS {rush}:events")).contains("orders", BOOK_AT + "-0");
            assertThat(journal.begin()).isEqualTo(BOOK_AT - KEPT - 1);
            assertThat(journal.read(BOOK_AT - 1, 1).events())
                    .as("where the book is")
                    .hasSize(1);
            assertThatThrownBy(() -> journal.read(0, 10))
                    .isInstanceOf(EventLogException.class)
                    .hasMessageContaining("was trimmed");
            List<Order> left = new ArrayList<>();
            assertThat(journal.summarize(events -> events.forEach(event -> {
                        if (event instanceof Event.OrderMoved(long at, Order order)) {
                            left.add(order);
                        }
                    })))
                    .isEqualTo(journal.end())
                    .isEqualTo(1 + SEATS);
            assertThat(left).containsExactlyInAnyOrderElementsOf(orders);

            // Sold out from memory, and whoever has an order gets it nevertheless.
            Gate gate = new Gate(ledger);
            ledger.onCommit(gate);
            gate.catchUp(journals);
            assertThat(gate.isMissingEvents()).isFalse();
            assertThat(asked(gate, Desk.wish("rush", "bob", "1")))
                    .isEqualTo(new Outcome.Refused(new Refusal.SoldOut()));
            assertThat(gate.refusalToStranger(Desk.wish("rush", "cid", "1"))).isNotNull();
            assertThat(asked(gate, Desk.wish("rush", "ann", "key 0")))
                    .isEqualTo(new Outcome.OfOrder(orders.getFirst(), true));
        }
    }

    @Test
    void whatTheBookHasNotStays() throws Exception {
        try (RedisServer server = RedisServer.start(dir);
                RedisLedger ledger = Desk.open(server)) {
            Desk.opened(
                    ledger,
                    new Command.OpenSale(
                            Desk.NOW, SampleSale.concert("rush", SEATS).sale()));
            ledger.trimBehindBook(1).accept("rush", 1);
            Desk.await("the group is there", () -> server.tell("XINFO GROUPS {rush}:events")
                    .contains("1-0"));
            for (int i = 0; i < KEPT; i++) {
                Desk.placedInTheEnd(ledger, "rush", "key " + i);
            }
            assertThat(server.tell("XLEN {rush}:events")).startsWith(":" + (1 + KEPT));
        }
    }
}
