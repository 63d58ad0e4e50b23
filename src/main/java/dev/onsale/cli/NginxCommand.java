package dev.onsale.cli;

import dev.onsale.config.InvalidOptionException;
import dev.onsale.lab.nginx.Balance;
import dev.onsale.lab.nginx.NginxConfig;
import dev.onsale.lab.nginx.NodeAddress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onsale nginx}: prints the configuration of the nginx that stands in front of the nodes. */
@Command(
        name = "nginx",
        description = {
            "Prints a complete nginx configuration that spreads requests over nodes.",
            "",
            "Nodes that fail are left out until they are back. What may be repeated is repeated on another node, and nothing else is.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  onsale nginx --node 10.0.0.1:3000=1 --node 10.0.0.2:3000=2 > /etc/nginx/nginx.conf",
            "  nginx -t && nginx -s reload",
            "",
            "  onsale nginx --node a:3000 --node b:3000 --balance least-conn --server-name tickets.example \\",
            "      --tls-certificate /etc/ssl/tickets.pem --tls-key /etc/ssl/tickets.key",
            "",
            "Exit codes: 0 printed, 2 wrong usage."
        })
public final class NginxCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else happens
    private CommandSpec spec;

    @Option(
            names = "--node",
            paramLabel = "HOST:PORT[=WEIGHT]",
            required = true,
            description = "A node, and its share of the requests (1 unless given); to be repeated for each node.")
    private List<String> nodes = List.of();

    @Option(
            names = "--balance",
            paramLabel = "HOW",
            description =
                    "weighted (by the nodes' weights), round-robin (each in turn), ip-hash (one address, one node) "
                            + "or least-conn (whoever has least to do, for its weight) (${DEFAULT-VALUE}).")
    private String balance = Balance.WEIGHTED.word();

    @Option(
            names = "--listen",
            paramLabel = "[ADDRESS:]PORT",
            description = "Where to listen; may be repeated (80, with TLS 443).")
    private List<String> listens = List.of();

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            description = "Host name that buyers use; may be repeated (any).")
    private List<String> serverNames = List.of();

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "Certificate with its chain (PEM), for HTTPS; needs --tls-key.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Private key of the certificate (PEM).")
    private @Nullable Path key;

    @Option(
            names = "--requests-per-second",
            paramLabel = "COUNT",
            description =
                    "Requests a second that one address may make, with twice as many at once; 0 is no limit (${DEFAULT-VALUE}).")
    private int requestsPerSecond = NginxConfig.REQUESTS_PER_SECOND_DEFAULT;

    @Option(
            names = "--connections",
            paramLabel = "COUNT",
            description = "Requests that one address may have under way at once; 0 is no limit (${DEFAULT-VALUE}).")
    private int connections = NginxConfig.CONNECTIONS_DEFAULT;

    @Option(
            names = "--trust-proxy",
            paramLabel = "NETWORK",
            description =
                    "Address or network of what stands in front of nginx and says in X-Forwarded-For who asks; may be repeated.")
    private List<String> trustedProxies = List.of();

    @Option(
            names = "--trust-buyer-header",
            description =
                    "Pass the header Onsale-Buyer on to the nodes, where only your shop can reach nginx and names the buyer in it; "
                            + "unless given, it is taken away.")
    private boolean trustBuyerHeader;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where nginx keeps its pid, log, cache and temporary files, to run without root "
                    + "(where its package keeps them).")
    private @Nullable Path folder;

    /** Prints; 0. */
    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(config().text());
        out.flush();
        return ExitCodes.OK;
    }

    private NginxConfig config() {
        try {
            NginxConfig.Tls tls = tls();
            return new NginxConfig(
                    nodes.stream().map(NodeAddress::parse).toList(),
                    balance(),
                    listens.isEmpty() ? List.of(NginxConfig.listenDefault(tls != null)) : listens,
                    serverNames,
                    tls,
                    requestsPerSecond,
                    connections,
                    trustedProxies,
                    trustBuyerHeader,
                    folder == null ? null : folder.toAbsolutePath());
        } catch (InvalidOptionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Balance balance() {
        return Arrays.stream(Balance.values())
                .filter(candidate -> candidate.word().equals(balance))
                .findAny()
                .orElseThrow(() -> new InvalidOptionException(
                        "--balance",
                        "must be one of "
                                + Arrays.stream(Balance.values())
                                        .map(Balance::word)
                                        .collect(Collectors.joining(", "))
                                + ", but is \"" + balance + "\""));
    }

    private NginxConfig.@Nullable Tls tls() {
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new InvalidOptionException(
                    certificate == null ? "--tls-key" : "--tls-certificate",
                    "is of no use alone: give --tls-certificate and --tls-key together");
        }
        return new NginxConfig.Tls(certificate.toAbsolutePath(), key.toAbsolutePath());
    }
}
