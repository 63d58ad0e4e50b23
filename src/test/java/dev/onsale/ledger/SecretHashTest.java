package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretHashTest {

    /** All strings of so many blocks of {@code Aa} and {@code BB}, whose {@link String#hashCode()} is the same. */
    private static List<String> collidingStrings(int blocks) {
        List<String> strings = List.of("");
        for (int i = 0; i < blocks; i++) {
            List<String> longer = new ArrayList<>();
            for (String string : strings) {
                longer.add(string + "Aa");
                longer.add(string + "BB");
            }
            strings = longer;
        }
        return strings;
    }

    @Test
    void stringsThatCollideForStringsDoNotCollideHere() {
        List<String> strings = collidingStrings(14);
        assertThat(strings)
                .hasSize(1 << 14)
                .extracting(String::hashCode)
                .containsOnly(strings.getFirst().hashCode());
        long seed = Seeds.next();
        long secret = new Random(seed).nextLong();
        Set<Long> hashes = new HashSet<>();
        int[] slots = new int[1 << 10];
        for (String string : strings) {
            long hash = SecretHash.of(secret, string);
            hashes.add(hash);
            slots[(int) (hash >>> 32) & (slots.length - 1)]++;
        }
        assertThat(hashes).as("seed %d", seed).hasSize(strings.size());
        assertThat(Arrays.stream(slots).boxed())
                .as("seed %d: 16 expected in each slot", seed)
                .allMatch(count -> count < 60);
    }

    @Test
    void anotherSecretMakesOtherNeighbours() {
        List<String> strings = collidingStrings(10);
        Set<String> pairs = new HashSet<>();
        int common = 0;
        for (long secret : new long[] {1, 2}) {
            List<List<String>> slots = new ArrayList<>();
            for (int i = 0; i < 1024; i++) {
                slots.add(new ArrayList<>());
            }
            strings.forEach(s ->
                    slots.get((int) (SecretHash.of(secret, s) >>> 32) & 1023).add(s));
            for (List<String> slot : slots) {
                for (int i = 1; i < slot.size(); i++) {
                    common += pairs.add(slot.get(0) + "/" + slot.get(i)) ? 0 : 1;
                }
            }
        }
        assertThat(pairs).hasSizeGreaterThan(300);
        assertThat(common).as("neighbours under both secrets").isLessThan(20);
    }

    @Test
    void isTheSameForTheSameTextAndSecret() {
        assertThat(SecretHash.of(5, "ann"))
                .isEqualTo(SecretHash.of(5, "a".concat("nn")))
                .isNotEqualTo(SecretHash.of(6, "ann"));
    }

    @Test
    void foldsInTheLength() {
        Set<Long> hashes = new HashSet<>();
        StringBuilder zeros = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            hashes.add(SecretHash.of(9, zeros.toString()));
            zeros.append('\0');
        }
        assertThat(hashes).hasSize(100);
    }
}
