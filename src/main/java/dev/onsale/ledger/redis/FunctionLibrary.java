package dev.onsale.ledger.redis;

import dev.onsale.config.WatchLimits;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that Redis has functions that this program can work with, when a connection is made and all the time.
 *
 * <p>An older library is replaced, which Redis does at once and between two calls. A newer one stays if it says that it serves programs of this version, so that nodes can
 * be upgraded one after the other; else it is refused, and so is one that is so old that its data cannot be read, and one of somebody else's under the same name. One of
 * this version with other code is replaced, but not for ever: two programs that each hold theirs for the right one must not do so by turns. Owned by the event
 * loop.
 */
final class FunctionLibrary {

    private static final Logger LOG = LoggerFactory.getLogger(FunctionLibrary.class);
    private static final String NAME = "onsale";

    /** The files that it is written in, in their order: each uses only what stands before. */
    private static final List<String> FILES = List.of(
            "head",
            "keys",
            "runs",
            "tiers",
            "seats",
            "records",
            "orders",
            "commands",
            "calls",
            "ask",
            "expire",
            "view",
            "rights",
            "sales",
            "list",
            "register");

    private static final Pattern VERSION = Pattern.compile("^local VERSION = (\\d+)$", Pattern.MULTILINE);
    private static final Pattern SERVES_FROM = Pattern.compile("^local SERVES_FROM = (\\d+)$", Pattern.MULTILINE);
    private static final Pattern READS_FROM = Pattern.compile("^local READS_FROM = (\\d+)$", Pattern.MULTILINE);

    private final String code;
    private final int version;

    /** The oldest version whose data it can go on with. */
    private final int readsFrom;

    /** When libraries of this version were replaced lately. */
    private final ArrayDeque<Long> replacedNanos = new ArrayDeque<>();

    /** The newer version that this program works with, once that was told. */
    private int toldVersion;

    private FunctionLibrary(String code) {
        this.code = code;
        this.version = versionOf(code);
        this.readsFrom = number(READS_FROM, code);
    }

    /** The library that comes with this program. */
    static FunctionLibrary ofThisProgram() {
        return new FunctionLibrary(FILES.stream().map(FunctionLibrary::read).collect(Collectors.joining("\n")));
    }

