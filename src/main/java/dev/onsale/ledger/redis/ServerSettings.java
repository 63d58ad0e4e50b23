package dev.onsale.ledger.redis;

import dev.onsale.config.WatchLimits;
import dev.onsale.ledger.redis.RedisSettings.Fsync;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings by which a Redis keeps what a ledger promises, as they are at one moment. Immutable, any thread.
 *
 * @param values by their names in {@code redis.conf}; one that is not known is left out
 */
record ServerSettings(Map<String, String> values) {

    private static final List<String> NAMES = List.of(
            "maxmemory-policy",
            "appendonly",
            "appendfsync",
            "no-appendfsync-on-rewrite",
            "min-replicas-to-write",
            "min-replicas-max-lag");

    /** Not how many, but that there is a number above 0. */
    private static final String SOME = "1 or more";

    ServerSettings {
        values = Map.copyOf(values);
    }

    /** Asks for them; where that is not allowed, for what Redis tells everybody of them. Fails only if Redis cannot be asked. */
    static Future<ServerSettings> read(Function<Request, Future<Response>> redis) {
        Request request = Request.cmd(Command.CONFIG).arg("GET");
        NAMES.forEach(request::arg);
        return redis.apply(request)
                .map(ServerSettings::ofConfig)
                .recover(e ->
                        isForbidden(e) ? Future.succeededFuture(new ServerSettings(Map.of())) : Future.failedFuture(e))
                .compose(read -> read.values.keySet().containsAll(NAMES)
                        ? Future.succeededFuture(read)
                        : redis.apply(Request.cmd(Command.INFO))
                                .map(info -> read.with(ServerCheck.fieldsOf(info.toString()))));
    }

    private static boolean isForbidden(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith("NOPERM") || message.startsWith("ERR");
    }

    private static ServerSettings ofConfig(Response config) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i + 1 < config.size(); i += 2) {
            values.put(config.get(i).toString(), config.get(i + 1).toString());
        }
        return new ServerSettings(values);
    }

    /** What {@code INFO} shows to everybody of those that are not known. */
    ServerSettings with(Map<String, String> info) {
        Map<String, String> all = new HashMap<>();
        String policy = info.get("maxmemory_policy");
        if (policy != null) {
            all.put("maxmemory-policy", policy);
        }
        String appendOnly = info.get("aof_enabled");
        if (appendOnly != null) {
            all.put("appendonly", appendOnly.equals("0") ? "no" : "yes");
        }
        if (info.containsKey("role")) {
            // It counts good replicas only where some are asked for.
            all.put("min-replicas-to-write", info.containsKey("min_slaves_good_slaves") ? SOME : "0");
        }
        all.putAll(values);
        return new ServerSettings(all);
    }

    /** The names of those that matter and cannot be looked at, so that operators have to see to them themselves. */
    List<String> unseen(RedisSettings asked) {
        return NAMES.stream().filter(name -> isUnseen(name, asked)).toList();
    }

    private boolean isUnseen(String name, RedisSettings asked) {
        String value = values.get(name);
        return switch (name) {
            case "appendfsync", "no-appendfsync-on-rewrite" -> value == null && asked.fsync() != Fsync.NO;
            case "min-replicas-max-lag" -> value == null && asked.replicas() > 0;
            case "min-replicas-to-write" ->
                asked.replicas() > 0 && (value == null || (value.equals(SOME) && asked.replicas() > 1));
            default -> value == null;
        };
    }

    /** How each of them is to be, where a node asks for this. */
    static String wanted(String name, RedisSettings asked) {
        return switch (name) {
            case "maxmemory-policy" -> "noeviction";
            case "appendonly" -> "yes";
            case "appendfsync" -> asked.fsync().word();
            case "no-appendfsync-on-rewrite" -> "no";
            case "min-replicas-to-write" -> Integer.toString(asked.replicas());
            default -> "1 to " + WatchLimits.REPLICA_LAG_SECONDS_MAX;
        };
    }

    /**
     * What is too weak, as a sentence without a full stop that tells what to set; null when nothing is. What is not known is taken to be right.
     *
     * @param place where the server is, without a password
     */
    @Nullable
    String weakness(String place, RedisSettings asked) {
        String redis = "Redis at " + place + " has ";
        String policy = values.getOrDefault("maxmemory-policy", "noeviction");
        if (!policy.equals("noeviction")) {
            return redis + "maxmemory-policy " + policy
                    + ", which would throw orders away when memory is short: set it to noeviction";
        }
        String ofDisk = weaknessOfDisk(redis, asked.fsync());
        return ofDisk == null ? weaknessOfReplicas(redis, asked.replicas()) : ofDisk;
    }

    private @Nullable String weaknessOfDisk(String redis, Fsync asked) {
        String appendOnly = values.getOrDefault("appendonly", "yes");
        String appendFsync = values.getOrDefault("appendfsync", asked.word());
        if (actual(appendOnly, appendFsync).compareTo(asked) > 0) {
            return redis + "appendonly " + appendOnly + " and appendfsync " + appendFsync
                    + ", so a crash could lose orders that were acknowledged: set appendonly yes and appendfsync "
                    + asked.word();
        }
        String onRewrite = values.getOrDefault("no-appendfsync-on-rewrite", "no");
        return asked != Fsync.NO && !onRewrite.equals("no")
                ? redis + "no-appendfsync-on-rewrite " + onRewrite
                        + ", so while it rewrites its files a crash could lose orders that were acknowledged: set"
                        + " no-appendfsync-on-rewrite no"
                : null;
    }

    private static Fsync actual(String appendOnly, String appendFsync) {
        Optional<Fsync> known = Arrays.stream(Fsync.values())
                .filter(fsync -> fsync.word().equals(appendFsync))
                .findFirst();
        return appendOnly.equals("yes") ? known.orElse(Fsync.NO) : Fsync.NO;
    }

    private @Nullable String weaknessOfReplicas(String redis, int asked) {
        if (asked == 0) {
            return null;
        }
        String count = values.getOrDefault("min-replicas-to-write", Integer.toString(asked));
        if (!count.equals(SOME) && number(count) < asked) {
            return redis + "min-replicas-to-write " + count
                    + ", so it would take orders although replicas are missing: set" + " min-replicas-to-write " + asked
                    + " (--replicas) or more";
        }
        String lag = values.getOrDefault("min-replicas-max-lag", "1");
        return number(lag) < 1 || number(lag) > WatchLimits.REPLICA_LAG_SECONDS_MAX
                ? redis + "min-replicas-max-lag " + lag
                        + ", so it would not notice in time that replicas are missing: set min-replicas-max-lag to 1 to "
                        + WatchLimits.REPLICA_LAG_SECONDS_MAX
                : null;
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }
}
