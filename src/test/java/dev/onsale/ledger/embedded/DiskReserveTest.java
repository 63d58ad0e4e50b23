package dev.onsale.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.disk.DiskReserve;
import dev.onsale.ledger.OrderRoom;
import dev.onsale.orders.OrderBookException;
import dev.onsale.orders.SqliteOrderBook;
import dev.onsale.sale.SampleSale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last of the disk is the journal's: order book and snapshots wait, and go on when there is room again. */
class DiskReserveTest {

    private static final long MEGABYTE = 1 << 20;

    @TempDir
    private Path dir;

    private final AtomicLong free = new AtomicLong(100 * MEGABYTE);
    private final DiskReserve reserve = new DiskReserve(Path.of("data"), 10 * MEGABYTE, free::get);

    @Test
    void itIsToldWhileItIsKept() {
        assertThat(reserve.note()).isNull();
        free.set(9 * MEGABYTE);
        assertThat(reserve.note()).contains("less than 10 MB free", "order book and snapshots wait");
        free.set(10 * MEGABYTE);
        assertThat(reserve.note()).isNull();
    }

    @Test
    void theJournalGoesOnAndSnapshotsWait() throws Exception {
        free.set(MEGABYTE);
        Settings settings =
                new Settings(1 << 10, 1L << 30, 64 * 1024, 20, OrderRoom.ANY, folder -> reserve, store -> store);
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir, settings)) {
            ledger.open(SampleSale.concert("rush", 10_000));
            for (int i = 0; i < 100; i++) {
                ledger.place();
            }
            assertThat(new SnapshotFolder(dir).newestFirst()).isEmpty();
            assertThat(dir.resolve("snapshot.tmp")).doesNotExist();
            free.set(100 * MEGABYTE);
            LedgerOnDisk.awaitThat("a snapshot", () -> {
                ledger.place();
                return !new SnapshotFolder(dir).listed().isEmpty();
            });
            assertThat(ledger.fatal()).isEmpty();
        }
    }

    @Test
    void theOrderBookWaits() throws Exception {
        try (LedgerOnDisk ledger = LedgerOnDisk.open(dir);
                SqliteOrderBook book = SqliteOrderBook.open(Files.createDirectory(dir.resolve("book")), reserve)) {
            ledger.open(SampleSale.concert("rush", 10));
            free.set(MEGABYTE);
            assertThatThrownBy(() -> book.apply("journal", ledger.told(), 1))
                    .isInstanceOf(OrderBookException.class)
                    .hasMessageContaining("kept for the journal");
            free.set(100 * MEGABYTE);
            book.apply("journal", ledger.told(), 1);
            assertThat(book.bookmark("journal").position()).isEqualTo(1);
        }
    }
}
