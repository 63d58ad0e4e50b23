package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A seat is taken leg by leg. */
@Tag("servers")
class SharedSeatTest {

    private static final int SEATS = 20;
    private static final String SALE = """
            id: train
            stops: ["1", "2", "3", "4", "5"]
            tiers:
              - id: second
                capacity: 20
                price: 400
                currency: EUR
                fares: [{from: "1", to: "3", price: 250}]
            """;

    @TempDir
    private Path folder;

    @Test
    void twoJourneysThatMeetShareASeatAndOverlappingOnesNeverDo() throws Exception {
        Path sale = Files.writeString(folder.resolve("train.yaml"), SALE);
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.serve(data, "--no-demo", "--sale", sale.toString());
                Shop shop = new Shop(server.url())) {
            for (int i = 1; i < SEATS; i++) {
                assertThat(order(shop, "full-" + i, "1", "5").status()).isEqualTo(201);
            }
            // One seat is left. It goes from 1 to 3 and, for somebody else, from 3 to 5.
            Shop.Answer first = order(shop, "ann", "1", "3");
            Shop.Answer second = order(shop, "bob", "3", "5");
            assertThat(first.status()).isEqualTo(201);
            assertThat(second.status()).isEqualTo(201);
            assertThat(second.seats()).isEqualTo(first.seats());
            assertThat(first.body().path("amount").path("value").asInt()).isEqualTo(250);
            assertThat(second.body().path("amount").path("value").asInt()).isEqualTo(400);

            for (int from = 1; from < 5; from++) {
                for (int to = from + 1; to <= 5; to++) {
                    Shop.Answer none = order(shop, "late", "" + from, "" + to);
                    assertThat(none.status()).isEqualTo(409);
                    assertThat(none.text("type")).endsWith("sold_out");
                }
            }

            // Ann gives her part back: it is for sale again, and only that part.
            assertThat(shop.ask(
                                    "DELETE",
                                    "/v1/orders/" + first.text("id"),
                                    java.util.Map.of("Onsale-Buyer", "ann"),
                                    null)
                            .status())
                    .isEqualTo(200);
            assertThat(order(shop, "carol", "2", "4").text("type")).endsWith("sold_out");
            assertThat(order(shop, "carol", "2", "3").seats()).isEqualTo(first.seats());
            server.terminate();
        }
        Set<Integer> seats = new HashSet<>();
        Journals.orders(data).values().forEach(order -> seats.add(order.seats().number(0)));
        assertThat(seats).hasSize(SEATS);
        Audits.assertClean(data);
    }

    private static Shop.Answer order(Shop shop, String buyer, String from, String to) throws Exception {
        return shop.order("train", buyer, from + "-" + to, "second", 1, from, to);
    }
}
