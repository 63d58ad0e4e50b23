package dev.onsale.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.Wait;
import dev.onsale.e2e.Shop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two minutes of faults by lot over two nodes, a primary, two replicas and three Sentinels, while people buy, pay and give back, and ask the other node when
 * nobody knows: nothing is lost, doubled or told wrongly.
 *
 * <p>Some seeds run side by side, each on machines of its own. {@code make test SEED=n} runs one alone; {@code make nemesis} runs many.
 */
@Tag("servers")
class NemesisTest {

    /** Seeds that found something, and stay. */
    private static final List<Long> KEPT = List.of(1L, 2L, 3L, 4L);

    private static final int SECONDS = Integer.getInteger("onsale.nemesis.seconds", 120);

    /** How many seeds there are in all, and how many of them run at once. */
    private static final int SEEDS = Integer.getInteger("onsale.nemesis.seeds", 5);

    private static final int AT_ONCE = Integer.getInteger("onsale.nemesis.atOnce", 5);

    private static final int BUYERS = 8;
    private static final int CAPACITY = 400;

    @TempDir
    private Path folder;

    private static List<Long> seeds() {
        Long alone = Long.getLong("onsale.seed");
        if (alone != null) {
            return List.of(alone);
        }
        long fresh = ThreadLocalRandom.current().nextLong(1_000_000);
        return LongStream.concat(KEPT.stream().mapToLong(seed -> seed), LongStream.iterate(fresh, seed -> seed + 1))
                .limit(SEEDS)
                .boxed()
                .toList();
    }

    @Test
    void nothingIsLostDoubledOrToldWrongly() throws Exception {
        List<String> failures = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<String>> runs = new ArrayList<>();
            for (long seed : seeds()) {
                runs.add(threads.submit(() -> run(seed)));
            }
            for (Future<String> one : runs) {
                String failure = one.get();
                if (!failure.isEmpty()) {
                    failures.add(failure);
                }
            }
        }
        assertThat(failures).isEmpty();
    }

    /** One seed. Returns what went wrong, with the diary; or an empty text. */
    private String run(long seed) throws Exception {
        System.out.println("nemesis: SEED=" + seed);
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        List<String> diary = new ArrayList<>();
        String said = "";
        try (Stage stage = Stage.start(Files.createDirectory(folder.resolve("seed" + seed)))) {
            Stopwatch stopwatch = new Stopwatch();
            Nemesis nemesis = new Nemesis(stage, stopwatch, seed);
            try {
                System.out.println("nemesis: SEED=" + seed + ": " + sell(stage, nemesis, stopwatch, seed, wrong));
            } catch (AssertionError | Exception e) {
                wrong.add(e.toString());
            }
            diary.addAll(nemesis.diary());
            said = wrong.isEmpty() ? "" : stage.everythingSaid();
        }
        return wrong.isEmpty()
                ? ""
                : "SEED=" + seed + "\n" + String.join("\n", wrong) + "\n\nWhat was done:\n" + String.join("\n", diary)
                        + "\n\nWhat the nodes said:\n" + said;
    }

    private static String sell(Stage stage, Nemesis nemesis, Stopwatch stopwatch, long seed, Queue<String> wrong)
            throws Exception {
        openSale(stage, CAPACITY);
        AtomicBoolean goesOn = new AtomicBoolean(true);
        List<Buyer> buyers = new ArrayList<>();
        StockAdder adder = new StockAdder(stage.nodes(), goesOn::get, wrong);
        List<CompletableFuture<Void>> people = new ArrayList<>();
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int i = 0; i < BUYERS; i++) {
                    Buyer buyer = new Buyer("b" + i, stage.nodes(), stopwatch, seed + i, goesOn::get, wrong);
                    buyers.add(buyer);
                    people.add(CompletableFuture.runAsync(buyer, crowd));
                }
                people.add(CompletableFuture.runAsync(adder, crowd));
                nemesis.run(SECONDS);
                stage.awaitReady();
            } finally {
                goesOn.set(false);
            }
        }
        people.forEach(CompletableFuture::join); // what one of them died of is told
        List<Wish> wishes = new ArrayList<>();
        for (Buyer buyer : buyers) {
            resolve(buyer);
            wishes.addAll(buyer.wishes());
        }
        awaitEndOfHolds(stage);
        int capacity = CAPACITY + StockAdder.SEATS * adder.added();
        wrong.addAll(Reckoning.of(
                stage.primaryUrl(), wishes, stage.nodes().getFirst().shop(), capacity));
        return summary(nemesis, wishes, adder);
    }

    private static String summary(Nemesis nemesis, List<Wish> wishes, StockAdder adder) {
        long told = wishes.stream().filter(wish -> !wish.order().isEmpty()).count();
        long paid = wishes.stream().filter(wish -> wish.end() == Wish.End.PAID).count();
        long busy = wishes.stream()
                .filter(wish -> wish.end() == Wish.End.NEVER_THERE)
                .count();
        long unknown = wishes.stream().filter(Wish::wasUnknown).count();
        return nemesis.diary().size() + " lines of diary, " + wishes.size() + " wishes, " + told + " orders, " + paid
                + " paid, " + busy + " busy alone, " + unknown + " not known at first, stock added " + adder.added()
                + " times";
    }

    /** Whoever still does not know asks until it is known; and whoever has an order is told the same by every node. */
    static void resolve(Buyer buyer) throws Exception {
        for (Wish wish : buyer.wishes()) {
            Wait.until(wish + " is answered", 60, () -> {
                if (wish.isOpen()) {
                    buyer.place(wish, true);
                }
                return !wish.isOpen();
            });
            if (!wish.order().isEmpty()) {
                buyer.askEveryNode(wish);
            }
        }
    }

    static void openSale(Stage stage, int capacity) throws Exception {
        String sale = """
                {"id":"%s","name":"Night","opensAt":"2020-01-01T00:00:00Z","holdSeconds":%d,"deduct":"hold",
                 "tiers":[{"id":"%s","name":"Hall","capacity":%d,"price":4000,"currency":"EUR"}]}
                """.formatted(Buyer.SALE, Buyer.HOLD_SECONDS, Buyer.TIER, capacity);
        Shop.Answer opened = stage.nodes()
                .getFirst()
                .shop()
                .ask("POST", "/v1/sales", Map.of("Authorization", "Bearer " + NodeMachine.TOKEN), sale);
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
        for (NodeMachine node : stage.nodes()) {
            Wait.until(
                    node.name() + " knows the sale",
                    20,
                    () -> node.shop().get("/v1/sales/" + Buyer.SALE).status() == 200);
        }
    }

    static void awaitEndOfHolds(Stage stage) throws Exception {
        Wait.until("all holds have ended", 60, () -> stage.nodes().stream().allMatch(node -> held(node) == 0));
    }

    private static long held(NodeMachine node) {
        try {
            return node.shop()
                    .get("/v1/sales/" + Buyer.SALE)
                    .body()
                    .at("/tiers/0/held")
                    .asLong(-1);
        } catch (java.io.IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
