package dev.onsale.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.Wait;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The set-up of the production guide (a primary, two replicas, three Sentinels, two nodes) loses one machine after the other by {@code kill -9} while
 * people buy, and another primary on purpose: selling goes on, and nothing that was told is lost. A round of each here; {@code make nemesis}
 * does twenty deaths and ten failovers, and there selling has to go on within ten seconds.
 */
@Tag("servers")
class SentinelSurvivalTest {

    private static final int ROUNDS = Integer.getInteger("onsale.survival.rounds", Blow.values().length);

    /** How soon selling has to go on. A machine that is busy with other tests may take longer. */
    private static final int SECONDS_MAX = Integer.getInteger("onsale.survival.seconds", 40);

    private static final int BUYERS = 12;

    /** Orders that are placed one after the other before each blow, besides those of the buyers. */
    private static final int ORDERS_BEFORE = 10;

    private static final int CAPACITY = 400;

    @TempDir
    private Path folder;

    /** What happens in a round; the slow one is the last, since its machine need not come back then. */
    private enum Blow {
        REPLICA_KILLED,
        SENTINEL_KILLED,
        NODE_KILLED,
        /** As the guide says. */
        FAILOVER_BY_THE_SCRIPT,
        /** Without waiting for anybody: nodes stand still for it. */
        FAILOVER_BY_SENTINEL_ALONE,
        PRIMARY_KILLED
    }

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final List<Buyer> buyers = new ArrayList<>();
    private final List<String> diary = new ArrayList<>();
    private final Stopwatch stopwatch = new Stopwatch();
    private int probes;

    @Test
    void whicheverMachineDiesSellingGoesOnAndNothingToldIsLost() throws Exception {
        try (Stage stage = Stage.start(folder)) {
            try {
                NemesisTest.openSale(stage, CAPACITY);
                rounds(stage);
                reckon(stage);
            } catch (AssertionError | Exception e) {
                wrong.add(e.toString());
            }
            assertThat(wrong)
                    .as(() -> String.join("\n", diary) + "\n" + stage.everythingSaid())
                    .isEmpty();
        }
    }

    private void rounds(Stage stage) throws Exception {
        AtomicBoolean goesOn = new AtomicBoolean(true);
        List<CompletableFuture<Void>> people = new ArrayList<>();
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int i = 0; i < BUYERS; i++) {
                    Buyer buyer = new Buyer("b" + i, stage.nodes(), stopwatch, i, goesOn::get, wrong);
                    buyers.add(buyer);
                    people.add(CompletableFuture.runAsync(buyer, crowd));
                }
                for (int round = 0; round < ROUNDS; round++) {
                    Blow blow = Blow.values()[round % Blow.values().length];
                    round(stage, blow, round + 1 < ROUNDS);
                }
            } finally {
                goesOn.set(false);
            }
        }
        people.forEach(CompletableFuture::join);
    }

    private void round(Stage stage, Blow blow, boolean comesBack) throws Exception {
        for (int i = 0; i < ORDERS_BEFORE; i++) {
            orderOfEachNode(stage, "before");
        }
        RedisMachine primary = stage.primary().orElseThrow();
        RedisMachine replica = stage.redis().stream()
                .filter(machine -> machine != primary)
                .findFirst()
                .orElseThrow();
        NodeMachine node = stage.nodes().getLast();
        long began = System.nanoTime();
        switch (blow) {
            case PRIMARY_KILLED -> primary.kill();
            case REPLICA_KILLED -> replica.kill();
            case SENTINEL_KILLED -> replica.killSentinel();
            case NODE_KILLED -> node.kill();
            case FAILOVER_BY_THE_SCRIPT -> script(replica);
            case FAILOVER_BY_SENTINEL_ALONE ->
                assertThat(replica.tellSentinel("SENTINEL FAILOVER " + RedisMachine.PRIMARY_NAME))
                        .startsWith("+OK");
        }
        orderOfEachNode(stage, "after " + blow);
        double seconds = (System.nanoTime() - began) / 1e9;
        String line = String.format(Locale.ROOT, "survival: %s, the next order after %.2f s", blow, seconds);
        diary.add(stopwatch.stamp() + "  " + line);
        System.out.println(line);
        if (seconds > SECONDS_MAX) {
            wrong.add(line);
        }
        if (comesBack) {
            switch (blow) {
                case PRIMARY_KILLED -> primary.start();
                case REPLICA_KILLED -> replica.start();
                case SENTINEL_KILLED -> replica.startSentinel();
                case NODE_KILLED -> node.start();
                case FAILOVER_BY_THE_SCRIPT, FAILOVER_BY_SENTINEL_ALONE ->
                    Wait.until("another one is the primary", 60, () -> !primary.isPrimary());
            }
            stage.awaitWhole();
            stage.awaitReady();
        }
    }

    private static void script(RedisMachine sentinel) throws Exception {
        Process script = new ProcessBuilder(
                        "deploy/redis/failover.sh",
                        sentinel.address(),
                        Integer.toString(RedisMachine.SENTINEL_PORT),
                        RedisMachine.PRIMARY_NAME)
                .redirectErrorStream(true)
                .start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).as(said).isZero();
        assertThat(said).contains("Done: the primary is");
    }

    /** Somebody who has not asked before gets an order from each node that lives. */
    private void orderOfEachNode(Stage stage, String when) throws Exception {
        for (NodeMachine node : stage.nodes()) {
            if (!node.isAlive()) {
                continue;
            }
            Buyer probe = new Buyer("probe" + probes++, List.of(node), stopwatch, 0, () -> true, wrong);
            buyers.add(probe);
            Wish wish = new Wish("probe-" + probes, "k");
            probe.wishes().add(wish);
            Wait.until("somebody gets an order of " + node.name() + " " + when, 60, () -> {
                probe.place(wish, true);
                return !wish.isOpen();
            });
            assertThat(wish.order()).as("there are enough tickets").isNotEmpty();
        }
    }

    private void reckon(Stage stage) throws Exception {
        List<Wish> wishes = new ArrayList<>();
        for (Buyer buyer : buyers) {
            NemesisTest.resolve(buyer);
            wishes.addAll(buyer.wishes());
        }
        NemesisTest.awaitEndOfHolds(stage);
        wrong.addAll(Reckoning.of(
                stage.primaryUrl(), wishes, stage.nodes().getFirst().shop(), CAPACITY));
        long told = wishes.stream().filter(wish -> !wish.order().isEmpty()).count();
        System.out.println("survival: " + told + " orders told in " + ROUNDS + " rounds, " + wrong.size() + " wrong");
    }
}
