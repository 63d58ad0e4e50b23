package dev.onsale.sale;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where names of stops become a {@link Journey}: the only place that compares them. They compare as {@link Names} do.
 *
 * <p>A loop names its first stop again as its last. As the beginning of a journey that name means the first stop, since nobody gets on
 * where the train ends, and as its end the last, since nobody gets off where it starts: so every pair of names means one journey at most,
 * and from the stop to itself is all the way round. Stateless; any thread.
 */
public final class Stops {

    /** Stops of a loop, at the least: one to come back to, and one to have been at. */
    private static final int LOOP_STOPS_MIN = 3;

    /** Why there is no such journey. {@code field} is {@code from} or {@code to}, and the sentence goes on from it. */
    public record NoJourney(String field, String sentence) {}

    private Stops() {}

    /**
     * The journey between two stops, or null when there is none.
     *
     * @param stops of the sale, in order; none for a concert
     * @param from where it begins, or null for the first stop
     * @param to where it ends, or null for the last stop
     */
    public static @Nullable Journey journey(List<String> stops, @Nullable String from, @Nullable String to) {
        if (stops.isEmpty()) {
            return from == null && to == null ? Journey.WHOLE_CONCERT : null;
        }
        int first = from == null ? 0 : first(stops, from);
        int last = to == null ? stops.size() - 1 : last(stops, to);
        return first >= 0 && first < last ? new Journey(first, last) : null;
    }

    /** Why {@link #journey} found none. */
    public static NoJourney whyNone(List<String> stops, @Nullable String from, @Nullable String to) {
        if (stops.isEmpty()) {
            return new NoJourney(from != null ? "from" : "to", "cannot be given: this sale has no stops");
        }
        if (from != null && first(stops, from) < 0) {
            return new NoJourney("from", "is not a stop of this sale");
        }
        if (to != null && last(stops, to) < 0) {
            return new NoJourney("to", "is not a stop of this sale");
        }
        return to != null
                ? new NoJourney("to", "must come after \"from\"")
                : new NoJourney("from", "is where the train ends");
    }

    /** Whether stop {@code place} is the first one again, of a train that ends where it began. */
    static boolean closesLoop(List<String> stops, int place) {
        return place == stops.size() - 1
                && stops.size() >= LOOP_STOPS_MIN
                && Names.same(stops.getFirst(), stops.getLast());
    }

    private static int first(List<String> stops, String name) {
        int exact = stops.indexOf(name);
        if (exact >= 0) {
            return exact;
        }
        String plain = Names.plain(name);
        for (int i = 0; i < stops.size(); i++) {
            if (plain.equals(Names.plain(stops.get(i)))) {
                return i;
            }
        }
        return -1;
    }

    private static int last(List<String> stops, String name) {
        int exact = stops.lastIndexOf(name);
        if (exact >= 0) {
            return exact;
        }
        String plain = Names.plain(name);
        for (int i = stops.size() - 1; i >= 0; i--) {
            if (plain.equals(Names.plain(stops.get(i)))) {
                return i;
            }
        }
        return -1;
    }
}
