package dev.onsale.ledger;

/** A set of seats that counts how often somebody looks for a member. */
final class CountingSeatSet extends SeatSet {

    /** How often, over all sets of a grid. */
    static final class Looks {
        private long count;

        long count() {
            return count;
        }

        void reset() {
            count = 0;
        }
    }

    private final Looks looks;

    CountingSeatSet(int capacity, Looks looks) {
        super(capacity);
        this.looks = looks;
    }

    @Override
    boolean contains(int seat) {
        looks.count++;
        return super.contains(seat);
    }

    @Override
    int first() {
        looks.count++;
        return super.first();
    }

    @Override
    int nextAfter(int seat) {
        looks.count++;
        return super.nextAfter(seat);
    }
}
