package dev.onsale.lab.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.FreePorts;
import dev.onsale.http.server.ProblemType;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nginx says when no node has answered: certainly not done, not known, or that reading changes nothing; in the nodes' own words. */
@Tag("servers")
class NginxLostTest {

    @TempDir
    private Path folder;

    private HttpResponse<String> ask(NodeAddress node, String asked) throws Exception {
        try (NginxProcess nginx =
                NginxProcess.start(NginxProcess.config(folder.resolve("nginx"), Balance.ROUND_ROBIN, List.of(node)))) {
            return ask(nginx, asked);
        }
    }

    private static HttpResponse<String> ask(NginxProcess nginx, String asked) throws Exception {
        List<String> words = List.of(asked.split(" ", -1));
        HttpRequest request = HttpRequest.newBuilder(nginx.url().resolve(words.get(1)))
                .timeout(Duration.ofSeconds(60))
                .method(
                        words.get(0),
                        words.get(0).equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/problem+json");
        assertThat(answer.headers().allValues("Retry-After")).containsExactly("1");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.body()).contains("\"status\":" + status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /buy/ticket",
                "POST /buy/ticket",
                "POST /v1/sales/g1/orders",
                "POST /v1/orders/0abc/payment",
                "DELETE /v1/orders/0abc",
                "POST /v1/sales",
                "PATCH /v1/sales/g1"
            })
    void whatANodeDiedOverMayHaveBeenDone(String asked) throws Exception {
        try (ScriptedNode dying = ScriptedNode.breaking()) {
            HttpResponse<String> answer = ask(dying.address(), asked);
            assertProblem(answer, 504);
            assertThat(answer.body())
                    .isEqualTo("{\"type\":\"" + ProblemType.UNKNOWN_OUTCOME.uri() + "\",\"title\":\""
                            + ProblemType.UNKNOWN_OUTCOME.title() + "\",\"status\":504,\"detail\":\""
                            + ProblemType.UNKNOWN_OUTCOME.meaning() + "\"}\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /buy/ticket",
                "POST /buy/ticket",
                "POST /v1/sales/g1/orders",
                "DELETE /v1/orders/0abc",
                "POST /v1/sales",
                "PATCH /v1/sales/g1"
            })
    void whatNoNodeHasSeenWasCertainlyNotDone(String asked) throws Exception {
        HttpResponse<String> answer = ask(new NodeAddress("127.0.0.1", FreePorts.one(), null), asked);
        assertProblem(answer, 503);
        assertThat(answer.body()).contains("\"type\":\"" + ProblemType.BUSY.uri() + "\"", "nothing was done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/sales", "GET /v1/orders/0abc", "GET /v1/sales/g1?from=a", "GET /"})
    void whatReadsChangesNothing(String asked) throws Exception {
        try (ScriptedNode dying = ScriptedNode.breaking()) {
            HttpResponse<String> answer = ask(dying.address(), asked);
            assertProblem(answer, 502);
            assertThat(answer.body()).contains("Reading changes nothing");
        }
        assertProblem(ask(new NodeAddress("127.0.0.1", FreePorts.one(), null), asked), 502);
    }

    /** The node is silent for longer than nginx waits. */
    @ParameterizedTest
    @ValueSource(
            strings = {"GET /v1/orders/0abc", "GET /buy/ticket", "POST /v1/sales/g1/orders", "DELETE /v1/orders/0abc"})
    void whatANodeIsSilentAboutMayHaveBeenDoneUnlessItReads(String asked) throws Exception {
        try (ScriptedNode silent = ScriptedNode.start(head -> {
                    Thread.sleep(Duration.ofSeconds(60));
                    return null;
                });
                NginxProcess nginx = NginxProcess.start(
                        NginxProcess.config(folder.resolve("nginx"), Balance.ROUND_ROBIN, List.of(silent.address())),
                        text -> text.replaceAll("proxy_read_timeout \\d+s", "proxy_read_timeout 1s"))) {
            HttpResponse<String> answer = ask(nginx, asked);
            boolean reads = asked.equals("GET /v1/orders/0abc");
            assertProblem(answer, 504);
            assertThat(answer.body())
                    .contains(
                            "\"type\":\"" + (reads ? ProblemType.TIMED_OUT : ProblemType.UNKNOWN_OUTCOME).uri() + "\"");
        }
    }

    @Test
    void aHeadOfAnOrderOnlyReads() throws Exception {
        try (ScriptedNode dying = ScriptedNode.breaking()) {
            assertThat(ask(dying.address(), "HEAD /v1/orders/0abc").statusCode())
                    .isEqualTo(502);
        }
    }
}
