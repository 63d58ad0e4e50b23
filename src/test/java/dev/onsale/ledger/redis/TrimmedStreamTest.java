package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.audit.Audit;
import dev.onsale.audit.AuditReport;
import dev.onsale.audit.AuditText;
import dev.onsale.audit.Fault;
import dev.onsale.audit.Lost;
import dev.onsale.audit.repair.JournalReplay;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.Refusal;
import dev.onsale.orders.OrderProjector;
import dev.onsale.orders.SqliteBookSnapshot;
import dev.onsale.orders.SqliteOrderBook;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audit, repair and an empty order book on a ledger whose streams keep the last events alone. */
@Tag("servers")
class TrimmedStreamTest {

    private static final int ORDERS = 300;
    private static final int ROUNDS = 4;
    private static final Party OPERATOR = new Party.Operator();
    private static final Sale SALE = SampleSale.concert("night", 200).sale();

    @TempDir
    private Path dir;

    private RedisServer server;
    private RedisLedger ledger;
    private RedisJournals journals;

    @BeforeEach
    void start() throws Exception {
        server = RedisServer.start(Files.createDirectory(dir.resolve("redis")));
        ledger = Desk.open(server);
        journals = RedisJournals.open(RedisSettings.of(server.url()));
        Desk.opened(ledger, new Command.OpenSale(Desk.NOW, SALE));
    }

    @AfterEach
    void end() {
        journals.close();
        ledger.close();
        server.close();
        assertThat(Desk.FATAL).isEmpty();
    }

    /** Orders, pays some and gives some back, until it is told to end or so many were placed. */
    private void sell(int orders, Random random, AtomicBoolean ended) throws Exception {
        List<Order> mine = new ArrayList<>();
        for (int i = 0; i < orders && !ended.get(); i++) {
            String key = Long.toHexString(random.nextLong());
            if (Desk.ask(ledger, Desk.wish(SALE.id(), "buyer-" + key, key))
                    instanceof Outcome.OfOrder(Order order, boolean r)) {
                mine.add(order);
            }
            if (!mine.isEmpty()) {
                Order some = mine.get(random.nextInt(mine.size()));
                Desk.ask(
                        ledger,
                        switch (random.nextInt(3)) {
                            case 0 -> new Command.PayOrder(Desk.NOW, some.id(), "ref " + some.number());
                            case 1 -> new Command.ReleaseOrder(Desk.NOW, some.id(), OPERATOR);
                            default -> new Command.RefundOrder(Desk.NOW, some.id(), OPERATOR);
                        });
            }
        }
    }

    private void trim(long keep) {
        server.tell(
                "XTRIM {night}:events MINID = " + (journals.journal(SALE.id()).end() - keep) + "-0");
    }

    private AuditReport audit(Path book) {
        return Audit.run(journals, () -> SqliteBookSnapshot.open(book), (events, end) -> {});
    }

    /** The state cannot be read at one moment while the ledger is written to; the audit must be true all the same. */
    @Test
    void aLedgerThatIsWrittenToIsFoundToBeWhatItIs() throws Exception {
        long seed = Long.getLong("onsale.seed", System.nanoTime());
        System.out.println("TrimmedStreamTest: seed " + seed);
        Random random = new Random(seed);
        sell(ORDERS, random, new AtomicBoolean());
        Path data = Files.createDirectory(dir.resolve("data"));
        AtomicBoolean ended = new AtomicBoolean();
        Thread seller = Thread.ofPlatform().start(() -> {
            try {
                sell(Integer.MAX_VALUE, new Random(seed + 1), ended);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        try (SqliteOrderBook book = SqliteOrderBook.open(data);
                RedisJournals followed = RedisJournals.open(RedisSettings.of(server.url()))) {
            trim(ORDERS / 4);
            try (OrderProjector projector = OrderProjector.start(followed, ledger, book)) {
                Desk.await("an empty book is filled", () -> projector.position() > ORDERS / 2);
                for (int round = 0; round < ROUNDS; round++) {
                    trim(ORDERS / 4);
                    AuditReport report = audit(data);
                    assertThat(report.isClean()).as(AuditText.of(report)).isTrue();
                    assertThat(report.notKept()).isPositive();
                    assertThat(report.book().position()).as("%s", report.book()).isPositive();
                }
                ended.set(true);
                seller.join();
                Desk.await(
                        "the book is there",
                        () -> projector.position()
                                == journals.journal(SALE.id()).end());
            }
        } finally {
            ended.set(true);
            seller.join();
        }
        AuditReport report = audit(data);
        assertThat(report.isClean()).as(AuditText.of(report)).isTrue();
        assertThat(AuditText.of(report)).contains("are kept no longer");
        assertThat(report.book().position()).isEqualTo(report.events());
        // The book is as it would be of all events: as many orders as the ledger has.
        assertThat(server.tell("HLEN {night}:orders").strip())
                .isEqualTo(":" + report.sales().getFirst().orderCount());
        assertThat(report.lost()).isEqualTo(Lost.NOTHING);
    }

    @Test
    void whatIsMissingFromTheStateIsFound() throws Exception {
        sell(ORDERS / 10, new Random(1), new AtomicBoolean());
        Order lost = Desk.placedInTheEnd(ledger, SALE.id(), "lost");
        sell(ORDERS / 10, new Random(2), new AtomicBoolean());
        trim(3);
        server.tell("HDEL {night}:orders " + lost.id());

        AuditReport report = audit(dir);

        assertThat(report.faults()).containsKey(Fault.NUMBER_GAP);
    }

    /** A repair that only says what it would do decides on the same state. */
    @Test
    void theReplayBeginsWithTheState() throws Exception {
        Order first = Desk.placedInTheEnd(ledger, SALE.id(), "first");
        sell(ORDERS / 10, new Random(3), new AtomicBoolean());
        trim(3);
        Desk.ask(ledger, new Command.PayOrder(Desk.NOW, first.id(), "later"));

        JournalReplay replay = new JournalReplay(journals);

        assertThat(replay.apply(new Command.ReleaseOrder(Desk.NOW, first.id(), OPERATOR)))
                .isEqualTo(new Outcome.Refused(new Refusal.Already(dev.onsale.ledger.OrderState.PAID)));
    }
}
