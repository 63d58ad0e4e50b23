package dev.onsale.nemesis;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One order that somebody wants, and what they were told of it. Written by its buyer's thread, read when that has ended.
 */
final class Wish {

    /** What has to be true of it in the end. */
    enum End {
        /** Nobody was told anything that binds. */
        ANYTHING,
        /** Every answer was {@code busy}: it was certainly not done. */
        NEVER_THERE,
        /** There is the order that was told; what became of it may be anything that time does to it. */
        THERE,
        PAID,
        RELEASED
    }

    private final String buyer;
    private final String key;
    private final long askedNanos = System.nanoTime();
    private End end = End.ANYTHING;
    private boolean isOpen = true;
    private boolean wasUnknown;
    private boolean isPaymentAsked;
    private String order = "";
    private String seats = "";

    Wish(String buyer, String key) {
        this.buyer = buyer;
        this.key = key;
    }

    String buyer() {
        return buyer;
    }

    String key() {
        return key;
    }

    String order() {
        return order;
    }

    String seats() {
        return seats;
    }

    End end() {
        return end;
    }

    void end(End known) {
        end = known;
    }

    /** Whether it has to be asked again, since nobody has said what became of it. */
    boolean isOpen() {
        return isOpen;
    }

    void close() {
        isOpen = false;
    }

    void unknown() {
        wasUnknown = true;
    }

    /** Whether somebody may have carried it out without being able to say so. */
    boolean wasUnknown() {
        return wasUnknown;
    }

    boolean isPaymentAsked() {
        return isPaymentAsked;
    }

    void paymentAsked() {
        isPaymentAsked = true;
    }

    /** Since it was asked for the first time: a hold that came of it cannot be older. */
    long ageMillis() {
        return (System.nanoTime() - askedNanos) / 1_000_000;
    }

    /** Notes the order that was told. Returns what contradicts what was told before, or an empty text. */
    String tell(JsonNode answer) {
        isOpen = false;
        String id = answer.path("id").asText();
        String places = answer.path("seats").toString();
        if (order.isEmpty()) {
            order = id;
            seats = places;
            end = End.THERE;
            return "";
        }
        if (order.equals(id) && seats.equals(places)) {
            return "";
        }
        return this + " was told order " + order + " with seats " + seats + ", and then " + id + " with " + places;
    }

    @Override
    public String toString() {
        return buyer + "/" + key + (order.isEmpty() ? "" : " (" + order + ")");
    }
}
