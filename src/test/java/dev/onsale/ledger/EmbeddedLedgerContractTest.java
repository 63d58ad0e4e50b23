package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.embedded.EmbeddedLedger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by the ledger of one process, with its journal on disk. */
class EmbeddedLedgerContractTest extends LedgerContract implements DurableContract {

    /** Long before any deadline: orders expire by the suite's commands alone. */
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    @TempDir
    private Path dir;

    private final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();

    @Override
    Ledger open() {
        return EmbeddedLedger.open(dir, CLOCK, LedgerMeter.NONE, errors::add);
    }

    @Override
    public void reopen() throws Exception {
        openAgain();
    }

    @AfterEach
    void nothingWasFatal() {
        assertThat(errors).isEmpty();
    }
}
