package dev.onsale.sale;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sales for tests: an ordinary one, of which a test changes what it is about. They open in the year 2100, so that a ledger that
 * also expires orders by its own clock finds nothing to expire.
 */
public final class SampleSale {

    /** When the sales open: 2100-01-01, in milliseconds since 1970. */
    public static final long OPENS_AT = 4_102_444_800_000L;

    /** How long they hold an order, in seconds. */
    public static final int HOLD_SECONDS = 600;

    private String id;
    private String name = "A sale";
    private long opensAt = OPENS_AT;
    private long closesAt = Sale.NEVER;
    private int holdSeconds = HOLD_SECONDS;
    private Deduct deduct = Deduct.HOLD;
    private int perBuyer = Sale.NO_LIMIT;
    private boolean buyerRefunds;
    private Status status = Status.ACTIVE;
    private List<String> stops = List.of();
    private List<Tier> tiers = List.of();

    private SampleSale(String id) {
        this.id = id;
    }

    /** A concert with one tier, {@code floor}, at 80.00 EUR. */
    public static SampleSale concert(String id, int seats) {
        return new SampleSale(id).tiers(new Tier("floor", "Floor", seats, 8_000, "EUR", List.of()));
    }

    /** A train with one tier, {@code second}, at 553.00 CNY, and the stops {@code A}, {@code B}, {@code C} … */
    public static SampleSale train(String id, int legs, int seats) {
        return new SampleSale(id)
                .stops(IntStream.rangeClosed(0, legs).mapToObj(SampleSale::stop).toArray(String[]::new))
                .tiers(new Tier("second", "Second class", seats, 55_300, "CNY", List.of()));
    }

    /** Name of a stop of {@link #train}: A … Z, then A2 … */
    public static String stop(int place) {
        String letter = String.valueOf((char) ('A' + place % 26));
        return place < 26 ? letter : letter + (place / 26 + 1);
    }

    /** The sale as it was described so far. */
    public Sale sale() {
        return new Sale(id, name, opensAt, closesAt, holdSeconds, deduct, perBuyer, buyerRefunds, status, stops, tiers);
    }

    public SampleSale id(String newId) {
        id = newId;
        return this;
    }

    public SampleSale name(String newName) {
        name = newName;
        return this;
    }

    public SampleSale opensAt(long millis) {
        opensAt = millis;
        return this;
    }

    public SampleSale closesAt(long millis) {
        closesAt = millis;
        return this;
    }

    public SampleSale holdSeconds(int seconds) {
        holdSeconds = seconds;
        return this;
    }

    public SampleSale deduct(Deduct policy) {
        deduct = policy;
        return this;
    }

    public SampleSale perBuyer(int seats) {
        perBuyer = seats;
        return this;
    }

    public SampleSale buyerRefunds(boolean allowed) {
        buyerRefunds = allowed;
        return this;
    }

    public SampleSale status(Status newStatus) {
        status = newStatus;
        return this;
    }

    public SampleSale stops(String... names) {
        stops = List.of(names);
        return this;
    }

    public SampleSale tiers(Tier... some) {
        tiers = List.of(some);
        return this;
    }

    /** One more tier, of the first one's price. */
    public SampleSale andTier(String tierId, int seats) {
        Tier first = tiers.getFirst();
        List<Tier> more = new ArrayList<>(tiers);
        more.add(new Tier(tierId, "Tier " + tierId, seats, first.price(), first.currency(), List.of()));
        tiers = more;
        return this;
    }

    /** Fares of the first tier. */
    public SampleSale fares(Fare... fares) {
        Tier first = tiers.getFirst();
        List<Tier> some = new ArrayList<>(tiers);
        some.set(
                0,
                new Tier(first.id(), first.name(), first.capacity(), first.price(), first.currency(), List.of(fares)));
        tiers = some;
        return this;
    }
}
