package dev.onsale.nemesis;

import dev.onsale.e2e.Shop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Wants one ticket after the other, each under another name. Whoever is told that nobody knows asks the other node with the same key. A thread
 * of its own.
 */
final class Buyer implements Runnable {

    static final String SALE = "night";
    static final String TIER = "hall";
    static final int HOLD_SECONDS = 8;

    /** What an answer may be late or early, on a machine that is busy with other things. */
    private static final int CLOCK_SLACK_MILLIS = 500;

    private static final int PAUSE_MILLIS_MAX = 150;

    /** One in so many pays, and gives back. */
    private static final int PAYERS = 12;

    private static final int RELEASERS = 4;

    private final String name;
    private final List<NodeMachine> nodes;
    private final Stopwatch stopwatch;
    private final Random random;
    private final BooleanSupplier goesOn;
    private final Queue<String> wrong;
    private final List<Wish> wishes = new ArrayList<>();
    private int at;

    Buyer(
            String name,
            List<NodeMachine> nodes,
            Stopwatch stopwatch,
            long seed,
            BooleanSupplier goesOn,
            Queue<String> wrong) {
        this.name = name;
        this.nodes = nodes;
        this.stopwatch = stopwatch;
        this.random = new Random(seed);
        this.goesOn = goesOn;
        this.wrong = wrong;
    }

    /** All that it wanted; when its thread has ended. */
    List<Wish> wishes() {
        return wishes;
    }

