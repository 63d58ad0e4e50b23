package dev.onsale.ledger;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The seats of an order: numbers from 1 upwards, in the order in which they were taken. Immutable. */
public final class Seats {

    /** No seat: an order that is only {@code placed}. */
    public static final Seats NONE = new Seats(new int[0]);

    private final int[] numbers;

    private Seats(int[] numbers) {
        this.numbers = numbers;
    }

    /** These seats; the array is copied. */
    public static Seats of(int... numbers) {
        return numbers.length == 0 ? NONE : new Seats(numbers.clone());
    }

    /** How many. */
    public int count() {
        return numbers.length;
    }

    /** The number of the {@code i}-th seat, counted from 0. */
    public int number(int i) {
        return numbers[i];
    }

    /** All numbers. */
    public IntStream stream() {
        return Arrays.stream(numbers);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Seats that && Arrays.equals(numbers, that.numbers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }

    @Override
    public String toString() {
        return Arrays.toString(numbers);
    }
}
