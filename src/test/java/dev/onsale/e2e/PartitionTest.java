package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.Wait;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that are cut, between hosts that are network namespaces. */
@Tag("servers")
class PartitionTest {

    private static final int SEATS = 1_000;
    private static final int BUYERS = 16;
    private static final int TRIES_MAX = 1_000;
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
        return ServerProcess.launch(way, Map.of(), arguments.toArray(String[]::new))
                .serving();
    }

    private static Shop.Answer order(Shop shop, String buyer) throws IOException, InterruptedException {
        return shop.order("night", buyer, "k", "hall", 1, null, null);
    }

    /** Until somebody says what became of it; the seats that were taken. */
    private static String bought(Shop shop, String buyer) throws IOException, InterruptedException {
        Shop.Answer answer = Shop.told(() -> order(shop, buyer));
        assertThat(answer.status()).as("%s", answer).isIn(200, 201);
        return answer.seats();
    }

    @Test
    void aNodeWithoutItsRedisSellsNothingAndHealsByItself() throws Exception {
        try (Host host = Host.make("redis")) {
            String network = FreeNetworks.one();
            Host.Cable cable = host.connect(network + 2, network + 1);
            try (HostedRedis redis = HostedRedis.start(host, network + 2, folder.resolve("redis"));
                    ServerProcess node = node(List.of(), "node", "127.0.0.1", redis.url(), "--sale", saleFile);
                    Shop shop = new Shop(node.url())) {
                bought(shop, "ann");

                cable.pull();
                // The first may have been sent before anything was missed: then nobody knows, and it may arrive when
                // the cable is back.
                int first = order(shop, "cut-off").status();
                assertThat(first).isIn(BUSY, NOT_KNOWN);
                for (int i = 0; i < 3; i++) {
                    assertThat(order(shop, "cut-off-" + i).status()).isEqualTo(BUSY);
                }
                assertThat(shop.get("/v1/sales/night").status()).isEqualTo(200);
                assertThat(shop.get("/readyz").status()).isEqualTo(BUSY);
                assertThat(shop.get("/livez").status()).isEqualTo(200);

                cable.plugIn();
                // Whoever was not told asks again with the same key, and is told.
                Set<String> buyers = first == BUSY ? Set.of("ann", "bob") : Set.of("ann", "bob", "cut-off");
                for (String buyer : buyers) {
                    bought(shop, buyer);
                }
                Wait.until("the node is ready", () -> shop.get("/readyz").status() == 200);
                assertThat(RedisHistory.orders(redis.url(), "night").values())
                        .extracting(Order::buyer)
                        .containsExactlyInAnyOrderElementsOf(buyers);
                assertThat(node.terminate()).isZero();
            }
        }
    }

    /** What a buyer was promised. */
    private final Map<String, String> seatsByBuyer = new ConcurrentHashMap<>();

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    /** Set before the cable is cut: until then whoever is not told asks again. */
    private volatile boolean isCut;

    /** Orders as one buyer after another until all is gone, or the ledger is. */
    private void flood(Shop shop, String name) throws Exception {
        for (int n = 0; ; n++) {
            String buyer = name + "-" + n;
            Shop.Answer answer = order(shop, buyer);
            for (int tries = 0; !isCut && !answer.isTold() && tries < TRIES_MAX; tries++) {
                Thread.sleep(20);
                answer = order(shop, buyer);
            }
            switch (answer.status()) {
                case 201, 200 -> seatsByBuyer.put(buyer, answer.seats());
                case SOLD_OUT, BUSY, NOT_KNOWN -> {
                    return;
                }
                default -> {
                    wrong.add(answer.toString());
                    return;
                }
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
            // A cable has four addresses, of which the two in the middle are for hosts.
            String network = FreeNetworks.one();
            Host.Cable firstToBuyers = first.connect(network + 2, network + 1);
            second.connect(network + 6, network + 5);
            Host.Cable between = first.connect(network + 9, second, network + 10);
            try (HostedRedis primary = HostedRedis.start(
                            first, network + 2, folder.resolve("primary"), "--min-replicas-to-write", "1");
                    HostedRedis replica = HostedRedis.start(
                            second, network + 6, folder.resolve("replica"), "--replicaof", network + 9 + " 6379")) {
                replica.await("ROLE", role -> role.contains("connected"));
                primary.await("ROLE", role -> role.contains(network + 10));
                String local = "redis://127.0.0.1:6379";
                try (ServerProcess node1 =
                                node(first.way(), "node1", network + 2, local, "--replicas", "1", "--sale", saleFile);
                        ServerProcess node2 = node(second.way(), "node2", network + 6, local);
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
                    isCut = false;
                    bought(shop2, "second");
                    for (Map.Entry<String, String> one : promised.entrySet()) {
                        assertThat(bought(shop2, one.getKey())).as(one.getKey()).isEqualTo(one.getValue());
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
            Wait.until("some are sold", () -> seatsByBuyer.size() >= SEATS / 4);
            isCut = true;
            between.pull();
        });
    }
}