    @Override
    public void run() {
        try {
            for (int n = 0; goesOn.getAsBoolean(); n++) {
                Wish wish = new Wish(name + "-" + n, "k");
                wishes.add(wish);
                at = random.nextInt(nodes.size());
                want(wish);
                Thread.sleep(random.nextInt(PAUSE_MILLIS_MAX));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void want(Wish wish) throws InterruptedException {
        boolean isPatient = random.nextBoolean();
        while (goesOn.getAsBoolean() && wish.isOpen()) {
            place(wish, isPatient);
        }
        if (wish.order().isEmpty()) {
            return;
        }
        Thread.sleep(random.nextInt(1_000));
        if (random.nextInt(PAYERS) == 0) {
            pay(wish);
        } else if (random.nextInt(RELEASERS) == 0) {
            release(wish);
        } else if (random.nextInt(RELEASERS) == 0) {
            turn();
            place(wish, true); // asks again, of whoever: it is the same order
        }
    }

    private void turn() {
        at = (at + 1) % nodes.size();
    }

    /** Asks for the order once. */
    void place(Wish wish, boolean isPatient) throws InterruptedException {
        Shop.Answer answer = ask(
                wish,
                "POST",
                "/v1/sales/" + SALE + "/orders",
                Map.of("Onsale-Buyer", wish.buyer(), "Idempotency-Key", wish.key()),
                "{\"tier\":\"" + TIER + "\",\"quantity\":1}");
        switch (word(answer)) {
            case "201", "200" -> check(wish, wish.tell(answer.body()));
            case "unknown" -> {
                wish.unknown();
                turn();
            }
            case "busy" -> {
                turn();
                if (!isPatient && !wish.wasUnknown() && wish.order().isEmpty()) {
                    wish.end(Wish.End.NEVER_THERE);
                    wish.close();
                } else {
                    Thread.sleep(random.nextInt(PAUSE_MILLIS_MAX));
                }
            }
            case "sold_out" -> {
                wish.close();
                if (!wish.order().isEmpty()) {
                    check(wish, wish + " has an order, and was told sold_out");
                }
            }
            default -> {
                wish.close();
                check(wish, wish + " was told " + answer);
            }
        }
    }

    /** Whoever has an order is told the same by every node. */
    void askEveryNode(Wish wish) throws InterruptedException {
        for (at = 0; at < nodes.size(); at++) {
            int asked = at;
            place(wish, true);
            at = asked;
        }
        at = 0;
    }

    private void pay(Wish wish) throws InterruptedException {
        wish.paymentAsked();
        while (goesOn.getAsBoolean()) {
            Shop.Answer answer = ask(
                    wish,
                    "POST",
                    "/v1/orders/" + wish.order() + "/payment",
                    Map.of("Authorization", "Bearer " + NodeMachine.TOKEN),
                    "{\"reference\":\"ref-" + wish.buyer() + "\"}");
            boolean isEarly = wish.ageMillis() < HOLD_SECONDS * 1_000L - CLOCK_SLACK_MILLIS;
            switch (word(answer)) {
                case "200" -> {
                    boolean isPaid = answer.text("state").equals("paid");
                    boolean isRecovered = answer.body().path("recovered").asBoolean();
                    check(wish, wish.tellPayment(answer.body()));
                    if (isPaid) {
                        wish.end(Wish.End.PAID);
                    }
                    check(
                            wish,
                            isEarly && (!isPaid || isRecovered)
                                    ? "the hold of " + wish + " ended early: " + answer
                                    : "");
                    return;
                }
                case "unknown", "busy" -> {
                    turn();
                    Thread.sleep(random.nextInt(PAUSE_MILLIS_MAX));
                }
                default -> {
                    check(wish, wish + " was paid, and told " + answer);
                    return;
                }
            }
        }
    }

    private void release(Wish wish) throws InterruptedException {
        while (goesOn.getAsBoolean()) {
            Shop.Answer answer =
                    ask(wish, "DELETE", "/v1/orders/" + wish.order(), Map.of("Onsale-Buyer", wish.buyer()), null);
            switch (word(answer)) {
                case "200" -> {
                    wish.end(Wish.End.RELEASED);
                    return;
                }
                case "unknown", "busy" -> {
                    turn();
                    Thread.sleep(random.nextInt(PAUSE_MILLIS_MAX));
                }
                case "already_expired" -> {
                    boolean isEarly = wish.ageMillis() < HOLD_SECONDS * 1_000L - CLOCK_SLACK_MILLIS;
                    check(wish, isEarly ? "the hold of " + wish + " ended early: " + answer : "");
                    return;
                }
                default -> {
                    check(wish, wish + " was given back, and told " + answer);
                    return;
                }
            }
        }
    }

    private Shop.Answer ask(Wish wish, String method, String path, Map<String, String> headers, String body)
            throws InterruptedException {
        NodeMachine node = nodes.get(at);
        String asked = stopwatch.stamp();
        Shop.Answer answer;
        String lost = "";
        try {
            answer = node.shop().ask(method, path, headers, body);
        } catch (IOException e) {
            answer = new Shop.Answer(0, null);
            lost = " " + e;
        }
        String what = method + " " + path.substring(path.lastIndexOf('/') + 1);
        wish.note(asked + "  " + node.name() + ": " + what + " → "
                + stopwatch.stamp().strip() + "  " + word(answer) + said(answer) + lost);
        return answer;
    }

    /** What an answer says of the order. */
    private static String said(Shop.Answer answer) {
        if (answer.status() < 200 || answer.status() > 299) {
            return "";
        }
        return " " + answer.text("state") + " " + answer.text("id") + " " + answer.seats() + " until "
                + answer.text("expiresAt") + (answer.body().path("recovered").asBoolean() ? ", recovered" : "");
    }

    /** The status, or the word of the problem, or {@code unknown} where nobody knows. */
    static String word(Shop.Answer answer) {
        if (answer.status() == 0 || answer.status() == 504) {
            return "unknown";
        }
        if (answer.status() < 300) {
            return Integer.toString(answer.status());
        }
        String type = answer.body() == null ? "" : answer.text("type");
        return type.isEmpty() ? answer.toString() : type.substring(type.lastIndexOf('/') + 1);
    }

    private void check(Wish wish, String contradiction) {
        if (!contradiction.isEmpty()) {
            wrong.add(contradiction + wish.history());
        }
    }
}
