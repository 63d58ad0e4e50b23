package dev.onsale.lab.rehearsal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Buyers who wait for tickets to come back, by the trip that they want; whoever has waited longest is next. Owned by the crowd's thread. */
final class WaitingBuyers {

    private static final int CAPACITY_INITIAL = 16;

    /** A ring. */
    private static final class Line {
        private int[] buyers = new int[CAPACITY_INITIAL];
        private int first;
        private int size;

        void add(int buyer) {
            if (size == buyers.length) {
                int[] larger = new int[size * 2];
                for (int i = 0; i < size; i++) {
                    larger[i] = buyers[(first + i) % size];
                }
                buyers = larger;
                first = 0;
            }
            buyers[(first + size++) % buyers.length] = buyer;
        }

        int remove() {
            int buyer = buyers[first];
            first = (first + 1) % buyers.length;
            size--;
            return buyer;
        }
    }

    private final List<Line> lines = new ArrayList<>();

    /** What was free of each trip when it was read last, and when the reading was due. */
    private final int[] free;

    private final long[] readNanos;
    private int size;
    private int nextTrip;

    WaitingBuyers(int trips) {
        for (int i = 0; i < trips; i++) {
            lines.add(new Line());
        }
        this.free = new int[trips];
        this.readNanos = new long[trips];
        Arrays.fill(readNanos, -1);
    }

    void add(int buyer, int trip) {
        lines.get(trip).add(buyer);
        size++;
    }

    int size() {
        return size;
    }

    int size(int trip) {
        return lines.get(trip).size;
    }

    int remove(int trip) {
        size--;
        return lines.get(trip).remove();
    }

    void read(int trip, int freeNow, long dueNanos) {
        free[trip] = freeNow;
        readNanos[trip] = dueNanos;
    }

    /** Whether nothing is free for any of them, by readings that were due at that time or later. */
    boolean areInVain(long sinceNanos) {
        for (int trip = 0; trip < lines.size(); trip++) {
            if (lines.get(trip).size > 0 && (readNanos[trip] < sinceNanos || free[trip] > 0)) {
                return false;
            }
        }
        return true;
    }

    /** Trips that somebody waits for, {@code max} at the most, in turns. */
    List<Integer> tripsToRead(int max) {
        List<Integer> trips = new ArrayList<>();
        for (int i = 0; i < lines.size() && trips.size() < max; i++) {
            int trip = nextTrip;
            nextTrip = (nextTrip + 1) % lines.size();
            if (lines.get(trip).size > 0) {
                trips.add(trip);
            }
        }
        return trips;
    }

    /** Trips that somebody waits for. */
    List<Integer> trips() {
        return tripsToRead(lines.size());
    }
}
