package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The article's rush on a first start: 12,000 requests for 10,000 tickets. */
@Tag("servers")
class RushTest {

    private static final int REQUESTS = 12_000;
    private static final int TICKETS = 10_000;
    private static final int CONNECTIONS = 100;

    @TempDir
    private Path folder;

    @Test
    void apacheBenchGetsEveryTicketOnceAndNoFailure() throws Exception {
        Path data = folder.resolve("data");
        Path statLog = folder.resolve("stat.log");
        String report;
        try (ServerProcess server = ServerProcess.serve(data, "--stat-log", statLog.toString())) {
            report = ab("-n", "" + REQUESTS, "-c", "" + CONNECTIONS, server.url() + "buy/ticket");
            assertThat(server.terminate()).isZero();
        }

        assertThat(report).containsPattern("Complete requests: +" + REQUESTS + "\n");
        assertThat(report).containsPattern("Failed requests: +0\n");
        assertThat(report).doesNotContain("Non-2xx responses");
        List<String> lines = Files.readAllLines(statLog);
        assertThat(lines)
                .filteredOn(line -> line.matches("result:1,localSales:\\d+"))
                .hasSize(TICKETS);
        // Answers of different event loops overtake each other by a little: one that says "sold out" may be taken down
        // before
        // the last that sold a ticket, and then counts fewer than all.
        assertThat(lines)
                .filteredOn(line -> line.matches("result:0,localSales:\\d+"))
                .hasSize(REQUESTS - TICKETS)
                .endsWith("result:0,localSales:" + TICKETS);
        assertThat(lines).hasSize(REQUESTS);
        assertEverySeatOnce(data);
        Audits.assertClean(data);
    }

    @Test
    void everyAnswerSaysSo() throws Exception {
        Path data = folder.resolve("data");
        ConcurrentLinkedQueue<String> seats = new ConcurrentLinkedQueue<>();
        AtomicInteger soldOut = new AtomicInteger();
        ConcurrentLinkedQueue<String> others = new ConcurrentLinkedQueue<>();
        try (ServerProcess server = ServerProcess.serve(data);
                Shop shop = new Shop(server.url())) {
            Crowd.run(CONNECTIONS, REQUESTS / CONNECTIONS, (buyer, round) -> {
                Shop.Answer answer = shop.buyTicket();
                int code = answer.status() == 200 ? answer.body().path("code").asInt() : answer.status();
                switch (code) {
                    case 1 ->
                        seats.add(
                                answer.body().path("data").path("seats").path(0).asText());
                    case -1 -> soldOut.incrementAndGet();
                    default -> others.add(code + " " + answer.body());
                }
            });
            assertThat(server.terminate()).isZero();
        }

        assertThat(others).isEmpty();
        assertThat(soldOut).hasValue(REQUESTS - TICKETS);
        assertThat(seats)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, TICKETS)
                        .mapToObj(Integer::toString)
                        .toList());
        assertEverySeatOnce(data);
        Audits.assertClean(data);
    }

    private static void assertEverySeatOnce(Path data) {
        assertThat(Journals.orders(data).values())
                .hasSize(TICKETS)
                .allSatisfy(order -> assertThat(order.seats().count()).isEqualTo(1))
                .extracting(order -> order.seats().number(0))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, TICKETS).boxed().toList());
    }

    private static String ab(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ab", "-q"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return fail(
                    "ab is needed and cannot be run: install it (Debian and Ubuntu: apt-get install apache2-utils)", e);
        }
        try {
            String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(report).isZero();
            return report;
        } finally {
            process.destroyForcibly();
        }
    }
}
