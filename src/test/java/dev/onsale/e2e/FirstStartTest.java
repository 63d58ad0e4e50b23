package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start makes, and what the next one finds. */
@Tag("servers")
class FirstStartTest {

    @TempDir
    private Path folder;

    private static List<String> sales(Shop shop) throws Exception {
        List<String> ids = new ArrayList<>();
        for (JsonNode sale : shop.get("/v1/sales").body().path("sales")) {
            ids.add(sale.path("id").asText());
        }
        return ids;
    }

    @Test
    void theFirstStartOpensTheDemoAndTheSecondOneFindsEverything() throws Exception {
        Path data = folder.resolve("a/data");
        Path token = data.resolve("operator-token");
        String firstToken;
        Shop.Answer bought;
        try (ServerProcess server = ServerProcess.serve(data);
                Shop shop = new Shop(server.url())) {
            assertThat(server.out().getLast()).isEqualTo(server.url().toString());
            assertThat(server.out()).anyMatch(line -> line.contains(data + " (new)"));
            assertThat(server.out()).anyMatch(line -> line.contains("rush, g1"));
            assertThat(server.out()).anyMatch(line -> line.contains(token.toString()));
            assertThat(server.out()).anyMatch(line -> line.matches("Buyers +by the header Onsale-Buyer, as no key .*"));
            assertThat(server.err()).anyMatch(line -> line.startsWith("WARNING: no key for buyers' tokens is set"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .isEqualTo("rwx------");
            firstToken = Files.readString(token);
            assertThat(sales(shop)).containsExactly("g1", "rush");
            bought = shop.buyTicket();
            assertThat(bought.body().path("code").asInt()).isEqualTo(1);
            assertThat(shop.order("g1", "ann", "1", "second", 1, "北京南", "南京南").status())
                    .isEqualTo(201);
            assertThat(server.terminate()).isZero();
        }
        try (ServerProcess server = ServerProcess.serve(data);
                Shop shop = new Shop(server.url())) {
            assertThat(server.out().getLast()).isEqualTo(server.url().toString());
            assertThat(server.out()).noneMatch(line -> line.contains("(new)") || line.startsWith("Opened"));
            assertThat(server.out()).anyMatch(line -> line.matches("Recovered +4 events .*"));
            assertThat(token).hasContent(firstToken.strip());
            assertThat(sales(shop)).containsExactly("g1", "rush");
            assertThat(shop.get("/v1/sales/rush")
                            .body()
                            .path("tiers")
                            .path(0)
                            .path("free")
                            .asInt())
                    .isEqualTo(9_999);
            assertThat(shop.buyTicket()
                            .body()
                            .path("data")
                            .path("seats")
                            .path(0)
                            .asText())
                    .isNotEqualTo(
                            bought.body().path("data").path("seats").path(0).asText());
            assertThat(server.terminate()).isZero();
        }
        Audits.assertCommandFindsNothing(data);
    }

    @Test
    void withoutTheDemoNothingIsForSale() throws Exception {
        try (ServerProcess server = ServerProcess.serve(folder.resolve("data"), "--no-demo");
                Shop shop = new Shop(server.url())) {
            assertThat(sales(shop)).isEmpty();
            assertThat(shop.buyTicket().body().path("code").asInt()).isEqualTo(-1);
            assertThat(shop.get("/readyz").status()).isEqualTo(200);
        }
    }

    @Test
    void aSaleFileIsOpenedOnceAndStaysAnOperatorsToChange() throws Exception {
        Path data = folder.resolve("data");
        Path sale = Files.writeString(
                folder.resolve("night.yaml"),
                "id: night\ntiers: [{id: hall, capacity: 10, price: 1, currency: EUR}]\n");
        try (ServerProcess server = ServerProcess.serve(data, "--no-demo", "--sale", sale.toString());
                Shop shop = new Shop(server.url())) {
            assertThat(sales(shop)).containsExactly("night");
            String token = Files.readString(data.resolve("operator-token")).strip();
            Shop.Answer changed = shop.ask(
                    "PATCH",
                    "/v1/sales/night",
                    Map.of("Authorization", "Bearer " + token),
                    "{\"addStock\":{\"hall\":5}}");
            assertThat(changed.status()).as("%s", changed).isEqualTo(200);
            server.terminate();
        }
        try (ServerProcess server = ServerProcess.serve(data, "--no-demo", "--sale", sale.toString());
                Shop shop = new Shop(server.url())) {
            assertThat(shop.get("/v1/sales/night")
                            .body()
                            .path("tiers")
                            .path(0)
                            .path("capacity")
                            .asInt())
                    .isEqualTo(15);
        }
    }

    @Test
    void theOperatorsTokenOfTheEnvironmentIsTakenAndNotWritten() throws Exception {
        Path data = folder.resolve("data");
        String token = "token-of-the-environment";
        try (ServerProcess server = ServerProcess.begin(Map.of("ONSALE_OPERATOR_TOKEN", token), data);
                Shop shop = new Shop(server.url())) {
            assertThat(shop.ask("GET", "/v1/orders", Map.of("Authorization", "Bearer " + token), null)
                            .status())
                    .isEqualTo(200);
            assertThat(shop.ask("GET", "/v1/orders", Map.of("Authorization", "Bearer x" + token), null)
                            .status())
                    .isEqualTo(401);
            assertThat(server.everythingSaid()).doesNotContain(token);
        }
        assertThat(data.resolve("operator-token")).doesNotExist();
    }

    @Test
    void withAKeyTheHeaderIsNotTrusted() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.begin(Map.of("ONSALE_JWT_SECRET", "s".repeat(32)), data);
                Shop shop = new Shop(server.url())) {
            assertThat(server.err()).noneMatch(line -> line.startsWith("WARNING"));
            assertThat(server.out()).anyMatch(line -> line.matches("Buyers +by tokens that the shop has signed"));
            assertThat(shop.order("g1", "ann", "1", "second", 1, "北京南", "南京南").status())
                    .isEqualTo(401);
            assertThat(shop.buyTicket().body().toString()).contains("\"code\":-1", "请先登录");
        }
    }

    @Test
    void guestsAreForTheAsking() throws Exception {
        try (ServerProcess server = ServerProcess.begin(
                        Map.of("ONSALE_JWT_SECRET", "s".repeat(32)), folder.resolve("keyed"), "--guests");
                Shop shop = new Shop(server.url())) {
            assertThat(shop.buyTicket().body().path("code").asInt()).isEqualTo(1);
        }
        try (ServerProcess server = ServerProcess.serve(folder.resolve("trusting"), "--no-guests");
                Shop shop = new Shop(server.url())) {
            assertThat(shop.buyTicket().body().toString()).contains("\"code\":-1", "请先登录");
        }
    }

    @Test
    void fromOutsideBuyersAreWhoeverAHeaderSaysOnlyWhenToldSo() throws Exception {
        try (ServerProcess server =
                        ServerProcess.serve(folder.resolve("data"), "--host", "0.0.0.0", "--trust-buyer-header");
                Shop shop = new Shop(server.url())) {
            assertThat(server.err()).anyMatch(line -> line.startsWith("WARNING: no key for buyers' tokens is set"));
            assertThat(shop.order("g1", "ann", "1", "second", 1, "北京南", "南京南").status())
                    .isEqualTo(201);
        }
    }

    @Test
    void withoutAFolderTheUsersIsTaken() throws Exception {
        try (ServerProcess server =
                ServerProcess.launch(Map.of("XDG_DATA_HOME", folder.toString()), "serve", "--port", "0")) {
            server.url();
        }
        assertThat(folder.resolve("onsale/journal.db")).exists();
    }
}
