package dev.onsale.ledger.redis;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where Redis is, as a URL says it. Immutable, any thread.
 *
 * @param kind how the servers there belong together
 * @param isTls whether they are spoken to over TLS
 * @param userInfo {@code user:password}, as in the URL; empty for none
 * @param endpoints {@code host:port} of each server that is named; at least one
 * @param primary the name by which Sentinel knows the primary; empty without Sentinel
 */
record RedisAddress(Kind kind, boolean isTls, String userInfo, List<String> endpoints, String primary) {

    /** How the servers at an address belong together. */
    enum Kind {
        /** The endpoint is the primary. */
        SINGLE,
        /** The endpoints are some nodes of a Redis Cluster, which name the others. */
        CLUSTER,
        /** The endpoints are some sentinels, which name the primary. */
        SENTINEL
    }

    private static final int REDIS_PORT = 6379;
    private static final int SENTINEL_PORT = 26379;
    private static final int PORT_MAX = 65_535;

    /** Scheme, user and password, endpoints, path. */
    private static final Pattern URL =
            Pattern.compile("(rediss?)(-cluster|-sentinel)?://(?:([^@/]*)@)?([^@/]+)(?:/(.*))?");

    private static final Pattern ENDPOINT = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?");
    private static final Pattern PRIMARY = Pattern.compile("[A-Za-z0-9._-]+");

    /** @throws RedisLedgerException if it is no such URL; the message does not repeat it, since it may hold a password */
    static RedisAddress parse(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw badUrl();
        }
        String suffix = parts.group(2) == null ? "" : parts.group(2);
        Kind kind = suffix.isEmpty()
                ? Kind.SINGLE
                : Kind.valueOf(suffix.substring(1).toUpperCase(Locale.ROOT));
        List<String> endpoints = Stream.of(parts.group(4).split(",", -1))
                .map(text -> endpoint(text, kind == Kind.SENTINEL ? SENTINEL_PORT : REDIS_PORT))
                .toList();
        String path = parts.group(5) == null ? "" : parts.group(5);
        boolean fits =
                switch (kind) {
                    case SINGLE -> endpoints.size() == 1 && path.isEmpty();
                    case CLUSTER -> path.isEmpty();
                    case SENTINEL -> PRIMARY.matcher(path).matches();
                };
        if (!fits) {
            throw badUrl();
        }
        String userInfo = parts.group(3) == null ? "" : parts.group(3);
        return new RedisAddress(kind, parts.group(1).equals("rediss"), userInfo, endpoints, path);
    }

    private static String endpoint(String text, int defaultPort) {
        Matcher parts = ENDPOINT.matcher(text);
        if (!parts.matches()) {
            throw badUrl();
        }
        int port = parts.group(2) == null ? defaultPort : Integer.parseInt(parts.group(2));
        if (port < 1 || port > PORT_MAX) {
            throw badUrl();
        }
        return parts.group(1) + ":" + port;
    }

    private static RedisLedgerException badUrl() {
        return new RedisLedgerException(
                "The address of Redis must look like redis://host:port, redis-cluster://host:port,host:port or"
                        + " redis-sentinel://host:port,host:port/mymaster, with user:password@ before the hosts where it needs them,"
                        + " and rediss for redis over TLS.");
    }

    /** The URL of one server, with user and password. */
    String url(String endpoint) {
        return (isTls ? "rediss://" : "redis://") + (userInfo.isEmpty() ? "" : userInfo + "@") + endpoint;
    }

    /** The URL of one server, without them. */
    String openUrl(String endpoint) {
        return (isTls ? "rediss://" : "redis://") + endpoint;
    }

    /** For sentences: where it is, without the password. */
    String place() {
        String all = String.join(",", endpoints);
        return switch (kind) {
            case SINGLE, CLUSTER -> all;
            case SENTINEL -> primary + " (of the sentinels at " + all + ")";
        };
    }

    /** What an endpoint is called that a server names by its parts. */
    static String endpoint(String host, String port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** All but the password. */
    @Override
    public String toString() {
        return "RedisAddress[" + kind + " " + endpoints.stream().collect(Collectors.joining(",")) + "]";
    }
}
