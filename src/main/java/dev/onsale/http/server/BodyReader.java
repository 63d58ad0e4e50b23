package dev.onsale.http.server;

import io.netty.handler.codec.DecoderException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes in a JSON body, chunk by chunk, and never more than it may have: a body over its limit is refused at its first byte too
 * many, or at its announcement. Owned by the event loop.
 */
public final class BodyReader {

    private static final String JSON = "application/json";

    private final Exchange exchange;
    private final int bytesMax;
    private final Consumer<byte[]> then;
    private @Nullable Buffer body;

    private BodyReader(Exchange exchange, int bytesMax, Consumer<byte[]> then) {
        this.exchange = exchange;
        this.bytesMax = bytesMax;
        this.then = then;
    }

    /**
     * Reads the body of a request that was not answered yet, or answers why not. To be called in the same turn in which the request's head
     * came.
     *
     * @param then gets the whole body, on the event loop
     */
    public static void read(Exchange exchange, int bytesMax, Consumer<byte[]> then) {
        HttpServerRequest request = exchange.request();
        Problem problem = wrongKind(request);
        if (problem != null) {
            exchange.problem(problem);
            return;
        }
        String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        if (length != null && announcesMoreThan(bytesMax, length)) {
            exchange.problemAndClose(tooLarge(bytesMax));
            return;
        }
        if (request.headers().contains(HttpHeaders.EXPECT)) {
            request.response().writeContinue();
        }
        BodyReader reader = new BodyReader(exchange, bytesMax, then);
        exchange.readingBody(true);
        request.handler(reader::chunk);
        request.endHandler(nothing -> reader.end());
        request.exceptionHandler(broken -> broken(exchange, broken));
    }

    private static void broken(Exchange exchange, Throwable why) {
        exchange.readingBody(false);
        // When the connection breaks there is nobody left to answer; but bytes that are no body come from somebody.
        if (why instanceof IllegalArgumentException || why instanceof DecoderException) {
            exchange.problemAndClose(Problem.of(ProblemType.BAD_REQUEST));
        }
    }

    private void chunk(Buffer chunk) {
        if (exchange.isAnswered()) {
            return;
        }
        Buffer before = body;
        if ((before == null ? 0 : before.length()) + chunk.length() > bytesMax) {
            body = null;
            exchange.problemAndClose(tooLarge(bytesMax));
        } else {
            body = before == null ? chunk.copy() : before.appendBuffer(chunk);
        }
    }

    private void end() {
        if (exchange.isAnswered()) {
            return;
        }
        exchange.readingBody(false);
        exchange.guarded(then, body == null ? new byte[0] : body.getBytes());
    }

    private static boolean announcesMoreThan(int bytesMax, String length) {
        // The decoder has let only digits through.
        return length.length() > 10 || Long.parseLong(length) > bytesMax;
    }

    private static Problem tooLarge(int bytesMax) {
        return Problem.limited(ProblemType.BODY_TOO_LARGE, "The body may have up to " + bytesMax + " bytes.", bytesMax);
    }

    private static @Nullable Problem wrongKind(HttpServerRequest request) {
        String type = request.headers().get(HttpHeaders.CONTENT_TYPE);
        if (type == null) {
            return Problem.badInput("Content-Type", "is missing; it must be " + JSON);
        }
        if (!type.equals(JSON) && !isJson(type)) {
            return Problem.ofField(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Content-Type", "must be " + JSON);
        }
        String encoding = request.headers().get(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return Problem.ofField(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding",
                    "must be left out: the body is read as it comes");
        }
        return null;
    }

    private static boolean isJson(String type) {
        int semicolon = type.indexOf(';');
        String kind = semicolon < 0 ? type : type.substring(0, semicolon);
        if (!kind.strip().equalsIgnoreCase(JSON)) {
            return false;
        }
        String parameters = semicolon < 0 ? "" : type.substring(semicolon).toLowerCase(Locale.ROOT);
        return !parameters.contains("charset") || parameters.contains("utf-8");
    }
}
