package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.onsale.ledger.Order;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that takes no more: the system's limit on the size of a file stands for it, since it makes the same write fail. The node
 * must end rather than answer what is not durable, and a start with room again must know everything that was answered.
 */
@Tag("servers")
class FullDiskTest {

    private static final int LEDGER_FAILED = 74;
    private static final int BUYERS = 8;

    /** The journal's log is made longer than that at once, so the limit is met when writing comes that far. */
    private static final int FILE_BYTES_MAX = 1 << 20;

    /** Orders of a buyer that surely do not fit, with at least a page of 4 KiB for each commit, which each buyer waits for. */
    private static final int ORDERS_MAX = 1_000;

    private static final String SALE = """
            id: night
            deduct: order
            tiers: [{id: hall, capacity: 1000000, price: 4000, currency: EUR}]
            """;

    @TempDir
    private Path folder;

    private final Map<String, String> seatsByOrder = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    @Test
    void theNodeEndsAndNothingAnsweredIsLost() throws Exception {
        Path data = folder.resolve("data");
        Path sale = Files.writeString(folder.resolve("night.yaml"), SALE);
        String[] serve = {"serve", "--port", "0", "--data", data.toString(), "--no-demo", "--sale", sale.toString()};
        try (ServerProcess server = ServerProcess.launch(Map.of(), serve);
                Shop shop = new Shop(server.url())) {
            limitFileSize(server.pid());
            Crowd.run(BUYERS, 1, (buyer, once) -> orderUntilCutOff(shop, "b" + buyer));

            assertThat(server.await()).as(server.everythingSaid()).isEqualTo(LEDGER_FAILED);
            assertThat(server.err())
                    .anyMatch(line -> line.startsWith("onsale: the ledger cannot go on: "))
                    .anyMatch(line -> line.startsWith("onsale: ended at once. Whatever was answered is safe"));
        }

        assertThat(wrong).isEmpty();
        assertThat(seatsByOrder).isNotEmpty();
        try (ServerProcess server = ServerProcess.launch(Map.of(), serve);
                Shop shop = new Shop(server.url())) {
            assertThat(shop.order("night", "late", "1", "hall", 1, null, null).status())
                    .isEqualTo(201);
            assertThat(server.terminate()).isZero();
        }
        Map<String, Order> orders = Journals.orders(data);
        assertThat(seatsByOrder).allSatisfy((id, seats) -> assertThat(Journals.seats(orders.get(id)))
                .isEqualTo(seats));
        Audits.assertClean(data);
    }

    private static void limitFileSize(long pid) throws Exception {
        List<String> command = List.of("prlimit", "--pid", "" + pid, "--fsize=" + FILE_BYTES_MAX);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
        } catch (IOException e) {
            fail("prlimit is needed and cannot be run: install it (Debian and Ubuntu: apt-get install util-linux)", e);
        }
    }

    private void orderUntilCutOff(Shop shop, String buyer) throws InterruptedException {
        for (int i = 0; i < ORDERS_MAX; i++) {
            try {
                Shop.Answer answer = shop.order("night", buyer, "k" + i, "hall", 1, null, null);
                if (answer.status() == 201) {
                    seatsByOrder.put(answer.text("id"), answer.seats());
                } else if (answer.status() == 503) {
                    return; // came when the ledger had given up, and was told that nothing was done
                } else {
                    wrong.add(answer.toString());
                    return;
                }
            } catch (IOException cutOff) {
                return;
            }
        }
        wrong.add(buyer + " was never cut off");
    }
}
