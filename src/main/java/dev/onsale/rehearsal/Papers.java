package dev.onsale.rehearsal;

import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
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

    /** Sentences about those who asked again and were told something else. */
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

    /** A buyer with an order asked again and was told the same. */
    void repeated() {
        repeats++;
    }

    /** A buyer with an order asked again and was told something else. */
    void contradicted(String sentence) {
        repeats++;
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
