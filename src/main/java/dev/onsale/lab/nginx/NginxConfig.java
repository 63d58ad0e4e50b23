package dev.onsale.lab.nginx;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.onsale.config.ClusterLimits;
import dev.onsale.config.InvalidOptionException;
import dev.onsale.config.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What nginx is told, checked once, up front: an instance that exists makes a configuration that nginx takes, as long as the files
 * that it names exist and its host names are known.
 *
 * @param nodes where to send requests, 1 … {@link Limits#NGINX_NODES_MAX}, each once
 * @param balance how to spread them
 * @param listens where to listen: {@code PORT}, {@code ADDRESS:PORT} or {@code [ADDRESS]:PORT}, each once
 * @param serverNames names that buyers ask for; empty answers to any
 * @param tls certificate and key, or null for plain HTTP
 * @param requestsPerSecond requests a second that one address may make, 0 for no limit
 * @param connectionsPerAddress requests that one address may have under way, 0 for no limit
 * @param trustedProxies addresses or networks of what stands in front of nginx and passes buyers' addresses on
 * @param trustBuyerHeader whether the nodes are passed the header that names the buyer, as it comes
 * @param folder where nginx keeps all that it writes, or null for where its package keeps it
 */
public record NginxConfig(
        List<NodeAddress> nodes,
        Balance balance,
        List<String> listens,
        List<String> serverNames,
        @Nullable Tls tls,
        int requestsPerSecond,
        int connectionsPerAddress,
        List<String> trustedProxies,
        boolean trustBuyerHeader,
        @Nullable Path folder) {

    /** A certificate with its chain, and its private key, both PEM files. */
    public record Tls(Path certificate, Path key) {}

    /** A household, an office or a phone provider's customers may share one address; a program that floods is well above. */
    public static final int REQUESTS_PER_SECOND_DEFAULT = 100;

    /** As many as one address may have under way unless told otherwise. */
    public static final int CONNECTIONS_DEFAULT = 200;

    private static final String TEMPLATE = "/nginx/onsale.conf.mustache";

    /** In the words of the nodes: what nobody has answered may have been done. */
    private static final String UNKNOWN_OUTCOME =
            "{\"type\":\"/problems/unknown_outcome\",\"title\":\"Outcome not known\",\"status\":504,"
                    + "\"detail\":\"Nobody knows yet whether it was done. Ask the same again, with the same Idempotency-Key or payment reference, and you will be told;"
                    + " it is done once.\"}";

    private static final String HTTPS_PORT = "443";
    private static final String HTTP_PORT = "80";

    /** What cannot end or open anything in nginx's language. */
    private static final Pattern PATH = Pattern.compile("/[^\\s\"'`;{}$\\\\#]*");

    private static final Pattern LISTEN =
            Pattern.compile("(?:((?:[0-9.]{7,15}|\\[[0-9A-Fa-f:.]{2,45}\\]|\\*)):)?([0-9]{1,5})");
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9*.]([A-Za-z0-9.*-]{0," + Limits.HOST_CHARS_MAX + "})");
    private static final Pattern NETWORK = Pattern.compile("[0-9A-Fa-f.:]{2,45}(/[0-9]{1,3})?");

    /**
     * Checks every field, in their order.
     *
     * @throws InvalidOptionException naming the first one at fault
     */
    public NginxConfig {
        nodes = List.copyOf(nodes);
        listens = List.copyOf(listens);
        serverNames = List.copyOf(serverNames);
        trustedProxies = List.copyOf(trustedProxies);
        checkNodes(nodes, balance);
        checkCount("--listen", listens.size(), 1, ClusterLimits.NGINX_LISTENS_MAX);
        listens.forEach(NginxConfig::checkListen);
        checkOnce("--listen", listens);
        checkCount("--server-name", serverNames.size(), 0, ClusterLimits.NGINX_SERVER_NAMES_MAX);
        serverNames.forEach(name -> checkShape("--server-name", NAME, name, "must be a host name"));
        if (tls != null) {
            checkPath("--tls-certificate", tls.certificate());
            checkPath("--tls-key", tls.key());
        }
        checkRange("--requests-per-second", requestsPerSecond, ClusterLimits.NGINX_REQUESTS_PER_SECOND_MAX);
        checkRange("--connections", connectionsPerAddress, ClusterLimits.NGINX_CONNECTIONS_PER_ADDRESS_MAX);
        checkCount("--trust-proxy", trustedProxies.size(), 0, ClusterLimits.NGINX_NODES_MAX);
        trustedProxies.forEach(proxy ->
                checkShape("--trust-proxy", NETWORK, proxy, "must be an address or a network such as 10.0.0.0/8"));
        if (folder != null) {
            checkPath("--folder", folder);
        }
    }

    /** Where to listen unless told otherwise. */
    public static String listenDefault(boolean tls) {
        return tls ? HTTPS_PORT : HTTP_PORT;
    }

    private static void checkNodes(List<NodeAddress> nodes, Balance balance) {
        checkCount("--node", nodes.size(), 1, ClusterLimits.NGINX_NODES_MAX);
        Set<String> seen = new HashSet<>();
        for (NodeAddress node : nodes) {
            if (!seen.add(node.address().toLowerCase(Locale.ROOT))) {
                throw new InvalidOptionException("--node", "names " + node.address() + " twice");
            }
            if (balance == Balance.ROUND_ROBIN && node.weight() != null) {
                throw new InvalidOptionException(
                        "--node",
                        "has a weight for " + node.address() + ", which --balance round-robin does not know: leave ="
                                + node.weight() + " away, or take --balance weighted");
            }
        }
    }

    private static void checkListen(String listen) {
        checkShape("--listen", LISTEN, listen, "must be PORT or ADDRESS:PORT (of IPv6 [ADDRESS]:PORT)");
        int port = Integer.parseInt(port(listen));
        if (port < 1 || port > 65_535) {
            throw new InvalidOptionException("--listen", "must have a port of 1 to 65535, but is \"" + listen + "\"");
        }
    }

    private static String port(String listen) {
        return listen.substring(listen.lastIndexOf(':') + 1);
    }

    private static void checkPath(String option, Path path) {
        if (!PATH.matcher(path.toString()).matches()) {
            throw new InvalidOptionException(
                    option,
                    "must be a path from / on, without blanks, quotes and the signs ; { } $ # \\ that nginx reads in its own way, but is \""
                            + path + "\"");
        }
    }

    private static void checkShape(String option, Pattern shape, String text, String sentence) {
        if (!shape.matcher(text).matches()) {
            throw new InvalidOptionException(option, sentence + ", but is \"" + text + "\"");
        }
    }

    private static void checkOnce(String option, List<String> texts) {
        Set<String> seen = new HashSet<>();
        for (String text : texts) {
            if (!seen.add(text)) {
                throw new InvalidOptionException(option, "names " + text + " twice");
            }
        }
    }

    private static void checkCount(String option, int count, int min, int max) {
        if (count < min || count > max) {
            throw new InvalidOptionException(
                    option, "must be given " + min + " to " + max + " times, but is given " + count + " times");
        }
    }

    private static void checkRange(String option, int value, int max) {
        if (value < 0 || value > max) {
            throw new InvalidOptionException(option, "must be 0 (no limit) to " + max + ", but is " + value);
        }
    }

    /** The whole configuration file. The same instance makes the same text. */
    public String text() {
        return template().execute(values());
    }

    private static Template template() {
        try (InputStream in = NginxConfig.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + TEMPLATE);
            }
            Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
            return Mustache.compiler().escapeHTML(false).compile(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the template's tags stand for; a section is left out where its value is false. */
    private Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>();
        values.put("folder", folder == null ? false : folder.toString());
        values.put("openFiles", ClusterLimits.NGINX_OPEN_FILES_MAX);
        values.put("connections", ClusterLimits.NGINX_WORKER_CONNECTIONS_MAX);
        values.put("weighted", balance == Balance.WEIGHTED);
        values.put("roundRobin", balance == Balance.ROUND_ROBIN);
        values.put("ipHash", balance == Balance.IP_HASH);
        values.put("leastConn", balance == Balance.LEAST_CONN);
        values.put("failuresMax", ClusterLimits.NGINX_NODE_FAILURES_MAX);
        values.put("failSeconds", ClusterLimits.NGINX_NODE_FAILED_SECONDS);
        values.put(
                "nodes",
                nodes.stream()
                        .map(node -> Map.of("address", node.address(), "weight", orFalse(node.weight())))
                        .toList());
        values.put("keepAlive", ClusterLimits.NGINX_NODE_IDLE_CONNECTIONS_MAX);
        values.put("keepAliveSeconds", ClusterLimits.NGINX_NODE_IDLE_SECONDS_MAX);
        values.put("trustsProxies", !trustedProxies.isEmpty());
        values.put("proxies", trustedProxies);
        values.put("trustsBuyerHeader", trustBuyerHeader);
        values.put("sendSeconds", Limits.HTTP_BODY_SECONDS_MAX + ClusterLimits.NGINX_LONGER_SECONDS);
        values.put("answerSeconds", Limits.HTTP_ANSWER_SECONDS_MAX + ClusterLimits.NGINX_LONGER_SECONDS);
        values.put("bodySeconds", Limits.HTTP_BODY_SECONDS_MAX);
        values.put("limits", requestsPerSecond > 0 || connectionsPerAddress > 0);
        values.put("limitsRequests", requestsPerSecond > 0);
        values.put("requestsPerSecond", requestsPerSecond);
        values.put("burst", 2 * requestsPerSecond);
        values.put("limitsConnections", connectionsPerAddress > 0);
        values.put("connectionsPerAddress", connectionsPerAddress);
        values.put("orderBodyBytes", Limits.ORDER_BODY_BYTES_MAX);
        values.put("saleBodyBytes", Limits.SALE_BODY_BYTES_MAX);
        values.put("unknownOutcome", UNKNOWN_OUTCOME);
        values.put("backlog", Limits.HTTP_ACCEPT_BACKLOG_MAX);
        values.put("serverNames", serverNames.isEmpty() ? "_" : String.join(" ", serverNames));
        values.put(
                "tls",
                tls == null
                        ? false
                        : Map.of(
                                "certificate",
                                tls.certificate().toString(),
                                "key",
                                tls.key().toString()));
        List<Map<String, String>> addresses = listens.stream()
                .map(listen -> Map.of("address", listen, "plain", listen.replaceFirst(HTTPS_PORT + "$", HTTP_PORT)))
                .toList();
        values.put("listens", addresses);
        // Whoever types the name alone asks by plain HTTP, and is sent on; of another port than 443 nobody could know.
        values.put(
                "redirects",
                tls != null && listens.stream().allMatch(listen -> port(listen).equals(HTTPS_PORT)));
        return values;
    }

    private static Object orFalse(@Nullable Object value) {
        return value == null ? false : value;
    }
}
