package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server in the middle of a flood of orders, again and again, and compares what it said with what it knows afterwards.
 * When the kill comes and what is ordered follows from the seed; how the threads take turns does not, so a seed is a hint
 * and no replay.
 */
@Tag("servers")
class CrashTest {

    /** Kills in a run, at other moments in each; {@code make nemesis} does many more. */
    private static final int ROUNDS = Integer.getInteger("onsale.crash.rounds", 12);

    private static final int BUYERS = 24;

    /** How long a flood lasts until the kill, in milliseconds. */
    private static final int FLOOD_MILLIS_MIN = 1;

    private static final int FLOOD_MILLIS_MAX = 250;

    private static final int FIRST_ANSWER_SECONDS_MAX = 20;

    private static final List<String> STOPS = List.of("A", "B", "C", "D", "E");
    private static final String SALES = """
            - id: night
              deduct: order
              tiers: [{id: hall, capacity: 1000000, price: 4000, currency: EUR}]
            - id: train
              deduct: hold
              holdSeconds: 3600
              stops: [A, B, C, D, E]
              tiers: [{id: second, capacity: 2000, price: 9000, currency: EUR}]
            """;

    /** An order that somebody wants; asked again, it is the same in every field. */
    private record Wish(String sale, String buyer, String key, String tier, int quantity, String from, String to) {

        static Wish random(SplittableRandom random, String buyer, String key) {
            int quantity = random.nextInt(1, 4);
            if (random.nextBoolean()) {
                return new Wish("night", buyer, key, "hall", quantity, null, null);
            }
            int from = random.nextInt(STOPS.size() - 1);
            int to = random.nextInt(from + 1, STOPS.size());
            return new Wish("train", buyer, key, "second", quantity, STOPS.get(from), STOPS.get(to));
        }

        Shop.Answer ask(Shop shop) throws IOException, InterruptedException {
            return shop.order(sale, buyer, key, tier, quantity, from, to);
        }
    }

    /** An order as it was answered. */
    private record Told(String id, String seats) {}

    @TempDir
    private Path folder;

    private final Map<Wish, Told> told = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    @Test
    void whatWasAnsweredIsThereAfterEveryKill() throws Exception {
        long seed = Long.getLong("onsale.seed", ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
        System.out.println("CrashTest: -Donsale.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Path data = folder.resolve("data");
        Path sales = Files.writeString(folder.resolve("sales.yaml"), SALES);
        int killedInFlood = 0;
        Queue<Wish> unanswered = new ConcurrentLinkedQueue<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (ServerProcess server = ServerProcess.serve(data, "--sale", sales.toString());
                    Shop shop = new Shop(server.url())) {
                assertSameAnswers(shop, "r" + (round - 1) + "-");
                askAgain(shop, unanswered);
                // What was only told now has to stay, too: the same server is flooded, and killed.
                int before = told.size();
                unanswered = floodUntilKilled(server, shop, random.split(), round);
                killedInFlood += told.size() > before && !unanswered.isEmpty() ? 1 : 0;
            }
            Audits.assertClean(data);
            assertThat(wrong).as("seed %d, round %d", seed, round).isEmpty();
        }
        try (ServerProcess server = ServerProcess.serve(data, "--sale", sales.toString());
                Shop shop = new Shop(server.url())) {
            assertSameAnswers(shop, "r");
            askAgain(shop, unanswered);
            server.killHard();
        }
        Audits.assertClean(data);
        assertThat(wrong).as("seed %d, in the end", seed).isEmpty();
        assertEverythingIsThere(data, seed);
        // A kill that came before or after the flood would show nothing.
        assertThat(killedInFlood).as("rounds that were cut off between answers").isGreaterThan(ROUNDS / 2);
    }

    /** Returns the wishes that were under way. */
    private Queue<Wish> floodUntilKilled(ServerProcess server, Shop shop, SplittableRandom random, int round)
            throws Exception {
        Queue<Wish> unanswered = new ConcurrentLinkedQueue<>();
        int before = told.size();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int buyer = 0; buyer < BUYERS; buyer++) {
                SplittableRandom own = random.split();
                String name = "r" + round + "-" + buyer;
                threads.execute(() -> orderUntilCutOff(shop, own, name, unanswered));
            }
            // The first answers of a process take longer than all that follow: only from then on is it a flood.
            long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(FIRST_ANSWER_SECONDS_MAX);
            while (told.size() == before && System.nanoTime() < giveUp) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(FLOOD_MILLIS_MIN, FLOOD_MILLIS_MAX));
            server.killHard();
        }
        return unanswered;
    }

    private void orderUntilCutOff(Shop shop, SplittableRandom random, String buyer, Queue<Wish> unanswered) {
        for (int i = 0; ; i++) {
            Wish wish = Wish.random(random, buyer, "k" + i);
            try {
                note(wish, wish.ask(shop));
            } catch (IOException cutOff) {
                unanswered.add(wish);
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Takes down an answer: an order, or that the train is full. */
    private void note(Wish wish, Shop.Answer answer) {
        if (answer.status() == 201) {
            Told now = new Told(answer.text("id"), answer.seats());
            Told before = told.putIfAbsent(wish, now);
            if (before != null && !before.equals(now)) {
                wrong.add(wish + " was told " + before + ", and now " + now);
            }
        } else if (answer.status() != 409 || !answer.text("type").endsWith("sold_out") || told.containsKey(wish)) {
            wrong.add(wish + " was told " + told.get(wish) + ", and now " + answer);
        }
    }

    /** Every order of this round that was answered is there, by its id and by its key. */
    private void assertSameAnswers(Shop shop, String roundPrefix) throws Exception {
        List<Wish> ofRound = told.keySet().stream()
                .filter(wish -> wish.buyer().startsWith(roundPrefix))
                .toList();
        Crowd.run(BUYERS, 1, (buyer, once) -> {
            for (int i = buyer; i < ofRound.size(); i += BUYERS) {
                Wish wish = ofRound.get(i);
                note(wish, shop.find(told.get(wish).id(), wish.buyer()), 200);
                note(wish, wish.ask(shop));
            }
        });
    }

    private void note(Wish wish, Shop.Answer found, int status) {
        Told now = new Told(found.text("id"), found.seats());
        if (found.status() != status || !now.equals(told.get(wish))) {
            wrong.add(wish + " was told " + told.get(wish) + ", but is found as " + found);
        }
    }

    /** Nobody knows whether these were ordered; from now on they are, whichever it was. */
    private void askAgain(Shop shop, Queue<Wish> unanswered) throws Exception {
        for (Wish wish : unanswered) {
            note(wish, wish.ask(shop));
            note(wish, wish.ask(shop));
        }
    }

    /** In the end: the journal holds what was told, seat for seat, and nothing else. */
    private void assertEverythingIsThere(Path data, long seed) {
        Map<String, Order> orders = Journals.orders(data);
        assertThat(told).as("seed %d", seed).allSatisfy((wish, answer) -> {
            Order order = orders.get(answer.id());
            assertThat(order).as("%s told to %s", answer, wish).isNotNull();
            assertThat(Journals.seats(order)).isEqualTo(answer.seats());
            assertThat(order.buyer()).isEqualTo(wish.buyer());
            assertThat(order.key()).isEqualTo(wish.key());
        });
        assertThat(orders).hasSameSizeAs(told);
    }
}
