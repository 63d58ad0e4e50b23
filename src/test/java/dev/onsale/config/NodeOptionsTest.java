package dev.onsale.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class NodeOptionsTest {

    /** Options that are right but for what a test changes of them. */
    private static final class Draft {
        private String host = "127.0.0.1";
        private int port = 3000;
        private Path data = Path.of("data");
        private String ledger;
        private int replicas;
        private long keepEvents = NodeOptions.KEEP_ALL_EVENTS;
        private String orders;
        private String ordersPassword;
        private int weight = 1;
        private int localStock;
        private List<Path> saleFiles = List.of();
        private String ticketSale = "rush";
        private Path statLog;
        private int eventLoops = 1;
        private String acceptedLoss;
        private String operatorToken;
        private String paymentsToken;
        private String jwtSecret;
        private List<Path> jwtKeys = List.of();
        private List<String> jwtAudiences = List.of();
        private List<String> jwtIssuers = List.of();
        private boolean trustBuyerHeader;

        NodeOptions options() {
            return new NodeOptions(
                    host,
                    port,
                    data,
                    ledger,
                    replicas,
                    keepEvents,
                    orders,
                    ordersPassword,
                    weight,
                    localStock,
                    true,
                    saleFiles,
                    ticketSale,
                    true,
                    statLog,
                    eventLoops,
                    acceptedLoss,
                    new IdentityOptions(
                            operatorToken,
                            paymentsToken,
                            jwtSecret,
                            jwtKeys,
                            jwtAudiences,
                            jwtIssuers,
                            trustBuyerHeader));
        }
    }

    private record Wrong(String name, Consumer<Draft> change, String message) {

        NodeOptions options() {
            Draft draft = new Draft();
            change.accept(draft);
            return draft.options();
        }
    }

    @TestFactory
    Stream<DynamicTest> whatCannotBeIsRefusedWithOptionAndValue() {
        return Stream.of(
                        new Wrong("blank host", d -> d.host = " ", "--host must be .* host name, but is \" \""),
                        new Wrong("URL as host", d -> d.host = "http://x/", "--host must be .* but is \"http://x/\""),
                        new Wrong("negative port", d -> d.port = -1, "--port must be 0 to 65535, but is -1"),
                        new Wrong("large port", d -> d.port = 65_536, "--port must be 0 to 65535, but is 65536"),
                        new Wrong("no weight", d -> d.weight = 0, "--weight must be 1 to 1000, but is 0"),
                        new Wrong("large weight", d -> d.weight = 1_001, "--weight must be 1 to 1000, but is 1001"),
                        new Wrong(
                                "negative local stock",
                                d -> d.localStock = -1,
                                "--local-stock must be 0 to 1000000, but is -1"),
                        new Wrong("empty folder", d -> d.data = Path.of(""), "--data must name .* but is empty"),
                        new Wrong(
                                "empty ledger", d -> d.ledger = " ", "--ledger must be the URL of a Redis.* is empty"),
                        new Wrong("too many replicas", d -> d.replicas = 11, "--replicas must be 0 to 10, but is 11"),
                        new Wrong(
                                "another database",
                                d -> d.orders = "mysql://host/db",
                                "--orders must be the URL of a PostgreSQL, such as jdbc:postgresql:.*"),
                        new Wrong("few events", d -> d.keepEvents = 9_999, "--keep-events must be 10000 to .* is 9999"),
                        new Wrong(
                                "events without Redis",
                                d -> d.keepEvents = 10_000,
                                "--keep-events needs .*--ledger.*--orders.*"),
                        new Wrong(
                                "a loss without numbers",
                                d -> d.acceptedLoss = "yes",
                                "--accept-lost-events must be two numbers.*, but is \"yes\""),
                        new Wrong("replicas of nothing", d -> d.replicas = 1, "--replicas needs a Redis.*--ledger"),
                        new Wrong(
                                "empty sale file",
                                d -> d.saleFiles = List.of(Path.of("")),
                                "--sale must name .* but is empty"),
                        new Wrong(
                                "sale file twice",
                                d -> d.saleFiles = List.of(Path.of("a"), Path.of("a")),
                                "--sale names the file a twice"),
                        new Wrong(
                                "many sale files",
                                d -> d.saleFiles = IntStream.rangeClosed(0, Limits.SALE_FILES_MAX)
                                        .mapToObj(i -> Path.of("f" + i))
                                        .toList(),
                                "--sale may be given 1000 times, but is given 1001 times"),
                        new Wrong("ticket sale", d -> d.ticketSale = "A b", "--ticket-sale must be .* but is \"A b\""),
                        new Wrong("empty stat log", d -> d.statLog = Path.of(""), "--stat-log must name .* is empty"),
                        new Wrong("no loops", d -> d.eventLoops = 0, "--event-loops must be 1 to 256, but is 0"),
                        new Wrong("many loops", d -> d.eventLoops = 257, "--event-loops must be 1 to 256, but is 257"),
                        new Wrong(
                                "short token",
                                d -> d.operatorToken = "a".repeat(15),
                                "ONSALE_OPERATOR_TOKEN must be 16 to 256 .* it has 15"),
                        new Wrong(
                                "long token",
                                d -> d.operatorToken = "a".repeat(257),
                                "ONSALE_OPERATOR_TOKEN must be 16 to 256 .* it has 257"),
                        new Wrong(
                                "token with a blank",
                                d -> d.operatorToken = "0123456789 abcdef",
                                "ONSALE_OPERATOR_TOKEN must be .* without blanks.*"),
                        new Wrong(
                                "short token for payments",
                                d -> d.paymentsToken = "a".repeat(15),
                                "ONSALE_PAYMENTS_TOKEN must be 16 to 256 .* it has 15"),
                        new Wrong(
                                "short secret",
                                d -> d.jwtSecret = "a".repeat(31),
                                "ONSALE_JWT_SECRET must have at least 32 bytes, but has 31"),
                        new Wrong(
                                "audience without a key",
                                d -> d.jwtAudiences = List.of("tickets"),
                                "--jwt-audience is of no use without a key.*"),
                        new Wrong(
                                "issuer without a key",
                                d -> d.jwtIssuers = List.of("https://shop"),
                                "--jwt-issuer is of no use without a key.*"),
                        new Wrong(
                                "blank audience",
                                d -> {
                                    d.jwtSecret = "a".repeat(32);
                                    d.jwtAudiences = List.of(" ");
                                },
                                "--jwt-audience must be 1 to 1024 characters, but is \" \""),
                        new Wrong(
                                "header and key",
                                d -> {
                                    d.jwtSecret = "a".repeat(32);
                                    d.trustBuyerHeader = true;
                                },
                                "--trust-buyer-header does not go with a key .*"),
                        new Wrong(
                                "empty key file",
                                d -> d.jwtKeys = List.of(Path.of("")),
                                "--jwt-key must name .* but is empty"))
                .map(wrong -> dynamicTest(wrong.name(), () -> assertThatThrownBy(wrong::options)
                        .isInstanceOf(InvalidOptionException.class)
                        .message()
                        .matches(wrong.message())));
    }

    @Test
    void whoOthersThanThisMachineReachMustBeToldWhoBuyersAre() {
        for (String outside : new String[] {
            "0.0.0.0", "::", "10.0.0.1", "128.0.0.1", "::2", "::ffff:10.0.0.1", "tickets.example", "localhost.example"
        }) {
            Draft draft = new Draft();
            draft.host = outside;
            assertThatThrownBy(draft::options)
                    .as(outside)
                    .isInstanceOf(InvalidOptionException.class)
                    .message()
                    .startsWith("--host lets others than this machine reach a node that knows no key")
                    .contains("ONSALE_JWT_SECRET", "--jwt-key", "--trust-buyer-header");
            draft.trustBuyerHeader = true;
            assertThat(draft.options().host()).isEqualTo(outside);
            draft.trustBuyerHeader = false;
            draft.jwtSecret = "a".repeat(32);
            assertThat(draft.options().host()).isEqualTo(outside);
        }
        for (String inside :
                new String[] {"127.0.0.1", "127.9.8.7", "127.1", "::1", "0:0:0:0:0:0:0:1", "localhost", "LocalHost"}) {
            Draft draft = new Draft();
            draft.host = inside;
            assertThat(draft.options().host()).isEqualTo(inside);
        }
    }

    @Test
    void theBoundsThemselvesAreFine() {
        Draft draft = new Draft();
        draft.port = 0;
        draft.host = "::1";
        draft.eventLoops = 256;
        draft.operatorToken = "a".repeat(16);
        draft.jwtSecret = "ä".repeat(16); // 32 bytes of UTF-8

        assertThat(draft.options().port()).isZero();
    }

    @Test
    void theRefusedOptionIsKnownByName() {
        Draft draft = new Draft();
        draft.port = -1;

        assertThatThrownBy(draft::options)
                .isInstanceOfSatisfying(InvalidOptionException.class, e -> assertThat(e.option())
                        .isEqualTo("--port"));
    }

    @Test
    void secretsAreNeitherShownNorNamedInARefusal() {
        Draft draft = new Draft();
        draft.operatorToken = "operator-token-of-ours";
        draft.paymentsToken = "payments-token-of-ours";
        draft.jwtSecret = "secret".repeat(6);
        draft.ledger = "redis://me:password@host";
        draft.orders = "jdbc:postgresql://host/db?user=me&password=password";
        draft.ordersPassword = "opensesame";

        assertThat(draft.options().toString())
                .doesNotContain("password")
                .doesNotContain("opensesame")
                .doesNotContain(draft.operatorToken)
                .doesNotContain(draft.paymentsToken)
                .doesNotContain("secretsecret")
                .contains("operatorToken=set", "paymentsToken=set", "jwtSecret=set");

        draft.operatorToken = "short-token";
        assertThatThrownBy(draft::options).message().doesNotContain(draft.operatorToken);
    }
}
