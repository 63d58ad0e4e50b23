package dev.onsale.ledger.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a Redis can keep what a ledger promises. Stateless, any thread. */
final class ServerCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ServerCheck.class);

    /** Functions came with this version. */
    private static final int MAJOR_VERSION_MIN = 7;

    private ServerCheck() {}

    /** Fails with a {@link RedisLedgerException} if this server cannot be a ledger, and with another exception if it cannot be now. */
    static Future<Void> check(RedisConnection connection, String place, RedisSettings settings) {
        return connection
                .send(Request.cmd(Command.INFO))
                .map(info -> fieldsOf(String.valueOf(info)))
                .compose(info -> checkInfo(info, place, settings).onSuccess(ok -> warn(riskOf(info, place, settings))))
                .compose(ok -> ServerSettings.read(connection::send))
                .compose(read -> checkSettings(read, place, settings))
                .compose(ok -> RightsCheck.check(connection, place));
    }

    private static void warn(@Nullable String sentence) {
        if (sentence != null) {
            LOG.warn("{}", sentence);
        }
    }

    private static Future<Void> checkSettings(ServerSettings read, String place, RedisSettings settings) {
        warn(unwatched(read, place, settings));
        String weakness = read.weakness(place, settings);
        return weakness == null ? Future.succeededFuture() : refuse(weakness + ".");
    }

    /** What a node cannot watch of a Redis that hides its settings, as a sentence; or null. */
    static @Nullable String unwatched(ServerSettings read, String place, RedisSettings settings) {
        List<String> unseen = read.unseen(settings);
        return unseen.isEmpty()
                ? null
                : "Redis at " + place + " hides settings from this user, and INFO does not show them: "
                        + String.join(", ", unseen)
                        + ". Nobody notices when one of them is made weaker: see to it yourself that it has "
                        + unseen.stream()
                                .map(name -> name + " " + ServerSettings.wanted(name, settings))
                                .collect(Collectors.joining(", "))
                        + ".";
    }

    /** What a failover can lose although replicas have confirmed what was answered, as a sentence; or null. */
    static @Nullable String riskOf(Map<String, String> info, String place, RedisSettings settings) {
        String connected = info.getOrDefault("connected_slaves", "0");
        int replicas = connected.matches("\\d{1,6}") ? Integer.parseInt(connected) : 0;
        RedisAddress.Kind kind = settings.address().kind();
        if (settings.replicas() == 0 || settings.replicas() >= replicas || kind == RedisAddress.Kind.SENTINEL) {
            return null;
        }
        String way = kind == RedisAddress.Kind.SINGLE ? "name the Sentinels (redis-sentinel://), or use" : "use";
        return "Redis at " + place + " has " + replicas + " replicas, and --replicas " + settings.replicas()
                + " waits for " + settings.replicas()
                + " of them: a failover to one that did not confirm, of which this node does not hear,"
                + " loses answered orders. So " + way + " --replicas " + replicas + ".";
    }

    /** The same, for somebody who only reads. */
    static Future<Void> checkReadable(RedisConnection connection, String place, RedisSettings settings) {
        return connection
                .send(Request.cmd(Command.INFO))
                .compose(info -> checkInfo(fieldsOf(String.valueOf(info)), place, settings));
    }

    private static Future<Void> checkInfo(Map<String, String> info, String place, RedisSettings settings) {
        String version = info.getOrDefault("redis_version", "unknown");
        int major = version.matches("\\d+\\..*") ? Integer.parseInt(version.substring(0, version.indexOf('.'))) : 0;
        if (major < MAJOR_VERSION_MIN) {
            return refuse("Redis at " + place + " has version " + version + ", and a ledger needs " + MAJOR_VERSION_MIN
                    + ".0 or newer: upgrade it.");
        }
        if ("1".equals(info.get("cluster_enabled")) && settings.address().kind() != RedisAddress.Kind.CLUSTER) {
            return refuse("Redis at " + place
                    + " is part of a Redis Cluster: name it as redis-cluster://host:port,host:port.");
        }
        if ("slave".equals(info.get("role"))) {
            return Future.failedFuture(
                    new RedisLink.Lost("Redis at " + place + " is a replica, and a ledger needs the primary"));
        }
        return Future.succeededFuture();
    }

    /** The fields of an answer of {@code INFO}. */
    static Map<String, String> fieldsOf(String info) {
        Map<String, String> fields = new HashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return fields;
    }

    private static Future<Void> refuse(String sentence) {
        return Future.failedFuture(new RedisLedgerException(sentence));
    }
}
