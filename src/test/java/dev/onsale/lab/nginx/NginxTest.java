package dev.onsale.lab.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nginx does with the configuration, in front of nodes that do as the test says. */
@Tag("servers")
class NginxTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 20;

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private NginxConfig config(ScriptedNode... nodes) {
        return NginxProcess.config(
                folder.resolve("nginx"),
                Balance.ROUND_ROBIN,
                Stream.of(nodes).map(ScriptedNode::address).toList());
    }

    private HttpResponse<String> send(NginxProcess nginx, String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(nginx.url().resolve(path))
                .timeout(PATIENCE)
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString("{}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private List<Integer> statuses(NginxProcess nginx, String method, String path, int times) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            statuses.add(send(nginx, method, path).statusCode());
        }
        return statuses;
    }

    @Test
    void anOrderOrAPaymentThatANodeDiedOverIsAskedOfTheNextNode() throws Exception {
        for (String path : List.of("/v1/sales/g1/orders", "/v1/orders/0abc/payment")) {
            try (ScriptedNode dying = ScriptedNode.breaking();
                    ScriptedNode living = ScriptedNode.answering();
                    NginxProcess nginx = NginxProcess.start(config(dying, living))) {
                assertThat(statuses(nginx, "POST", path, ROUNDS)).containsOnly(200);
                assertThat(dying.requests()).isPositive();
                assertThat(living.requests()).isEqualTo(ROUNDS);
            }
        }
    }

    @Test
    void aTicketThatANodeDiedOverIsNotBoughtASecondTime() throws Exception {
        for (String method : List.of("GET", "POST")) {
            try (ScriptedNode dying = ScriptedNode.breaking();
                    ScriptedNode living = ScriptedNode.answering();
                    NginxProcess nginx = NginxProcess.start(config(dying, living))) {
                assertThat(statuses(nginx, method, "/buy/ticket", ROUNDS))
                        .contains(504)
                        .containsOnly(200, 504);
                assertThat(dying.requests()).isPositive();
                assertThat(dying.requests() + living.requests()).isEqualTo(ROUNDS);
            }
        }
    }

    @Test
    void anOperatorsChangeThatANodeDiedOverIsNotMadeASecondTime() throws Exception {
        try (ScriptedNode dying = ScriptedNode.breaking();
                ScriptedNode living = ScriptedNode.answering();
                NginxProcess nginx = NginxProcess.start(config(dying, living))) {
            List<Integer> statuses = statuses(nginx, "PATCH", "/v1/sales/g1", ROUNDS);
            statuses.addAll(statuses(nginx, "POST", "/v1/sales", ROUNDS));

            assertThat(statuses).contains(504).containsOnly(200, 504);
            assertThat(dying.requests() + living.requests()).isEqualTo(2 * ROUNDS);
        }
    }

    /** Nothing was sent to a node that is not there, so everything goes to one that is, tickets and operators' changes too. */
    @Test
    void whatNoNodeHasSeenIsAskedOfAnother() throws Exception {
        try (ScriptedNode living = ScriptedNode.answering()) {
            List<NodeAddress> nodes = List.of(
                    new NodeAddress("127.0.0.1", FreePorts.one(), null),
                    new NodeAddress("127.0.0.1", FreePorts.one(), null),
                    new NodeAddress("127.0.0.1", FreePorts.one(), null),
                    living.address());
            try (NginxProcess nginx =
                    NginxProcess.start(NginxProcess.config(folder.resolve("nginx"), Balance.ROUND_ROBIN, nodes))) {
                assertThat(statuses(nginx, "GET", "/buy/ticket", ROUNDS)).containsOnly(200);
                assertThat(statuses(nginx, "POST", "/buy/ticket", ROUNDS)).containsOnly(200);
                assertThat(statuses(nginx, "PATCH", "/v1/sales/g1", ROUNDS)).containsOnly(200);
            }
            assertThat(living.requests()).isEqualTo(3 * ROUNDS);
        }
    }

    /** Overload is no failure: nobody else is asked, and the node stays in. */
    @Test
    void aBusyNodesAnswerIsTheBuyersAnswer() throws Exception {
        try (ScriptedNode busy = ScriptedNode.start(
                        head -> "HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 4\r\n\r\nbusy");
                ScriptedNode other = ScriptedNode.answering();
                NginxProcess nginx = NginxProcess.start(config(busy, other))) {
            assertThat(statuses(nginx, "POST", "/v1/sales/g1/orders", ROUNDS))
                    .filteredOn(status -> status == 503)
                    .hasSize(ROUNDS / 2);
            assertThat(busy.requests()).isEqualTo(ROUNDS / 2);
            assertThat(other.requests()).isEqualTo(ROUNDS / 2);
        }
    }

    @Test
    void aReadThatMayBeKeptIsFetchedOnce() throws Exception {
        String[] headers = {"Cache-Control: max-age=3600", "ETag: \"e1\""};
        try (ScriptedNode node = ScriptedNode.answering(headers);
                NginxProcess nginx = NginxProcess.start(config(node))) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                HttpRequest request = HttpRequest.newBuilder(nginx.url().resolve("/v1/sales/g1?from=a"))
                        .timeout(PATIENCE)
                        .build();
                answers.add(client.sendAsync(request, BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body())
                        .isEqualTo("yes");
            }
            assertThat(send(nginx, "GET", "/v1/sales/g1?from=a", "If-None-Match", "\"e1\"")
                            .statusCode())
                    .isEqualTo(304);
            assertThat(node.requests()).isEqualTo(1);

            send(nginx, "GET", "/v1/sales/g1?from=b");
            assertThat(node.requests()).isEqualTo(2);
        }
    }

    @Test
    void nothingIsKeptThatDoesNotAllowIt() throws Exception {
        try (ScriptedNode node = ScriptedNode.answering("ETag: \"e1\"");
                NginxProcess nginx = NginxProcess.start(config(node))) {
            statuses(nginx, "GET", "/v1/sales/g1", 5);
            assertThat(node.requests()).isEqualTo(5);
        }
        // An order is its buyer's alone, whatever its answer says.
        try (ScriptedNode node = ScriptedNode.answering("Cache-Control: max-age=3600");
                NginxProcess nginx = NginxProcess.start(config(node))) {
            statuses(nginx, "GET", "/v1/orders/0abc", 5);
            statuses(nginx, "GET", "/buy/ticket", 5);
            assertThat(node.requests()).isEqualTo(10);
        }
    }

    @Test
    void connectionsToTheNodesStayOpen() throws Exception {
        try (ScriptedNode node = ScriptedNode.answering()) {
            // One worker process: each has connections of its own.
            try (NginxProcess nginx = NginxProcess.start(
                    config(node), text -> text.replace("worker_processes auto", "worker_processes 1"))) {
                assertThat(statuses(nginx, "GET", "/buy/ticket", ROUNDS)).containsOnly(200);
            }
            assertThat(node.requests()).isEqualTo(ROUNDS);
            assertThat(node.connections()).isEqualTo(1);
        }
    }

    @Test
    void theNodesHearTheBuyersAddressAndNotWhatTheBuyerClaims() throws Exception {
        try (ScriptedNode node = ScriptedNode.answering()) {
            try (NginxProcess nginx = NginxProcess.start(config(node))) {
                send(nginx, "GET", "/buy/ticket", "X-Forwarded-For", "203.0.113.7");
            }
            NginxConfig behindProxy = with(config(node), 0, 0, List.of("127.0.0.0/8"));
            try (NginxProcess nginx = NginxProcess.start(behindProxy)) {
                send(nginx, "GET", "/buy/ticket", "X-Forwarded-For", "203.0.113.7");
            }
            assertThat(node.heads().get(0))
                    .contains("X-Forwarded-For: 127.0.0.1\r\n")
                    .doesNotContain("203.0.113.7");
            assertThat(node.heads().get(1)).contains("X-Forwarded-For: 203.0.113.7\r\n");
        }
    }

    private static NginxConfig with(NginxConfig config, int perSecond, int connections, List<String> proxies) {
        return new NginxConfig(
                config.nodes(),
                config.balance(),
                config.listens(),
                config.serverNames(),
                config.tls(),
                perSecond,
                connections,
                proxies,
                config.trustBuyerHeader(),
                config.folder());
    }

    @Test
    void tooManyRequestsOfOneAddressAreTurnedAway() throws Exception {
        try (ScriptedNode node = ScriptedNode.answering();
                NginxProcess nginx = NginxProcess.start(with(config(node), 1, 0, List.of()))) {
            // One a second and two more at once: so many in a row can only pass if there is no limit, however slow this
            // goes.
            HttpResponse<String> refused = null;
            for (int i = 0; i < 2_000 && refused == null; i++) {
                HttpResponse<String> answer = send(nginx, "GET", "/buy/ticket");
                refused = answer.statusCode() == 429 ? answer : null;
            }
            assertThat(refused).isNotNull();
            assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(refused.body()).contains("\"status\":429");
        }
    }

    @Test
    void tooManyRequestsUnderWayOfOneAddressAreTurnedAway() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedNode node = ScriptedNode.start(head -> {
                    asked.countDown();
                    go.await();
                    return ScriptedNode.ok();
                });
                NginxProcess nginx = NginxProcess.start(with(config(node), 0, 2, List.of()))) {
            HttpRequest request = HttpRequest.newBuilder(nginx.url().resolve("/buy/ticket"))
                    .timeout(PATIENCE)
                    .build();
            CompletableFuture<HttpResponse<String>> first = client.sendAsync(request, BodyHandlers.ofString());
            CompletableFuture<HttpResponse<String>> second = client.sendAsync(request, BodyHandlers.ofString());
            assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

            assertThat(send(nginx, "GET", "/buy/ticket").statusCode()).isEqualTo(429);
            go.countDown();
            assertThat(first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode())
                    .isEqualTo(200);
            assertThat(second.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aBodyThatNoNodeWouldTakeStopsHere() throws Exception {
        try (ScriptedNode node = ScriptedNode.answering();
                NginxProcess nginx = NginxProcess.start(config(node))) {
            assertThat(post(nginx, "/v1/sales/g1/orders", 9_000)).isEqualTo(413);
            assertThat(post(nginx, "/buy/ticket", 9_000)).isEqualTo(413);
            assertThat(post(nginx, "/v1/sales", 5 * 1024 * 1024)).isEqualTo(413);
            assertThat(node.requests()).isZero();

            assertThat(post(nginx, "/v1/sales/g1/orders", 8_000)).isEqualTo(200);
            assertThat(post(nginx, "/v1/sales", 4 * 1024 * 1024)).isEqualTo(200);
        }
    }

    private int post(NginxProcess nginx, String path, int bytes) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(nginx.url().resolve(path))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes]))
                .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }

    @Test
    void eachEventOfTheLiveFeedGoesThroughAtOnce() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        try (ScriptedNode node = ScriptedNode.start(head -> String.join(
                        "\r\n",
                        "HTTP/1.1 200 OK",
                        "Content-Type: text/event-stream",
                        "Transfer-Encoding: chunked",
                        "",
                        "9",
                        "data: 1\n\n",
                        ""));
                NginxProcess nginx = NginxProcess.start(config(node));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), nginx.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write("GET /v1/sales/g1/live HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            // The answer has no end, so a line that comes has not waited for it.
            for (String line = lines.readLine(); line != null && heard.getCount() > 0; ) {
                if (line.equals("data: 1")) {
                    heard.countDown();
                } else {
                    line = lines.readLine();
                }
            }
            assertThat(heard.getCount()).isZero();
        }
    }

    @Test
    void figuresAreNotForBuyers() throws Exception {
        try (ScriptedNode node = ScriptedNode.answering();
                NginxProcess nginx = NginxProcess.start(config(node))) {
            assertThat(send(nginx, "GET", "/metrics").statusCode()).isEqualTo(404);
            assertThat(node.requests()).isZero();
        }
    }

    @Test
    void oneAddressStaysOnOneNode() throws Exception {
        try (ScriptedNode a = ScriptedNode.answering();
                ScriptedNode b = ScriptedNode.answering();
                ScriptedNode c = ScriptedNode.answering()) {
            List<ScriptedNode> nodes = List.of(a, b, c);
            NginxConfig config = NginxProcess.config(
                    folder.resolve("nginx"),
                    Balance.IP_HASH,
                    nodes.stream().map(ScriptedNode::address).toList());
            try (NginxProcess nginx = NginxProcess.start(config)) {
                for (int address = 1; address <= 16; address++) {
                    int[] before = requests(nodes);
                    for (int i = 0; i < 4; i++) {
                        assertThat(get(nginx.url(), "127.0.0." + address)).startsWith("HTTP/1.1 200");
                    }
                    int[] after = requests(nodes);
                    assertThat(Stream.of(0, 1, 2).filter(node -> after[node] == before[node] + 4))
                            .hasSize(1);
                }
                // Neighbours do not all land on the same one, as they would by their first three bytes.
                assertThat(Stream.of(0, 1, 2).filter(node -> requests(nodes)[node] > 0))
                        .hasSizeGreaterThan(1);
            }
        }
    }

    private static int[] requests(List<ScriptedNode> nodes) {
        return nodes.stream().mapToInt(ScriptedNode::requests).toArray();
    }

    /** Asks for a ticket from an address of this machine's own, and returns the first line of the answer. */
    private static String get(URI url, String from) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write("GET /buy/ticket HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
