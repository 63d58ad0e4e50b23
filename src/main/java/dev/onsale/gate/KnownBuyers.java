package dev.onsale.gate;

import dev.onsale.ledger.SecretHash;
import dev.onsale.sale.Sale;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

/**
 * Who may have an order already. Such a buyer must not be told {@code sold_out} from memory: they may be asking once more for the
 * answer that they lost, or be due another refusal that comes first; only the ledger knows.
 *
 * <p>Kept as 64-bit fingerprints under a secret of this process, 8 bytes each in a table at most half full. Two buyers with one
 * fingerprint cost a question to the ledger and nothing else. Nothing is ever removed. Any thread: asking takes no lock, adding does.
 */
final class KnownBuyers {

    private static final int INITIAL_SLOTS = 1024;

    private final long secret = RandomGenerator.of("SecureRandom").nextLong();
    private volatile AtomicLongArray slots = new AtomicLongArray(INITIAL_SLOTS);
    private int count;

    /** Whether this buyer may have an order of this sale that matters to an order with this key. */
    boolean mayKnow(Sale sale, String buyer, String key) {
        return contains(slots, fingerprint(sale, buyer, key));
    }

    /** This buyer has, or had, an order of this sale under this key. */
    void add(Sale sale, String buyer, String key) {
        add(fingerprint(sale, buyer, key));
    }

    private synchronized void add(long fingerprint) {
        AtomicLongArray table = slots;
        if (contains(table, fingerprint)) {
            return;
        }
        if (++count > table.length() / 2) {
            AtomicLongArray larger = new AtomicLongArray(table.length() * 2);
            for (int i = 0; i < table.length(); i++) {
                if (table.get(i) != 0) {
                    larger.setPlain(slotOf(larger, table.get(i)), table.get(i));
                }
            }
            larger.set(slotOf(larger, fingerprint), fingerprint);
            slots = larger;
            return;
        }
        table.set(slotOf(table, fingerprint), fingerprint);
    }

    /** With a limit for each buyer their every order matters, without one only those under the same key. */
    private long fingerprint(Sale sale, String buyer, String key) {
        long hash = SecretHash.of(SecretHash.of(secret, sale.id()), buyer);
        long whole = sale.perBuyer() == Sale.NO_LIMIT ? SecretHash.of(hash, key) : hash;
        return whole == 0 ? 1 : whole; // 0 marks a free slot
    }

    private static boolean contains(AtomicLongArray table, long fingerprint) {
        return table.get(slotOf(table, fingerprint)) == fingerprint;
    }

    private static int slotOf(AtomicLongArray table, long fingerprint) {
        int mask = table.length() - 1;
        int slot = (int) (fingerprint >>> 32) & mask;
        for (long found = table.get(slot); found != 0 && found != fingerprint; found = table.get(slot)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
