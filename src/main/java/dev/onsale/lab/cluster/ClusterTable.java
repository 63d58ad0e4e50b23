package dev.onsale.lab.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A cluster as text: a table for a terminal, one line for a log.
 *
 * @param nodes each node
 * @param redis each Redis, where there are several
 */
public record ClusterTable(List<NodeRow> nodes, List<RedisRow> redis) {

    private static final double PERCENT = 100.0;

    public ClusterTable {
        nodes = List.copyOf(nodes);
        redis = List.copyOf(redis);
    }

    /** A head, a line for each node, their sum, and a line for each Redis; always as many lines for as many of them. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(row("node", "weight", "requests", "share", "local stock", "sold"));
        long requests = nodes.stream().mapToLong(NodeRow::requests).sum();
        for (NodeRow node : nodes) {
            lines.add(row(
                    Integer.toString(node.port()),
                    Integer.toString(node.weight()),
                    number(node.requests()),
                    requests == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", PERCENT * node.requests() / requests),
                    node.up() ? number(node.localStock()) : "down",
                    number(node.sold())));
        }
        lines.add(row(
                "all",
                Integer.toString(nodes.stream().mapToInt(NodeRow::weight).sum()),
                number(requests),
                requests == 0 ? "-" : "100.0 %",
                number(free(nodes)) + " left",
                number(sold(nodes))));
        for (RedisRow server : redis) {
            lines.add(String.format(Locale.ROOT, "  %-10s port %5d   %s", server.name(), server.port(), server.role()));
        }
        return lines;
    }

    /** Everything in one line. */
    public String line() {
        return nodes.stream()
                        .map(node -> node.port() + (node.up() ? "" : " down") + ": " + number(node.requests())
                                + " requests, local stock " + number(node.localStock()) + ", sold "
                                + number(node.sold()))
                        .collect(Collectors.joining("; "))
                + "; all: sold " + number(sold(nodes)) + ", left " + number(free(nodes))
                + redis.stream()
                        .map(server -> "; " + server.name() + ": " + server.role())
                        .collect(Collectors.joining());
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, "  %-6s %6s %12s %8s %12s %12s", (Object[]) cells)
                .stripTrailing();
    }

    private static long sold(List<NodeRow> nodes) {
        return nodes.stream().mapToLong(NodeRow::sold).sum();
    }

    /** As the node knows it that has heard most: stock that comes back is rare. */
    private static OptionalLong free(List<NodeRow> nodes) {
        return nodes.stream()
                .map(NodeRow::free)
                .flatMapToLong(OptionalLong::stream)
                .min();
    }

    private static String number(OptionalLong value) {
        return value.isPresent() ? number(value.getAsLong()) : "-";
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
