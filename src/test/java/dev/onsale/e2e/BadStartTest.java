package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A start that cannot be: one sentence, an exit code, and nothing changed. */
@Tag("servers")
class BadStartTest {

    private static final String NIGHT = "id: night\ntiers: [{id: hall, capacity: 10, price: 1, currency: EUR}]\n";

    /** What a start says, beside what is wrong, where it takes more than a second or two. */
    private static final Pattern OF_SLOW_MACHINES =
            Pattern.compile(" INFO EmbeddedLedger - Reading what was sold so far| WARN BlockedThreadChecker - ");

    @TempDir
    private Path folder;

    /** Starts a server that must not start. Returns what it said on stderr. */
    private static List<String> refused(int code, String... arguments) throws Exception {
        return refused(code, Map.of(), arguments);
    }

    private static List<String> refused(int code, Map<String, String> environment, String... arguments)
            throws Exception {
        try (ServerProcess server = ServerProcess.launch(environment, arguments)) {
            assertThat(server.await()).as(server.everythingSaid()).isEqualTo(code);
            assertThat(server.out()).as(server.everythingSaid()).isEmpty();
            return server.err().stream()
                    .filter(line -> !OF_SLOW_MACHINES.matcher(line).find())
                    .toList();
        }
    }

    private static List<String> refusedServe(Path data, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0", "--data", data.toString()));
        arguments.addAll(List.of(more));
        return refused(1, arguments.toArray(String[]::new));
    }

    private record Wrong(String name, Map<String, String> environment, List<String> options, String sentence) {}

    @TestFactory
    Stream<DynamicTest> wrongOptionsEndWithTwoAndSayWhereHelpIs() {
        return Stream.of(
                        new Wrong(
                                "port",
                                Map.of(),
                                List.of("--port", "70000"),
                                "--port must be 0 to 65535, but is 70000"),
                        new Wrong("no number", Map.of(), List.of("--port", "http"), "'http' is not an int"),
                        new Wrong("no value", Map.of(), List.of("--port"), "'--port'"),
                        new Wrong("replicas", Map.of(), List.of("--replicas", "1"), "--replicas needs a Redis"),
                        new Wrong("unknown", Map.of(), List.of("--prot", "1"), "Unknown option"),
                        new Wrong(
                                "buyers by hearsay",
                                Map.of(),
                                List.of("--host", "0.0.0.0"),
                                "--host lets others than this machine reach a node that knows no key"),
                        new Wrong(
                                "header and key",
                                Map.of("ONSALE_JWT_SECRET", "s".repeat(32)),
                                List.of("--host", "0.0.0.0", "--trust-buyer-header"),
                                "--trust-buyer-header does not go with a key"),
                        new Wrong(
                                "audience of no token",
                                Map.of("ONSALE_JWT_AUDIENCE", "tickets"),
                                List.of(),
                                "--jwt-audience is of no use without a key"),
                        new Wrong(
                                "token",
                                Map.of("ONSALE_OPERATOR_TOKEN", "short"),
                                List.of(),
                                "ONSALE_OPERATOR_TOKEN must be 16 to 256"))
                .map(wrong -> dynamicTest(wrong.name(), () -> {
                    Path data = folder.resolve("data");
                    List<String> arguments = new ArrayList<>(List.of("serve", "--data", data.toString()));
                    arguments.addAll(wrong.options());
                    List<String> said = refused(2, wrong.environment(), arguments.toArray(String[]::new));
                    assertThat(said.getFirst()).startsWith("onsale: ").contains(wrong.sentence());
                    assertThat(said.getLast()).isEqualTo("Try: onsale serve --help");
                    assertThat(folder).isEmptyDirectory();
                }));
    }

    private record BadFile(String name, String text, String sentence) {}

    @TestFactory
    Stream<DynamicTest> badSaleFilesEndWithOneAndMakeNothing() {
        return Stream.of(
                        new BadFile("type.yaml", NIGHT.replace("10", "ten"), ", line 2: tiers[0].capacity must be "),
                        new BadFile("field.yaml", NIGHT + "colour: red\n", ", line 3: colour is not a known field"),
                        new BadFile("syntax.json", "{\"id\": }", ", line 1: is not well-formed"))
                .map(bad -> dynamicTest(bad.name(), () -> {
                    Path good = Files.writeString(folder.resolve("good.yaml"), NIGHT);
                    Path file = Files.writeString(folder.resolve(bad.name()), bad.text());
                    Path data = folder.resolve("data");
                    List<String> said = refusedServe(data, "--sale", good.toString(), "--sale", file.toString());
                    assertThat(said).hasSize(1);
                    assertThat(said.getFirst()).startsWith("onsale: " + file + bad.sentence());
                    assertThat(data).doesNotExist();
                }));
    }

