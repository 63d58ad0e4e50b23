package dev.onsale.lab.cluster;

import java.io.IOException;
import java.util.Map;

/**
 * One Redis in a cluster's table.
 *
 * @param name of its folder
 * @param role what it is just now, in a few words
 */
public record RedisRow(String name, int port, String role) {

    /** Asks it. */
    static RedisRow of(String name, int port, boolean isAlive) {
        if (!isAlive) {
            return new RedisRow(name, port, "down");
        }
        try {
            Map<String, String> fields = RedisQuestion.replication(port);
            return new RedisRow(name, port, role(fields));
        } catch (IOException e) {
            return new RedisRow(name, port, "no answer");
        }
    }

    private static String role(Map<String, String> fields) {
        String replicas = fields.getOrDefault("connected_slaves", "0");
        return switch (fields.getOrDefault("role", "")) {
            case "master" -> "primary, " + replicas + (replicas.equals("1") ? " replica" : " replicas");
            case "slave" ->
                fields.getOrDefault("master_link_status", "").equals("up")
                        ? "replica"
                        : "replica, waits for its primary";
            default -> "no answer";
        };
    }
}
