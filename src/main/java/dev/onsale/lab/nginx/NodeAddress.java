package dev.onsale.lab.nginx;

import dev.onsale.config.ClusterLimits;
import dev.onsale.config.InvalidOptionException;
import dev.onsale.config.Limits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where one node answers, and its share of the requests.
 *
 * @param host a name or an address; one of IPv6 in brackets
 * @param port 1 … 65535
 * @param weight 1 … {@link Limits#NGINX_WEIGHT_MAX}, or null where none was given, which counts as 1
 */
public record NodeAddress(String host, int port, @Nullable Integer weight) {

    private static final String OPTION = "--node";
    private static final String SHAPE = "must be HOST:PORT or HOST:PORT=WEIGHT, such as 127.0.0.1:3001=2";
    private static final Pattern TEXT = Pattern.compile("([^=]*):([^:=\\]]*)(?:=(.*))?", Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile(
            "[A-Za-z0-9]([A-Za-z0-9._-]{0," + (Limits.HOST_CHARS_MAX - 1) + "})|\\[[0-9A-Fa-f:.]{2,45}\\]");

    /**
     * Checks every field.
     *
     * @throws InvalidOptionException naming what is at fault
     */
    public NodeAddress {
        if (!HOST.matcher(host).matches()) {
            throw new InvalidOptionException(
                    OPTION,
                    "must begin with a host name or an address (one of IPv6 in brackets), but \"" + host
                            + "\" is neither");
        }
        if (port < 1 || port > 65_535) {
            throw new InvalidOptionException(OPTION, "must have a port of 1 to 65535, but " + port + " is none");
        }
        if (weight != null && (weight < 1 || weight > ClusterLimits.NGINX_WEIGHT_MAX)) {
            throw new InvalidOptionException(
                    OPTION,
                    "must have a weight of 1 to " + ClusterLimits.NGINX_WEIGHT_MAX + ", but that of " + host + ":"
                            + port + " is " + weight);
        }
    }

    /**
     * Reads {@code HOST:PORT} or {@code HOST:PORT=WEIGHT}.
     *
     * @throws InvalidOptionException naming what is at fault
     */
    public static NodeAddress parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidOptionException(OPTION, SHAPE + ", but is \"" + text + "\"");
        }
        String weight = matcher.group(3);
        return new NodeAddress(
                matcher.group(1),
                number(matcher.group(2), "port", 65_535, text),
                weight == null ? null : number(weight, "weight", ClusterLimits.NGINX_WEIGHT_MAX, text));
    }

    private static int number(String digits, String what, int max, String text) {
        if (!digits.matches("[0-9]{1,6}")) {
            throw new InvalidOptionException(
                    OPTION,
                    "must have a " + what + " of 1 to " + max + ", but \"" + digits + "\" in \"" + text + "\" is none");
        }
        return Integer.parseInt(digits);
    }

    /** {@code HOST:PORT}. */
    public String address() {
        return host + ":" + port;
    }
}