    @Test
    void anotherSaleOfTheSameIdIsRefusedAndNothingIsOpened() throws Exception {
        Path data = folder.resolve("data");
        Path night = Files.writeString(folder.resolve("night.yaml"), NIGHT);
        try (ServerProcess server = ServerProcess.serve(data, "--no-demo", "--sale", night.toString())) {
            assertThat(server.terminate()).isZero();
        }
        Files.writeString(night, NIGHT.replace("10", "11"));
        Path gala = Files.writeString(folder.resolve("gala.yaml"), NIGHT.replace("night", "gala"));

        List<String> said = refusedServe(data, "--sale", gala.toString(), "--sale", night.toString());

        assertThat(said).hasSize(1);
        assertThat(said.getFirst())
                .startsWith("onsale: " + night + ": sale \"night\" is on sale already with other terms (tiers)");
        try (ServerProcess server = ServerProcess.serve(data, "--no-demo");
                Shop shop = new Shop(server.url())) {
            assertThat(shop.get("/v1/sales/gala").status()).isEqualTo(404);
            assertThat(shop.get("/v1/sales/night")
                            .body()
                            .path("tiers")
                            .path(0)
                            .path("capacity")
                            .asInt())
                    .isEqualTo(10);
        }
    }

    @Test
    void aPortInUseIsNamedAndNothingIsMade() throws Exception {
        Path data = folder.resolve("data");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<String> said = refused(1, "serve", "--port", "" + other.getLocalPort(), "--data", data.toString());

            assertThat(said).hasSize(1);
            assertThat(said.getFirst()).contains("port " + other.getLocalPort(), "--port");
        }
        assertThat(data).doesNotExist();
    }

    @Test
    void aFolderInUseIsNamedAndItsServerSellsOn() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.serve(data);
                Shop shop = new Shop(server.url())) {
            List<String> said = refusedServe(data);

            assertThat(said).hasSize(1);
            assertThat(said.getFirst()).contains(data.toString(), "in use", "" + server.pid());
            assertThat(shop.buyTicket().body().path("code").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aFileInPlaceOfTheFolderIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "mine");

        List<String> said = refused(1, "serve", "--port", "0", "--data", file.toString());

        assertThat(said)
                .containsExactly("onsale: the data folder " + file + " is a file: choose another one with --data");
        assertThat(file).hasContent("mine");
    }

    @Test
    void aJournalThatIsNoneIsNamedAndKept() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path journal = Files.writeString(data.resolve("journal.db"), "this is no database, but somebody's notes\n");

        List<String> said = refusedServe(data);

        assertThat(said.getLast()).startsWith("onsale: ").contains(data.toString());
        assertThat(said).noneMatch(line -> line.startsWith("\tat "));
        assertThat(journal).hasContent("this is no database, but somebody's notes\n");
    }

    @Test
    void aKeyFileWithoutAKeyIsNamed() throws Exception {
        Path key = Files.writeString(folder.resolve("key.pem"), "no key\n");
        Path data = folder.resolve("data");

        List<String> said = refusedServe(data, "--jwt-key", key.toString());

        assertThat(said).hasSize(1);
        assertThat(said.getFirst()).startsWith("onsale: " + key + ": ");
        assertThat(data).doesNotExist();
    }

    @Test
    void aStatLogThatCannotBeWrittenIsNamed() throws Exception {
        Path data = folder.resolve("data");

        List<String> said =
                refusedServe(data, "--stat-log", folder.resolve("no/log").toString());

        assertThat(said.getLast())
                .startsWith("onsale: ")
                .contains(folder.resolve("no/log").toString());
    }

    private record WrongLedger(String url, String sentence) {}

    @TestFactory
    Stream<DynamicTest> aLedgerThatCannotBeIsNamedAndNothingIsMade() {
        return Stream.of(
                        new WrongLedger("http://127.0.0.1:6379", "--ledger: The address of Redis must look like"),
                        new WrongLedger("redis://no-such-host.invalid", "no-such-host.invalid"))
                .map(wrong -> dynamicTest(wrong.url(), () -> {
                    Path data = folder.resolve("data");
                    List<String> said = refusedServe(data, "--ledger", wrong.url());

                    // Once, and not in the log besides.
                    assertThat(said)
                            .singleElement()
                            .asString()
                            .startsWith("onsale: ")
                            .contains(wrong.sentence());
                    assertThat(data.resolve("orders.db")).doesNotExist();
                }));
    }

    @Test
    void aFolderWithALedgerOfItsOwnIsNotUsedForAnother() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.serve(data)) {
            assertThat(server.terminate()).isZero();
        }

        List<String> said = refusedServe(data, "--ledger", "redis://127.0.0.1:1");

        assertThat(said).singleElement().asString().contains(data.toString(), "holds a ledger of its own", "--data");
    }

    @Test
    void oneTokenForTwoRolesEndsWithOne() throws Exception {
        String token = "the-same-token-for-both";

        List<String> said = refused(
                1,
                Map.of("ONSALE_OPERATOR_TOKEN", token, "ONSALE_PAYMENTS_TOKEN", token),
                "serve",
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString());

        assertThat(said).singleElement().asString().startsWith("onsale: ONSALE_PAYMENTS_TOKEN cannot be taken: ");
        assertThat(said.getFirst()).doesNotContain(token);
    }
}