    private static String read(String file) {
        String resource = "/redis/" + file + ".lua";
        try (InputStream in = Objects.requireNonNull(FunctionLibrary.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A library with other code; for tests. */
    static FunctionLibrary of(String code) {
        return new FunctionLibrary(code);
    }

    String code() {
        return code;
    }

    private static int versionOf(String code) {
        return number(VERSION, code);
    }

    private static int number(Pattern pattern, String code) {
        Matcher found = pattern.matcher(code);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    /**
     * Fails with a {@link RedisLedgerException} if there is a library that this program must not touch, or the user may not do what its functions do.
     */
    Future<Void> install(RedisConnection connection, String place) {
        return installed(connection, place).compose(done -> Rights.check(connection, place));
    }

    /** Succeeds with what is wrong with the functions now, if they are none that this program can work with. */
    Future<Optional<String>> look(Function<Request, Future<Response>> redis) {
        return redis.apply(list()).map(list -> {
            if (list.size() == 0) {
                return Optional.of("the functions are gone");
            }
            String theirs = codeOf(list.get(0));
            return theirs.equals(code) || serves(theirs)
                    ? Optional.<String>empty()
                    : Optional.of("the functions were replaced by " + described(theirs));
        });
    }

    private static String described(String theirs) {
        return isOnsale(theirs) ? "version " + versionOf(theirs) + " of them, with other code" : "somebody else's";
    }

    private static Request list() {
        return Request.cmd(Command.FUNCTION)
                .arg("LIST")
                .arg("LIBRARYNAME")
                .arg(NAME)
                .arg("WITHCODE");
    }

    private static String codeOf(Response installed) {
        return Objects.requireNonNullElse(field(installed, "library_code"), "");
    }

    private static boolean isOnsale(String theirs) {
        return versionOf(theirs) != 0 && theirs.contains("'onsale_version'");
    }

    /** Whether it is a newer one that understands what this program asks. */
    private boolean serves(String theirs) {
        int servesFrom = number(SERVES_FROM, theirs);
        return isOnsale(theirs) && versionOf(theirs) > version && servesFrom != 0 && servesFrom <= version;
    }

    private Future<Void> installed(RedisConnection connection, String place) {
        return connection
                .send(list())
                .compose(list ->
                        list.size() == 0 ? load(connection, place, false) : replace(connection, place, list.get(0)));
    }

    private Future<Void> replace(RedisConnection connection, String place, Response installed) {
        String theirs = codeOf(installed);
        if (theirs.equals(code)) {
            return Future.succeededFuture();
        }
        int theirVersion = versionOf(theirs);
        if (serves(theirs)) {
            tellOnce(theirVersion, place);
            return Future.succeededFuture();
        }
        if (!isOnsale(theirs)) {
            return refuse("Redis at " + place + " has a library of functions called " + NAME
                    + " that is not this program's: remove it, or name another Redis.");
        }
        if (theirVersion > version) {
            return refuse("Redis at " + place + " has version " + theirVersion + " of the " + NAME
                    + " functions, and this program knows " + version + ": upgrade this program.");
        }
        if (theirVersion < readsFrom) {
            return refuse("Redis at " + place + " has version " + theirVersion + " of the " + NAME
                    + " functions, and orders as they wrote them, which this program cannot read: name an empty Redis, or, if those orders are"
                    + " not needed any more, empty this one (FLUSHALL, FUNCTION DELETE " + NAME + ").");
        }
        if (theirVersion == version && !mayReplace()) {
            return refuse("Redis at " + place + " is given other code for version " + version + " of the " + NAME
                    + " functions again and again: two programs hold theirs for the right one. Stop one of them.");
        }
        return load(connection, place, true);
    }

    private void tellOnce(int theirVersion, String place) {
        if (toldVersion != theirVersion) {
            toldVersion = theirVersion;
            LOG.warn(
                    "Redis at {} has version {} of the {} functions, and this program knows {}: it works with them; upgrade it soon.",
                    place,
                    theirVersion,
                    NAME,
                    version);
        }
    }

    private boolean mayReplace() {
        long now = System.nanoTime();
        replacedNanos.removeIf(at -> now - at > TimeUnit.MILLISECONDS.toNanos(WatchLimits.FUNCTIONS_MILLIS));
        if (replacedNanos.size() >= WatchLimits.FUNCTIONS_REPLACED_MAX) {
            return false;
        }
        return replacedNanos.add(now);
    }

    private Future<Void> load(RedisConnection connection, String place, boolean replace) {
        Request request = Request.cmd(Command.FUNCTION).arg("LOAD");
        return connection
                .send((replace ? request.arg("REPLACE") : request).arg(code))
                .onSuccess(done ->
                        LOG.info("Loaded version {} of the {} functions into Redis at {}", version, NAME, place))
                .<Void>mapEmpty()
                .recover(e -> {
                    String why = String.valueOf(e.getMessage());
                    if (why.contains("already exists")) {
                        // Another node was quicker, or the names are somebody else's.
                        return why.contains("Library")
                                ? installed(connection, place)
                                : refuse("Redis at " + place
                                        + " has a function of somebody else's that is called like one of " + NAME
                                        + "'s (" + why + "): remove it, or name another Redis.");
                    }
                    return Future.failedFuture(e);
                });
    }

    private static @org.jspecify.annotations.Nullable String field(Response pairs, String name) {
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            if (pairs.get(i).toString().equals(name)) {
                return pairs.get(i + 1).toString(StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private static Future<Void> refuse(String sentence) {
        return Future.failedFuture(new RedisLedgerException(sentence));
    }
}
