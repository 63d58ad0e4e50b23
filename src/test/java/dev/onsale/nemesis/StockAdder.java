package dev.onsale.nemesis;

import dev.onsale.e2e.Shop;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** An operator who adds seats now and then, and asks again with the same key until somebody knows. A thread of its own. */
final class StockAdder implements Runnable {

    static final int SEATS = 3;

    private static final int PAUSE_MILLIS = 4_000;

    private static final int LAST_SECONDS_MAX = 60;

    private final List<NodeMachine> nodes;
    private final BooleanSupplier goesOn;
    private final Queue<String> wrong;
    private int added;

    StockAdder(List<NodeMachine> nodes, BooleanSupplier goesOn, Queue<String> wrong) {
        this.nodes = nodes;
        this.goesOn = goesOn;
        this.wrong = wrong;
    }

    /** How many times seats were added; when its thread has ended. */
    int added() {
        return added;
    }

    @Override
    public void run() {
        try {
            for (int n = 0; goesOn.getAsBoolean(); n++) {
                add("more-" + n);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks until it is known: the faults have an end, and by then somebody has to know. */
    private void add(String key) throws InterruptedException {
        long deadline = Long.MAX_VALUE;
        for (int attempt = 0; System.nanoTime() < deadline; attempt++) {
            if (deadline == Long.MAX_VALUE && !goesOn.getAsBoolean()) {
                deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_SECONDS_MAX);
            }
            Shop.Answer answer = ask(nodes.get(attempt % nodes.size()).shop(), key);
            switch (Buyer.word(answer)) {
                case "200" -> {
                    added++;
                    return;
                }
                case "unknown", "busy" -> Thread.sleep(100);
                default -> {
                    wrong.add("seats were added, and the operator was told " + answer);
                    return;
                }
            }
        }
        wrong.add("nobody says whether seats were added with the key " + key);
    }

    private static Shop.Answer ask(Shop shop, String key) throws InterruptedException {
        try {
            return shop.ask(
                    "PATCH",
                    "/v1/sales/" + Buyer.SALE,
                    Map.of("Authorization", "Bearer " + NodeMachine.TOKEN, "Idempotency-Key", key),
                    "{\"addStock\":{\"" + Buyer.TIER + "\":" + SEATS + "}}");
        } catch (IOException e) {
            return new Shop.Answer(0, null);
        }
    }
}
