package dev.onsale.lab.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who buys is not said by whoever comes from outside, unless nginx is told to let the header through. */
@Tag("servers")
class NginxBuyerHeaderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private NginxConfig config(ScriptedNode node) {
        return NginxProcess.config(folder.resolve("nginx"), Balance.ROUND_ROBIN, List.of(node.address()));
    }

    private void send(NginxProcess nginx, String path, String... headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(nginx.url().resolve(path))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .headers(headers)
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void whoBuysIsNotSaidFromOutside() throws Exception {
        String[] paths = {"/v1/sales/g1/orders", "/v1/sales/g1", "/v1/orders/x", "/v1/orders/x/payment", "/buy/ticket"};
        try (ScriptedNode node = ScriptedNode.answering();
                NginxProcess nginx = NginxProcess.start(config(node))) {
            for (String path : paths) {
                send(nginx, path, "Onsale-Buyer", "mallory", "onsale-buyer", "mallory", "Onsale_Buyer", "mallory");
            }
            assertThat(node.heads()).hasSize(paths.length).noneMatch(head -> head.contains("mallory"));
        }
        try (ScriptedNode node = ScriptedNode.answering();
                NginxProcess nginx = NginxProcess.start(trustingBuyerHeader(config(node)))) {
            for (String path : paths) {
                send(nginx, path, "Onsale-Buyer", "ann");
            }
            assertThat(node.heads()).hasSize(paths.length).allMatch(head -> head.contains("\r\nOnsale-Buyer: ann\r\n"));
        }
    }

    private static NginxConfig trustingBuyerHeader(NginxConfig config) {
        return new NginxConfig(
                config.nodes(),
                config.balance(),
                config.listens(),
                config.serverNames(),
                config.tls(),
                config.requestsPerSecond(),
                config.connectionsPerAddress(),
                config.trustedProxies(),
                true,
                config.folder());
    }
}
