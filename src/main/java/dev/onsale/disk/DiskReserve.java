package dev.onsale.disk;

import dev.onsale.config.Limits;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last of a disk for the journal: whatever can be written again some day, snapshots and order book, asks here first, and waits while there is less free
 * than the reserve. Any thread.
 */
public final class DiskReserve {

    private static final Logger LOG = LoggerFactory.getLogger(DiskReserve.class);

    /** No reserve: for files that nobody else's depend on. */
    public static final DiskReserve NONE = new DiskReserve(Path.of("."), 0, () -> Long.MAX_VALUE);

    private final Path folder;
    private final long reserveBytes;
    private final LongSupplier freeBytes;
    private volatile boolean isKept;

    /**
     * @param folder that is spoken of
     * @param reserveBytes left to the journal
     * @param freeBytes what is free on its disk now
     */
    public DiskReserve(Path folder, long reserveBytes, LongSupplier freeBytes) {
        this.folder = folder;
        this.reserveBytes = reserveBytes;
        this.freeBytes = freeBytes;
    }

    /** Of the disk of a folder: {@link Limits#DISK_RESERVE_BYTES}, but no more than a tenth of a small one. */
    public static DiskReserve of(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            long reserve = Math.min(Limits.DISK_RESERVE_BYTES, store.getTotalSpace() / 10);
            return new DiskReserve(folder, reserve, () -> {
                try {
                    return store.getUsableSpace();
                } catch (IOException e) {
                    return Long.MAX_VALUE; // who cannot be asked stands in nobody's way
                }
            });
        } catch (IOException e) {
            LOG.warn(
                    "How much is free on the disk of {} cannot be told: {}. Nothing is kept for the journal.",
                    folder,
                    e.toString());
            return NONE;
        }
    }

    /** Whether something may be written that can be written again some day. */
    public boolean allowsMore() {
        boolean wasKept = isKept;
        isKept = freeBytes.getAsLong() < reserveBytes;
        if (isKept && !wasKept) {
            LOG.warn("{}", sentence());
        } else if (wasKept && !isKept) {
            LOG.info("There is room again on the disk of {}: order book and snapshots go on.", folder);
        }
        return !isKept;
    }

    /** A sentence for whoever watches the node, while the rest of the disk is kept for the journal; or null. */
    public @Nullable String note() {
        return allowsMore() ? null : sentence();
    }

    /** Why nothing more may be written now. */
    public String sentence() {
        return "The disk of " + folder + " has less than " + (reserveBytes >> 20)
                + " MB free, which are kept for the journal: order book and snapshots wait. Make room; when it is full, the sale stops.";
    }
}
