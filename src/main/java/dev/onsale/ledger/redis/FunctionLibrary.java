package dev.onsale.ledger.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that Redis has this program's functions. An older library is replaced, which Redis does at once and between two calls; one that is so
 * old that its data cannot be read, a newer one, and one of somebody else's under the same name, is left alone and refused. Any thread.
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
    private static final Pattern READS_FROM = Pattern.compile("^local READS_FROM = (\\d+)$", Pattern.MULTILINE);

    private final String code;
    private final int version;

    /** The oldest version whose data it can go on with. */
    private final int readsFrom;

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

    private Future<Void> installed(RedisConnection connection, String place) {
        return connection
                .send(Request.cmd(Command.FUNCTION)
                        .arg("LIST")
                        .arg("LIBRARYNAME")
                        .arg(NAME)
                        .arg("WITHCODE"))
                .compose(list ->
                        list.size() == 0 ? load(connection, place, false) : replace(connection, place, list.get(0)));
    }

    private Future<Void> replace(RedisConnection connection, String place, Response installed) {
        String theirs = Objects.requireNonNullElse(field(installed, "library_code"), "");
        if (theirs.equals(code)) {
            return Future.succeededFuture();
        }
        int theirVersion = versionOf(theirs);
        if (theirVersion == 0 || !theirs.contains("'onsale_version'")) {
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
        return load(connection, place, true);
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
