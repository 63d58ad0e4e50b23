package dev.onsale.lab.rehearsal;

/** A plan that tests change where they need to. */
final class Plans {

    private int buyers = 100;
    private int tickets = 10;
    private int stops;
    private double wholeWayShare = 0.5;
    private String deduct = "hold";
    private int holdSeconds = 5;
    private double abandonShare;
    private double patientShare;
    private double repeatShare;
    private int thinkMillisMax = 100;
    private Arrivals arrivals = new Arrivals.AtOnce();
    private int connections = 8;
    private int answerMillisMax = 1_000;
    private long seed = 1;

    static Plans of(int buyers, int tickets) {
        Plans plans = new Plans();
        plans.buyers = buyers;
        plans.tickets = tickets;
        return plans;
    }

    Plans stops(int value) {
        stops = value;
        return this;
    }

    Plans wholeWay(double share) {
        wholeWayShare = share;
        return this;
    }

    Plans deduct(String value) {
        deduct = value;
        return this;
    }

    Plans hold(int seconds) {
        holdSeconds = seconds;
        return this;
    }

    Plans abandon(double share) {
        abandonShare = share;
        return this;
    }

    Plans patient(double share) {
        patientShare = share;
        return this;
    }

    Plans repeat(double share) {
        repeatShare = share;
        return this;
    }

    Plans think(int millis) {
        thinkMillisMax = millis;
        return this;
    }

    Plans arrivals(Arrivals value) {
        arrivals = value;
        return this;
    }

    Plans connections(int value) {
        connections = value;
        return this;
    }

    Plans timeout(int millis) {
        answerMillisMax = millis;
        return this;
    }

    Plans seed(long value) {
        seed = value;
        return this;
    }

    RehearsalPlan plan() {
        return new RehearsalPlan(
                buyers,
                tickets,
                stops,
                wholeWayShare,
                deduct,
                holdSeconds,
                abandonShare,
                patientShare,
                repeatShare,
                thinkMillisMax,
                arrivals,
                connections,
                answerMillisMax,
                seed);
    }
}
