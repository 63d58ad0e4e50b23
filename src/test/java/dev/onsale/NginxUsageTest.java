package dev.onsale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@code onsale nginx} prints, and what it says to those who ask for what cannot be. */
class NginxUsageTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(List<String> arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("nginx"));
        all.addAll(arguments);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    @Test
    void theConfigurationIsAllThatIsPrinted() {
        assertThat(run(List.of("--node", "127.0.0.1:3001=1", "--node", "127.0.0.1:3002=2")))
                .isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .startsWith("# nginx in front of Onsale's nodes")
                .contains("server 127.0.0.1:3001 weight=1 ", "server 127.0.0.1:3002 weight=2 ", "listen 80 ")
                .endsWith("}\n");
    }

    @Test
    void theBuyersHeaderIsTakenAwayUnlessToldOtherwise() {
        String drop = "proxy_set_header Onsale-Buyer \"\";";
        run(List.of("--node", "a:1"));
        assertThat(out.toString()).contains(drop);
        run(List.of("--node", "a:1", "--trust-buyer-header"));
        assertThat(out.toString()).doesNotContain(drop);
    }

    private record Wrong(String sentence, List<String> arguments) {}

    private static Wrong wrong(String sentence, String... arguments) {
        return new Wrong(sentence, List.of(arguments));
    }

    @TestFactory
    Stream<DynamicTest> whatCannotBeIsOneSentence() {
        String shape = "onsale: --node must be HOST:PORT or HOST:PORT=WEIGHT, such as 127.0.0.1:3001=2, but is ";
        return Stream.of(
                        wrong("onsale: Missing required option: '--node=HOST:PORT[=WEIGHT]'"),
                        wrong(shape + "\"a\"", "--node", "a"),
                        wrong(shape + "\"\"", "--node", ""),
                        wrong(shape + "\"a=1\"", "--node", "a=1"),
                        wrong(
                                "onsale: --node must have a port of 1 to 65535, but \"\" in \"a:\" is none",
                                "--node",
                                "a:"),
                        wrong("onsale: --node must have a port of 1 to 65535, but 0 is none", "--node", "a:0"),
                        wrong("onsale: --node must have a port of 1 to 65535, but 65536 is none", "--node", "a:65536"),
                        wrong(
                                "onsale: --node must have a port of 1 to 65535, but \"80x\" in \"a:80x\" is none",
                                "--node",
                                "a:80x"),
                        wrong(
                                "onsale: --node must begin with a host name or an address (one of IPv6 in brackets), but \"a;b\" is neither",
                                "--node",
                                "a;b:80"),
                        wrong(
                                "onsale: --node must begin with a host name or an address (one of IPv6 in brackets), but \"::1\" is neither",
                                "--node",
                                "::1:80"),
                        wrong(
                                "onsale: --node must have a weight of 1 to 1000, but that of a:1 is 0",
                                "--node",
                                "a:1=0"),
                        wrong(
                                "onsale: --node must have a weight of 1 to 1000, but that of a:1 is 1001",
                                "--node",
                                "a:1=1001"),
                        wrong(
                                "onsale: --node must have a weight of 1 to 1000, but \"-1\" in \"a:1=-1\" is none",
                                "--node",
                                "a:1=-1"),
                        wrong(
                                "onsale: --node must have a weight of 1 to 1000, but \"two\" in \"a:1=two\" is none",
                                "--node",
                                "a:1=two"),
                        wrong("onsale: --node names a:1 twice", "--node", "a:1=1", "--node", "a:1=2"),
                        wrong("onsale: --node names A:1 twice", "--node", "a:1", "--node", "A:1"),
                        wrong(
                                "onsale: --node has a weight for a:1, which --balance round-robin does not know: leave =2 away, or take"
                                        + " --balance weighted",
                                "--node",
                                "a:1=2",
                                "--balance",
                                "round-robin"),
                        wrong(
                                "onsale: --balance must be one of weighted, round-robin, ip-hash, least-conn, but is \"random\"",
                                "--node",
                                "a:1",
                                "--balance",
                                "random"),
                        wrong(
                                "onsale: --listen must have a port of 1 to 65535, but is \"0\"",
                                "--node",
                                "a:1",
                                "--listen",
                                "0"),
                        wrong(
                                "onsale: --listen must be PORT or ADDRESS:PORT (of IPv6 [ADDRESS]:PORT), but is \"80;\"",
                                "--node",
                                "a:1",
                                "--listen",
                                "80;"),
                        wrong("onsale: --listen names 80 twice", "--node", "a:1", "--listen", "80", "--listen", "80"),
                        wrong(
                                "onsale: --server-name must be a host name, but is \"a b\"",
                                "--node",
                                "a:1",
                                "--server-name",
                                "a b"),
                        wrong(
                                "onsale: --tls-key is of no use alone: give --tls-certificate and --tls-key together",
                                "--node",
                                "a:1",
                                "--tls-key",
                                "/k"),
                        wrong(
                                "onsale: --tls-certificate is of no use alone: give --tls-certificate and --tls-key together",
                                "--node",
                                "a:1",
                                "--tls-certificate",
                                "/c"),
                        wrong(
                                "onsale: --tls-key must be a path from / on, without blanks, quotes and the signs ; { } $ # \\ that nginx"
                                        + " reads in its own way, but is \"/k;\"",
                                "--node",
                                "a:1",
                                "--tls-certificate",
                                "/c",
                                "--tls-key",
                                "/k;"),
                        wrong(
                                "onsale: --requests-per-second must be 0 (no limit) to 100000, but is -1",
                                "--node",
                                "a:1",
                                "--requests-per-second",
                                "-1"),
                        wrong(
                                "onsale: --connections must be 0 (no limit) to 65535, but is 65536",
                                "--node",
                                "a:1",
                                "--connections",
                                "65536"),
                        wrong(
                                "onsale: --trust-proxy must be an address or a network such as 10.0.0.0/8, but is \"all\"",
                                "--node",
                                "a:1",
                                "--trust-proxy",
                                "all"),
                        wrong(
                                "onsale: --folder must be a path from / on, without blanks, quotes and the signs ; { } $ # \\ that nginx"
                                        + " reads in its own way, but is \"/a b\"",
                                "--node",
                                "a:1",
                                "--folder",
                                "/a b"))
                .map(wrong -> dynamicTest(wrong.arguments().toString(), () -> {
                    assertThat(run(wrong.arguments())).isEqualTo(2);
                    assertThat(out.toString()).isEmpty();
                    assertThat(err.toString().lines()).containsExactly(wrong.sentence(), "Try: onsale nginx --help");
                }));
    }

    @Test
    void weightsGoWithAddressesAndWithLeastConnections() {
        for (String balance : List.of("ip-hash", "least-conn")) {
            assertThat(run(List.of("--node", "a:1=3", "--node", "b:1", "--balance", balance)))
                    .isZero();
            assertThat(out.toString()).contains("server a:1 weight=3 ");
        }
    }
}
