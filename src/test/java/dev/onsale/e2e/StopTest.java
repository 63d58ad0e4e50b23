package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.Wait;
import dev.onsale.ledger.Order;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: in order, and bounded. */
@Tag("servers")
class StopTest {

    private static final int BUYERS = 32;
    private static final int ORDERS_BEFORE_STOP = 500;
    private static final int SIGTERM = 15;

    private static final String SALE = """
            id: night
            deduct: order
            tiers: [{id: hall, capacity: 1000000, price: 4000, currency: EUR}]
            """;

    @TempDir
    private Path folder;

    private final Map<String, String> seatsByOrder = new ConcurrentHashMap<>();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    @Test
    void inAFloodEveryOrderIsAnsweredOrWasNeverTaken() throws Exception {
        Path sale = Files.writeString(folder.resolve("night.yaml"), SALE);
        Path data = folder.resolve("data");
        CountDownLatch flooded = new CountDownLatch(ORDERS_BEFORE_STOP);
        try (ServerProcess server = ServerProcess.serve(data, "--no-demo", "--sale", sale.toString())) {
            try (Shop shop = new Shop(server.url());
                    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < BUYERS; i++) {
                    String buyer = "b" + i;
                    threads.execute(() -> orderUntilCutOff(shop, buyer, flooded));
                }
                flooded.await();
                server.requestStop();
                assertThat(server.await()).as(server.everythingSaid()).isZero();
            }
            assertThat(server.err()).noneMatch(line -> line.contains("Exception"));
        }

        assertThat(wrong).isEmpty();
        Map<String, Order> orders = Journals.orders(data);
        assertThat(orders.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Journals.seats(entry.getValue()))))
                .as("what was answered is what is in the journal")
                .containsExactlyInAnyOrderEntriesOf(seatsByOrder);
        assertThat(orders.values()).extracting(Order::key).doesNotContainAnyElementsOf(unanswered);
        Audits.assertClean(data);
    }

    private void orderUntilCutOff(Shop shop, String buyer, CountDownLatch flooded) {
        for (int n = 0; ; n++) {
            String key = buyer + "-" + n;
            try {
                Shop.Answer answer = shop.order("night", buyer, key, "hall", 1, null, null);
                if (answer.status() == 201) {
                    seatsByOrder.put(answer.text("id"), answer.seats());
                    flooded.countDown();
                } else if (answer.status() != 503) {
                    wrong.add(answer.toString());
                }
            } catch (IOException cutOff) {
                unanswered.add(key);
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Another program holds the order book, so a stop that waits for its last rows takes some seconds. */
    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.serve(data);
                Connection book = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("orders.db"));
                Statement lock = book.createStatement();
                Shop shop = new Shop(server.url())) {
            lock.execute("BEGIN IMMEDIATE");
            Shop.Answer bought = shop.buyTicket();
            server.requestStop();
            awaitRefusal(server.url());
            // Those that come right behind the first one are taken for the same one; sooner or later one is not.
            Wait.until("it has ended", () -> {
                server.requestStop();
                return !server.isAlive();
            });

            assertThat(server.await()).isEqualTo(128 + SIGTERM);
            assertThat(server.err()).anyMatch(line -> line.contains("stopped at once by a second signal"));
            assertThat(Journals.orders(data))
                    .containsKey(bought.body().path("data").path("id").asText());
        }
    }

    /** As timeout(1) sends them: to the process, and then to its group. */
    @Test
    void aSignalThatComesTwiceAtOnceIsOne() throws Exception {
        try (ServerProcess server = ServerProcess.serve(folder.resolve("data"))) {
            server.requestStop();
            server.requestStop();

            assertThat(server.await()).as(server.everythingSaid()).isZero();
        }
    }

    private static void awaitRefusal(URI url) throws IOException {
        Wait.until("nobody is let in any more", () -> {
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                return !socket.isConnected();
            } catch (java.net.ConnectException refused) {
                return true;
            }
        });
    }
}
