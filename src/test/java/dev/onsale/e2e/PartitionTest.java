package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that are cut, between hosts that are network namespaces. */
class PartitionTest {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int SEATS = 1_000;
    private static final int BUYERS = 16;
    private static final int BUSY = 503;
    private static final int NOT_KNOWN = 504;
    private static final int SOLD_OUT = 409;

    private static final String SALE = """
            id: night
            deduct: order
            tiers: [{id: hall, capacity: 1000, price: 4000, currency: EUR}]
            """;

    @TempDir
    private Path folder;

    private String saleFile;

    @BeforeEach
    void writeSale() throws IOException {
        saleFile = Files.writeString(folder.resolve("night.yaml"), SALE).toString();
    }

    private ServerProcess node(List<String> way, String name, String host, String ledger, String... more)
            throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("serve", "--port", "0", "--host", host, "--trust-buyer-header", "--no-demo"));
        arguments.addAll(List.of("--data", folder.resolve(name).toString(), "--ledger", ledger));
        arguments.addAll(List.of(more));
        ServerProcess server = ServerProcess.launch(way, Map.of(), arguments.toArray(String[]::new));
        try {
            server.url();
            return server;
        } catch (Exception | Error e) {
            server.close();
            throw e;
        }
    }

    private static void await(String what, Callable<Boolean> done) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!done.call()) {
            assertThat(System.nanoTime() - deadline)
                    .as("it did not happen in time that " + what)
                    .isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static Shop.Answer order(Shop shop, String buyer) throws IOException, InterruptedException {
        return shop.order("night", buyer, "k", "hall", 1, null, null);
    }

    @Test
    void aNodeWithoutItsRedisSellsNothingAndHealsByItself() throws Exception {
        try (Host host = Host.make("redis")) {
            Host.Cable cable = host.connect("10.231.4.2", "10.231.4.1");
            try (HostedRedis redis = HostedRedis.start(host, "10.231.4.2", folder.resolve("redis"));
                    ServerProcess node = node(List.of(), "node", "127.0.0.1", redis.url(), "--sale", saleFile);
                    Shop shop = new Shop(node.url())) {
                assertThat(order(shop, "ann").status()).isEqualTo(201);

                cable.pull();
                // The first may have been sent before anything was missed.
                assertThat(order(shop, "cut-off").status()).isIn(BUSY, NOT_KNOWN);
                for (int i = 0; i < 3; i++) {
                    assertThat(order(shop, "cut-off-" + i).status()).isEqualTo(BUSY);
                }
                assertThat(shop.get("/v1/sales/night").status()).isEqualTo(200);
                assertThat(shop.get("/readyz").status()).isEqualTo(BUSY);
                assertThat(shop.get("/livez").status()).isEqualTo(200);

                cable.plugIn();
                await("the node sells again", () -> order(shop, "bob").status() == 201);
                await("the node is ready", () -> shop.get("/readyz").status() == 200);
                assertThat(RedisHistory.orders(redis.url(), "night").values())
                        .extracting(Order::buyer)
                        .containsExactlyInAnyOrder("ann", "bob");
                assertThat(node.terminate()).isZero();
            }
        }
    }

    /** What a buyer was promised. */
    private final Map<String, String> seatsByBuyer = new ConcurrentHashMap<>();

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    /** Orders as one buyer after another until nobody sells any more: all is gone, or the ledger is away. */
    private void flood(Shop shop, String name) throws Exception {
        for (int n = 0; ; n++) {
            String buyer = name + "-" + n;
            Shop.Answer answer = order(shop, buyer);
            switch (answer.status()) {
                case 201 -> seatsByBuyer.put(buyer, answer.seats());
                case SOLD_OUT, BUSY, NOT_KNOWN -> {
                    return;
                }
                default -> wrong.add(answer.toString());
            }
        }
    }

    /**
     * The first data centre sells, and answers nobody before the second has the order too. Then it is cut off. The second is promoted as the
     * production guide says, and goes on.
     */
    @Test
    void theSecondDataCentreGoesOnWithAllThatTheFirstHasPromised() throws Exception {
        try (Host first = Host.make("first");
                Host second = Host.make("second")) {
            Host.Cable firstToBuyers = first.connect("10.231.1.2", "10.231.1.1");
            second.connect("10.231.2.2", "10.231.2.1");
            Host.Cable between = first.connect("10.231.3.1", second, "10.231.3.2");
            try (HostedRedis primary = HostedRedis.start(
                            first, "10.231.1.2", folder.resolve("primary"), "--min-replicas-to-write", "1");
                    HostedRedis replica = HostedRedis.start(
                            second, "10.231.2.2", folder.resolve("replica"), "--replicaof", "10.231.3.1 6379")) {
                replica.await("ROLE", role -> role.contains("connected"));
                primary.await("ROLE", role -> role.contains("10.231.3.2"));
                String local = "redis://127.0.0.1:6379";
                try (ServerProcess node1 =
                                node(first.way(), "node1", "10.231.1.2", local, "--replicas", "1", "--sale", saleFile);
                        ServerProcess node2 = node(second.way(), "node2", "10.231.2.2", local);
                        Shop shop1 = new Shop(node1.url());
                        Shop shop2 = new Shop(node2.url())) {
                    Thread cutter = cutWhenSome(between);
                    Crowd.run(BUYERS, 1, (buyer, once) -> flood(shop1, "first-" + buyer));
                    cutter.join();
                    assertThat(wrong).isEmpty();
                    assertThat(seatsByBuyer).hasSizeLessThan(SEATS);
                    assertThat(order(shop2, "too-early").status()).isEqualTo(BUSY);
                    firstToBuyers.pull();
                    Map<String, String> promised = Map.copyOf(seatsByBuyer);

                    assertThat(replica.tell("REPLICAOF NO ONE")).startsWith("+OK");
                    await("the second sells", () -> order(shop2, "second").status() == 201);
                    for (Map.Entry<String, String> one : promised.entrySet()) {
                        Shop.Answer again = order(shop2, one.getKey());
                        assertThat(again.seats()).as(one.getKey()).isEqualTo(one.getValue());
                    }
                    Crowd.run(BUYERS, 1, (buyer, once) -> flood(shop2, "second-" + buyer));

                    assertThat(wrong).isEmpty();
                    Map<String, Order> orders = RedisHistory.orders(replica.url(), "night");
                    assertThat(orders).hasSize(SEATS);
                    assertThat(orders.values())
                            .extracting(order -> order.seats().number(0))
                            .containsExactlyInAnyOrderElementsOf(
                                    IntStream.rangeClosed(1, SEATS).boxed().toList());
                    Set<String> buyers = new HashSet<>();
                    orders.values().forEach(order -> buyers.add(order.buyer()));
                    assertThat(buyers).containsAll(promised.keySet());
                    assertThat(node2.terminate()).isZero();
                }
            }
        }
    }

    private Thread cutWhenSome(Host.Cable between) {
        return Thread.ofVirtual().start(() -> {
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (seatsByBuyer.size() < SEATS / 4 && System.nanoTime() < deadline) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            between.pull();
        });
    }
}
