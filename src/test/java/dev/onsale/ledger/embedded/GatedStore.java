package dev.onsale.ledger.embedded;

import dev.onsale.events.EventEncoder;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A store that waits before each commit until the test lets it go on, or makes it fail. */
final class GatedStore implements BatchStore {

    private final BatchStore store;
    private final Gate gate;

    private GatedStore(BatchStore store, Gate gate) {
        this.store = store;
        this.gate = gate;
    }

    /** What the test holds of it. */
    static final class Gate {
        private final Semaphore arrived = new Semaphore(0);
        private final Semaphore mayGoOn = new Semaphore(0);
        private volatile RuntimeException failure;
        private volatile boolean isOpen;

        UnaryOperator<BatchStore> store() {
            return store -> new GatedStore(store, this);
        }

        /** Waits until the writer stands before a commit. */
        void awaitCommit() throws InterruptedException {
            if (!arrived.tryAcquire(60, TimeUnit.SECONDS)) {
                throw new AssertionError("no commit came");
            }
        }

        /** Lets one commit happen. */
        void letOneGoOn() {
            mayGoOn.release();
        }

        /** Lets all commits happen from now on. */
        void open() {
            isOpen = true;
            mayGoOn.release();
        }

        /** Makes the commit that waits, or the next one, fail. */
        void fail(RuntimeException cause) {
            failure = cause;
            mayGoOn.release();
        }
    }

    @Override
    public long append(EventEncoder batch) {
        if (!gate.isOpen) {
            gate.arrived.release();
            try {
                if (!gate.mayGoOn.tryAcquire(60, TimeUnit.SECONDS)) {
                    throw new AssertionError("the test forgot a commit");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        RuntimeException failure = gate.failure;
        if (failure != null) {
            throw failure;
        }
        return store.append(batch);
    }

    @Override
    public void confirm() {
        store.confirm();
    }

    @Override
    public void tidy() {
        store.tidy();
    }

    @Override
    public void close() {
        store.close();
    }
}
