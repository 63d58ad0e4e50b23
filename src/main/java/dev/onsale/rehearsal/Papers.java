package dev.onsale.rehearsal;

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

    /** Buyers of whose orders one was not answered, or only by somebody who could not do it just then. */
    private final BitSet inDoubt = new BitSet();

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
