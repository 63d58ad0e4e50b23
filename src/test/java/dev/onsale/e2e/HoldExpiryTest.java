package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one test that looks at a clock: a seat has to be back on sale within a second of its hold's deadline. */
@Tag("alone")
@Tag("servers")
class HoldExpiryTest {

    private static final String SALE = """
            id: train
            deduct: hold
            holdSeconds: 2
            stops: [A, B, C]
            tiers: [{id: second, capacity: 1, price: 100, currency: EUR}]
            """;

    private static final long LATE_MILLIS_MAX = 1_000;
    private static final long ASK_EVERY_MILLIS = 20;

    @TempDir
    private Path folder;

    @Test
    void anUnpaidSeatIsSellableAgainWithinASecondOfItsDeadline() throws Exception {
        Path sale = Files.writeString(folder.resolve("train.yaml"), SALE);
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.serve(data, "--no-demo", "--sale", sale.toString());
                Shop shop = new Shop(server.url())) {
            Shop.Answer held = shop.order("train", "ann", "1", "second", 1, "A", "C");
            assertThat(held.status()).isEqualTo(201);
            long deadline = Instant.parse(held.text("expiresAt")).toEpochMilli();

            Shop.Answer bobs = null;
            long refusedAt = 0;
            // Bounded: a seat that never comes back has to fail, and not to hang.
            while (bobs == null && System.currentTimeMillis() < deadline + 10 * LATE_MILLIS_MAX) {
                long asked = System.currentTimeMillis();
                Shop.Answer answer = shop.order("train", "bob", "1", "second", 1, "B", "C");
                if (answer.status() == 201) {
                    bobs = answer;
                } else {
                    assertThat(answer.text("type")).endsWith("sold_out");
                    refusedAt = asked;
                    TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MILLIS);
                }
            }

            assertThat(bobs).as("Bob's order").isNotNull();
            assertThat(refusedAt)
                    .as("while Ann's hold lasts, nobody else gets her seat")
                    .isPositive();
            assertThat(Instant.parse(bobs.text("placedAt")).toEpochMilli()).isGreaterThanOrEqualTo(deadline);
            // By the last who was refused, and not by the first who was sold to: that one may have come late for other
            // reasons.
            assertThat(refusedAt - deadline)
                    .as("milliseconds after the deadline")
                    .isLessThanOrEqualTo(LATE_MILLIS_MAX);
            assertThat(bobs.seats()).isEqualTo(held.seats());
            assertThat(shop.find(held.text("id"), "ann").text("state")).isEqualTo("expired");
            server.terminate();
        }
        Audits.assertClean(data);
    }
}
