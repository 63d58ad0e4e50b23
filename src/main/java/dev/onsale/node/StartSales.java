package dev.onsale.node;

import dev.onsale.config.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sales that a start has to open. When the ledger is not there yet they are opened as soon as it is, on a thread of its own: which of
 * them are on sale already, and whether the demo is wanted, only the ledger knows.
 *
 * <p>Used by the starting thread; {@link #obstacle} by any.
 */
public final class StartSales implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StartSales.class);

    private final SaleOpening opening;
    private final List<WrittenSale> written;
    private final boolean demo;
    private final BooleanSupplier isLedgerThere;
    private final Thread thread = new Thread(this::openLater, "onsale-open-sales");

    private List<String> opened = List.of();
    private volatile @Nullable String obstacle;
    private volatile boolean closing;

    /**
     * @param written what the operator wants to open
     * @param demo whether an empty ledger gets the demo sales
     * @param isLedgerThere whether the ledger can be asked
     */
    public StartSales(SaleOpening opening, List<WrittenSale> written, boolean demo, BooleanSupplier isLedgerThere) {
        this.opening = opening;
        this.written = List.copyOf(written);
        this.demo = demo;
        this.isLedgerThere = isLedgerThere;
        thread.setDaemon(true);
    }

    /**
     * Opens them now, if the ledger is there; else begins to wait for it.
     *
     * @throws StartException if one of them is open with other terms; then none was opened
     */
    public void open() throws StartException {
        if (isLedgerThere.getAsBoolean()) {
            opened = openNow();
        } else {
            obstacle = "the ledger has not been there yet since the start, so the sales of the start are not opened";
            thread.start();
        }
    }

    private List<String> openNow() throws StartException {
        List<WrittenSale> sales = new ArrayList<>(written);
        if (demo) {
            sales.addAll(opening.missingDemo(written));
        }
        return opening.open(sales);
    }

    private void openLater() {
        String told = "";
        while (!closing) {
            if (isLedgerThere.getAsBoolean()) {
                try {
                    List<String> late = openNow();
                    obstacle = null;
                    if (!late.isEmpty()) {
                        LOG.info("Opened, now that the ledger is there: {}", String.join(", ", late));
                    }
                    return;
                } catch (StartException e) {
                    String why = String.valueOf(e.getMessage());
                    obstacle = why;
                    if (!why.equals(told)) {
                        LOG.error("Not opened: {}; tried again until the node is stopped.", why);
                        told = why;
                    }
                }
            }
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(Limits.SALE_OPENING_RETRY_MILLIS));
        }
    }

    /** Ids of those that were opened by {@link #open}. */
    public List<String> opened() {
        return opened;
    }

    /** A sentence that says why they are not all open, or null when they are. */
    public @Nullable String obstacle() {
        return obstacle;
    }

    /** Ends the wait. Bounded by {@link Limits#STOP_SECONDS_MAX}. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(Limits.STOP_SECONDS_MAX));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
