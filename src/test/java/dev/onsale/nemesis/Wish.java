package dev.onsale.nemesis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One order that somebody wants, and what they were told of it. Written by its buyer's thread, read when that has ended.
 */
final class Wish {

    /** So many lines of what was asked and answered are kept, the last ones: somebody who hears {@code busy} for long asks often. */
    private static final int HISTORY_LINES_MAX = 60;

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
    private final Deque<String> history = new ArrayDeque<>();
    private int forgottenLines;
    private End end = End.ANYTHING;
    private boolean isOpen = true;
    private boolean wasUnknown;
    private boolean isPaymentAsked;
    private boolean isPaymentTold;
    private String order = "";
    private String seats = "";
    private boolean isRecovered;

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

    /** As they were told last. */
    String seats() {
        return seats;
    }

    /** Whether it was told that its payment came too late and took seats again. */
    boolean isRecovered() {
        return isRecovered;
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

    /** Notes a line of what was asked and answered. */
    void note(String line) {
        if (history.size() == HISTORY_LINES_MAX) {
            history.removeFirst();
            forgottenLines++;
        }
        history.addLast(line);
    }

    /** What was asked and answered, a line each, for whoever looks into a contradiction. */
    String history() {
        String before = forgottenLines == 0 ? "" : "\n    (" + forgottenLines + " lines before)";
        return before + "\n    " + String.join("\n    ", history);
    }

    /** Notes the order that was told. Returns what contradicts what was told before, or an empty text. */
    String tell(JsonNode answer) {
        isOpen = false;
        String id = answer.path("id").asText();
        String places = answer.path("seats").toString();
        boolean recovered = answer.path("recovered").asBoolean();
        String now = id + " with seats " + places + (recovered ? ", recovered" : "");
        if (order.isEmpty()) {
            order = id;
            seats = places;
            isRecovered = recovered;
            end = End.THERE;
            return recovered ? this + " was told " + now + ", and nobody has paid" : "";
        }
        boolean isSame = order.equals(id) && seats.equals(places) && isRecovered == recovered;
        if (isSame || isRecoveredNow(id, recovered, answer.path("state").asText())) {
            seats = places;
            isRecovered = recovered;
            return "";
        }
        return this + " was told " + order + " with seats " + seats + (isRecovered ? ", recovered" : "") + ", and then "
                + now;
    }

    /** Notes what the payment came to: nothing can take other seats after it. Returns what contradicts what was told before, or an empty text. */
    String tellPayment(JsonNode answer) {
        String contradiction = tell(answer);
        isPaymentTold = true;
        return contradiction;
    }

    private boolean isRecoveredNow(String id, boolean recovered, String state) {
        return order.equals(id) && recovered && mayYetBeRecovered() && state.equals("paid");
    }

    /**
     * An order changes its seats once at most: its hold ended before its payment came, and that took seats again, the same or others. While the answer
     * to the payment is missing, any other may be the first to say so.
     */
    boolean mayYetBeRecovered() {
        return isPaymentAsked && !isPaymentTold && !isRecovered;
    }

    @Override
    public String toString() {
        return buyer + "/" + key + (order.isEmpty() ? "" : " (" + order + ")");
    }
}
