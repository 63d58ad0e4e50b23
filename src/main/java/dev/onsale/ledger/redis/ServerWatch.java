package dev.onsale.ledger.redis;

import dev.onsale.config.WatchLimits;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks all the time whether the server of one connection still is what it was when it was greeted: that its settings keep what was promised, that the functions
 * are there and may be called, that it is a primary. Owned by the event loop.
 */
final class ServerWatch {

    private final Function<Request, Future<Response>> redis;
    private final RedisSettings settings;
    private final Function<Function<Request, Future<Response>>, Future<Optional<String>>> changed;
    private final Consumer<String> renew;

    private int connection;
    private String place = "";
    private boolean isLooking;
    private double used;
    private long lookAtNanos;

    /** Why nothing may be sold on this server, or null. */
    private @Nullable String weakness;

    /**
     * @param changed looks whether the functions are those that were found at the greeting; succeeds with what is different
     * @param renew told why the connection has to be made anew: whoever connects checks everything, and loads the functions
     */
    ServerWatch(
            Function<Request, Future<Response>> redis,
            RedisSettings settings,
            Function<Function<Request, Future<Response>>, Future<Optional<String>>> changed,
            Consumer<String> renew) {
        this.redis = redis;
        this.settings = settings;
        this.changed = changed;
        this.renew = renew;
    }

    /** There is a new connection, and its server was just found to be right. */
    void connected(String at) {
        connection++;
        place = at;
        isLooking = false;
        weakness = null;
        rest();
    }

    private void rest() {
        lookAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WatchLimits.SETTINGS_MILLIS);
    }

    /** Why nothing may be sold on this server now, or null. */
    @Nullable
    String weakness() {
        return weakness;
    }

    /** Looks if the time has come. */
    void tick() {
        if (isLooking || System.nanoTime() - lookAtNanos < 0) {
            return;
        }
        isLooking = true;
        int lookedOn = connection;
        Future<ServerSettings> read = ServerSettings.read(redis);
        Future<Optional<String>> functions = callFunction();
        Future<Optional<String>> change = changed.apply(redis);
        Future<Response> role =
                redis.apply(Request.cmd(Command.INFO).arg("replication").arg("memory"));
        Future.join(read, functions, change, role).onComplete(all -> {
            if (lookedOn != connection) {
                return;
            }
            isLooking = false;
            rest();
            Map<String, String> info =
                    role.succeeded() ? ServerCheck.fieldsOf(role.result().toString()) : Map.of();
            measure(info);
            if ("slave".equals(info.get("role"))) {
                renew.accept("it is a replica now");
            } else if (change.succeeded() && change.result().isPresent()) {
                renew.accept(change.result().get());
            } else if (functions.succeeded() && read.succeeded()) {
                String ofSettings = read.result().weakness(place, settings);
                weakness = functions.result().isPresent()
                        ? functions.result().get()
                        : change.failed() && sentence(change.cause()).isPresent()
                                ? sentence(change.cause()).get()
                                : ofSettings;
            }
            // Otherwise the connection is gone, or about to be given up.
        });
    }

    private void measure(Map<String, String> info) {
        double most = number(info, "maxmemory");
        if (!info.isEmpty()) {
            used = most == 0 ? 0 : (number(info, "used_memory") - number(info, "mem_not_counted_for_evict")) / most;
        }
    }

    private static double number(Map<String, String> info, String name) {
        String text = info.getOrDefault(name, "0");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** How much of its {@code maxmemory} the server has used, from 0 to 1; 0 where it has none. */
    double used() {
        return used;
    }

    /** Calls the smallest of the functions, and says what is wrong with that. */
    private Future<Optional<String>> callFunction() {
        return redis.apply(Request.cmd(Command.FCALL).arg("onsale_version").arg(0))
                .map(version -> Optional.<String>empty())
                .otherwise(this::sentence);
    }

    private Optional<String> sentence(Throwable e) {
        return e instanceof RedisLink.Lost || e instanceof RedisLink.NotSent
                ? Optional.empty()
                : Optional.of(
                        "Redis at " + place + " does not run the functions of this program (" + e.getMessage() + ")");
    }
}
