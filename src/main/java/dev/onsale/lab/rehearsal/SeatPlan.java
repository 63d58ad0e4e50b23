package dev.onsale.lab.rehearsal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which seats are taken on which legs. For one thread. */
final class SeatPlan {

    private final Trips trips;
    private final int tickets;
    private final List<BitSet> legs = new ArrayList<>();
    private int taken;

    /** @param tickets seats that there are, numbered from 1 */
    SeatPlan(Trips trips, int tickets) {
        this.trips = trips;
        this.tickets = tickets;
        for (int leg = 0; leg < trips.legs(); leg++) {
            legs.add(new BitSet(tickets + 1));
        }
    }

    /**
     * Takes the seats of an order.
     *
     * @param faults hears of seats that there are not, and of those that another order has
     * @param where it is written
     */
    void take(Paper paper, Faults faults, String where) {
        for (String seat : paper.seats()) {
            int number = number(seat);
            if (number < 0) {
                faults.add("order " + paper.order() + " has seat " + seat + ", which there is not, by " + where);
                continue;
            }
            for (int leg = trips.from(paper.trip()); leg < trips.to(paper.trip()); leg++) {
                if (legs.get(leg).get(number)) {
                    faults.add("seat " + seat + " on leg " + (leg + 1) + " is in order " + paper.order()
                            + " and in another one, by " + where);
                }
                legs.get(leg).set(number);
                taken++;
            }
        }
    }

    /** Seats that were taken, each counted on each of its legs. */
    int taken() {
        return taken;
    }

    /** Seats that are taken on some leg of the trip. */
    BitSet takenOn(int trip) {
        BitSet seats = new BitSet(tickets + 1);
        for (int leg = trips.from(trip); leg < trips.to(trip); leg++) {
            seats.or(legs.get(leg));
        }
        return seats;
    }

    /** The number of a seat that there is, or -1. */
    int number(String seat) {
        try {
            int number = Integer.parseInt(seat);
            return number >= 1 && number <= tickets ? number : -1;
        } catch (NumberFormatException e) {
            return -1; // whoever asks says what is wrong with it
        }
    }
}
