package dev.onsale.lab.rehearsal;

import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What each buyer was told: the orders of those who got one, and how all of them fared. Written by the crowd's thread, and read when that
 * is done.
 */
final class Papers {

    private final byte[] states;
    private final IntObjectHashMap<Paper> orders = new IntObjectHashMap<>();

    /** Buyers of whose orders one was not answered, or by somebody who did not know what became of it. */
    private final BitSet inDoubt = new BitSet();

    /** When those in doubt had asked who were told no: nobody has told them of an order that was there by then. */
    private final IntObjectHashMap<Long> toldNoNanos = new IntObjectHashMap<>();

    private final ServerClock clock = new ServerClock();

    /** Sentences about those who were told one thing and then another. */
    private final List<String> contradictions = new ArrayList<>();

    private long repeats;

    Papers(int buyers) {
        this.states = new byte[buyers];
    }

    int buyers() {
        return states.length;
    }

    BuyerState state(int buyer) {
        return BuyerState.of(states[buyer]);
    }

    void state(int buyer, BuyerState state) {
        states[buyer] = state.number();
    }

    @Nullable
    Paper order(int buyer) {
        return orders.get(buyer);
    }

    void order(int buyer, Paper paper) {
        orders.put(buyer, paper);
    }

    int orders() {
        return orders.size();
    }

    void eachOrder(ObjIntConsumer<Paper> reader) {
        orders.entries().forEach(entry -> reader.accept(entry.value(), entry.key()));
    }

    int count(BuyerState state) {
        int count = 0;
        for (byte one : states) {
            if (one == state.number()) {
                count++;
            }
        }
        return count;
    }

    /** An order of this buyer had no answer that says what became of it: it may have been placed, or be placed yet. */
    void doubt(int buyer) {
        inDoubt.set(buyer);
    }

    /** Whether this buyer may have an order without having been told. */
    boolean isInDoubt(int buyer) {
        return inDoubt.get(buyer);
    }

    /** A buyer was told no, and had asked at that time. It counts for those in doubt alone. */
    void toldNo(int buyer, long askedNanos) {
        if (isInDoubt(buyer)) {
            toldNoNanos.put(buyer, Long.valueOf(askedNanos));
        }
    }

    /** The server's clock, as the orders that it has told of show it. */
    ServerClock clock() {
        return clock;
    }

    /** Whether an order had certainly been placed when this buyer asked who was then told no. */
    boolean wasThereWhenToldNo(int buyer, long placedAtMillis) {
        Long asked = toldNoNanos.get(buyer);
        return asked != null && placedAtMillis != RecordedOrder.UNKNOWN && clock.isBefore(placedAtMillis, asked);
    }

    /** A buyer with an order asked again and was told of it, or of something else. */
    void repeated() {
        repeats++;
    }

    /** A buyer was told one thing and then another. */
    void contradicted(String sentence) {
        contradictions.add(sentence);
    }

    /** How often a buyer with an order asked again. */
    long repeats() {
        return repeats;
    }

    List<String> contradictions() {
        return List.copyOf(contradictions);
    }
}
