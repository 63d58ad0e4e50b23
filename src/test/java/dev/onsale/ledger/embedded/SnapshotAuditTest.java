package dev.onsale.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.audit.Audit;
import dev.onsale.audit.AuditReport;
import dev.onsale.audit.AuditText;
import dev.onsale.audit.Fault;
import dev.onsale.audit.Finding;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.StockState;
import dev.onsale.sale.SampleSale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit holds each snapshot against what the events up to it come to; each planted fault is named. */
class SnapshotAuditTest {

    @TempDir
    private Path dir;

    private Path snapshot;
    private JournalPlace place;
    private final List<Event> events = new ArrayList<>();

    @BeforeEach
    void sell() throws Exception {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, TestSettings.snapshotsEvery(20))) {
            ledger.open(SampleSale.concert("rush", 10_000));
            while (new SnapshotFolder(dir).newestFirst().size() < 2) {
                ledger.place();
            }
            ledger.place();
        }
        snapshot = new SnapshotFolder(dir).newestFirst().getFirst();
        place = SnapshotFile.placeOf(snapshot).orElseThrow();
        SnapshotFile.read(snapshot, events::add, read -> {});
    }

    private AuditReport audit() {
        try (Journals journals = JournalLog.journals(dir)) {
            return Audit.run(journals, Optional::empty, (at, end) -> {});
        }
    }

    private void plant(List<Event> planted) throws Exception {
        StockState state = new StockState();
        planted.forEach(state::apply);
        SnapshotFile.write(snapshot, dir.resolve("snapshot.tmp"), place, state.frozen(), written -> {});
    }

    private void assertNamed(String... words) {
        AuditReport report = audit();
        assertThat(report.faults()).containsOnlyKeys(Fault.STATE_SNAPSHOT);
        assertThat(report.findings()).extracting(Finding::sentence).anySatisfy(sentence -> assertThat(sentence)
                .startsWith("The snapshot ")
                .contains(snapshot.getFileName().toString())
                .contains(words));
    }

    private Order last() {
        return ((Event.OrderMoved) events.getLast()).order();
    }

    private static Order order(OrderId id, Order like, OrderState state, String reference) {
        return new Order(
                id,
                like.number(),
                like.sale(),
                like.buyer(),
                like.key(),
                like.tier(),
                like.journey(),
                like.quantity(),
                like.seats(),
                state,
                like.amount(),
                like.placedAt(),
                like.expiresAt(),
                reference,
                like.recovered());
    }

    @Test
    void snapshotsThatAreRightAreCountedAndSaid() {
        AuditReport report = audit();
        assertThat(report.faults()).isEmpty();
        assertThat(report.snapshots()).isEqualTo(2);
        assertThat(AuditText.of(report)).contains("the ledger's own state  ok, in 2 snapshots");
    }

    @Test
    void anOrderThatIsMissingIsNamed() throws Exception {
        plant(events.subList(0, events.size() - 1));
        assertNamed("it lacks order " + last().id());
    }

    @Test
    void anOrderThatDiffersIsNamed() throws Exception {
        List<Event> planted = new ArrayList<>(events);
        planted.set(
                events.size() - 1,
                new Event.OrderMoved(last().placedAt(), order(last().id(), last(), OrderState.PAID, "transfer 7")));
        plant(planted);
        assertNamed("its order " + last().id() + " differs: ", "state is paid, in the journal held");
    }

    @Test
    void anOrderThatNoEventMadeIsNamed() throws Exception {
        Order order = last();
        OrderId id = new OrderId(order.id().high(), order.id().low() + 1_000);
        List<Event> planted = new ArrayList<>(events.subList(0, events.size() - 1));
        planted.add(new Event.OrderMoved(order.placedAt(), order(id, order, order.state(), null)));
        plant(planted);
        assertNamed("it has order " + id);
        assertNamed("it lacks order " + order.id());
    }

    @Test
    void aSaleThatDiffersIsNamed() throws Exception {
        List<Event> planted = new ArrayList<>(events);
        planted.set(
                0,
                new Event.SaleOpened(
                        SampleSale.OPENS_AT,
                        SampleSale.concert("rush", 10_001).sale(),
                        ((Event.SaleOpened) events.getFirst()).id()));
        plant(planted);
        assertNamed("its sale rush is ");
    }

    @Test
    void aDamagedOneIsNamed() throws Exception {
        byte[] bytes = Files.readAllBytes(snapshot);
        bytes[bytes.length / 2] ^= 1;
        Files.write(snapshot, bytes);
        assertNamed(".onsale: ");
    }

    @Test
    void oneOfAnotherJournalIsNamed() throws Exception {
        place = JournalPlace.behind(place.position(), place.checksum() + 1);
        plant(events);
        assertNamed("it was made of another journal");
    }

    @Test
    void oneThatIsAheadOfTheJournalIsNamed() throws Exception {
        place = JournalPlace.behind(place.position() + 10_000, place.checksum());
        snapshot = dir.resolve(SnapshotFolder.nameOf(place));
        plant(events);
        assertNamed("it is of event " + place.position(), "and the journal ends at ");
    }
}
