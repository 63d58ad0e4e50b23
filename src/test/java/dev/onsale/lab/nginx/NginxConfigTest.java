package dev.onsale.lab.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.onsale.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every configuration is one that the real nginx takes without a warning. */
@Tag("servers")
class NginxConfigTest {

    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> nginxTakesIt() throws Exception {
        List<NodeAddress> plain = List.of(NodeAddress.parse("127.0.0.1:3001"), NodeAddress.parse("[::1]:3002"));
        List<NodeAddress> weighted =
                List.of(NodeAddress.parse("127.0.0.1:3001=1"), NodeAddress.parse("localhost:3002=1000"));
        List<NginxConfig> configs = new ArrayList<>();
        for (Balance balance : Balance.values()) {
            List<NodeAddress> nodes = balance == Balance.ROUND_ROBIN ? plain : weighted;
            configs.add(config(nodes, balance, List.of("127.0.0.1:39999"), null, 100, 200, List.of()));
            configs.add(config(nodes, balance, List.of("39999"), null, 0, 0, List.of("10.0.0.0/8", "::1")));
        }
        configs.add(config(plain, Balance.LEAST_CONN, List.of("39999", "127.0.0.1:39998"), tls(), 5, 0, List.of()));
        configs.add(config(plain, Balance.LEAST_CONN, List.of("127.0.0.1:443"), tls(), 0, 5, List.of()));
        return configs.stream()
                .map(config -> dynamicTest(config.toString(), () -> assertThat(NginxProcess.complaint(config))
                        .isNull()));
    }

    private NginxConfig config(
            List<NodeAddress> nodes,
            Balance balance,
            List<String> listens,
            NginxConfig.Tls tls,
            int perSecond,
            int connections,
            List<String> proxies) {
        return new NginxConfig(
                nodes,
                balance,
                listens,
                List.of("tickets.example", "*.tickets.example"),
                tls,
                perSecond,
                connections,
                proxies,
                false,
                folder.resolve("nginx"));
    }

    @Test
    void aWeightStandsOnlyWhereOneWasGiven() {
        List<NodeAddress> nodes = List.of(NodeAddress.parse("a:1=7"), NodeAddress.parse("b:2"));

        assertThat(config(nodes, Balance.WEIGHTED, List.of("80"), null, 0, 0, List.of())
                        .text())
                .contains("server a:1 weight=7 max_fails", "server b:2 max_fails");
    }

    @Test
    void whoAsksByPlainHttpIsSentOnOnlyWhereHttpsIsAtItsUsualPort() {
        List<NodeAddress> nodes = List.of(NodeAddress.parse("a:1"));
        NginxConfig.Tls tls = new NginxConfig.Tls(Path.of("/c.pem"), Path.of("/k.pem"));

        assertThat(config(nodes, Balance.WEIGHTED, List.of("10.0.0.1:443"), tls, 0, 0, List.of())
                        .text())
                .contains("listen 10.0.0.1:443 ssl http2", "listen 10.0.0.1:80;", "return 308");
        assertThat(config(nodes, Balance.WEIGHTED, List.of("8443"), tls, 0, 0, List.of())
                        .text())
                .doesNotContain("return 308");
    }

    @Test
    void aNodeIsReachedOverTls() throws Exception {
        try (ScriptedNode node = ScriptedNode.answering()) {
            NginxConfig config = config(
                    List.of(node.address()),
                    Balance.WEIGHTED,
                    List.of("127.0.0.1:" + FreePorts.one()),
                    tls(),
                    0,
                    0,
                    List.of());
            try (NginxProcess nginx = NginxProcess.start(config);
                    HttpClient client =
                            HttpClient.newBuilder().sslContext(trusting()).build()) {
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create("https://localhost:" + nginx.port() + "/buy/ticket"))
                        .timeout(Duration.ofSeconds(60))
                        .build();
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

                assertThat(answer.body()).isEqualTo("yes");
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(node.heads()).singleElement().asString().contains("X-Forwarded-Proto: https\r\n");
            }
        }
    }

    /** A certificate for localhost that nobody but this test believes, as nginx reads it. */
    private NginxConfig.Tls tls() throws Exception {
        KeyStore store = store();
        Path certificate = Files.writeString(
                folder.resolve("certificate.pem"),
                pem("CERTIFICATE", store.getCertificate("onsale").getEncoded()));
        Path key = Files.writeString(
                folder.resolve("key.pem"),
                pem("PRIVATE KEY", store.getKey("onsale", PASSWORD).getEncoded()));
        return new NginxConfig.Tls(certificate, key);
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }

    private KeyStore store() throws Exception {
        Path file = folder.resolve("store.p12");
        if (!Files.exists(file)) {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "onsale",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "SAN=dns:localhost",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            new String(PASSWORD))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("keytool.out").toFile())
                    .start();
            assertThat(keytool.waitFor()).isZero();
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("onsale", store().getCertificate("onsale"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void theSameIsSaidEachTime() throws IOException {
        NginxConfig config =
                config(List.of(NodeAddress.parse("a:1")), Balance.WEIGHTED, List.of("80"), null, 1, 1, List.of());

        assertThat(config.text()).isEqualTo(config.text()).doesNotContain("{{", "null", "\n\n\n");
    }
}
