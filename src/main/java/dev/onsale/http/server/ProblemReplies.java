package dev.onsale.http.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;

/** Problems as answers. The most frequent ones are the same each time and kept. Owned by one event loop. */
public final class ProblemReplies {

    private static final CharSequence WWW_AUTHENTICATE = HttpHeaders.createOptimized("WWW-Authenticate");
    private static final CharSequence BEARER = HttpHeaders.createOptimized("Bearer realm=\"onsale\"");
    private static final JsonFactory FACTORY = new JsonFactory();

    /** By type, the problems that say nothing of their case. */
    private final Map<ProblemType, ConstantReply> constants = new EnumMap<>(ProblemType.class);

    /** The answer to a problem that {@link Problem#isConstant is constant}. */
    public ConstantReply constant(Problem problem) {
        ProblemType type = problem.type();
        ConstantReply reply = constants.get(type);
        if (reply == null) {
            reply = new ConstantReply(type.status(), HeaderValues.PROBLEM_JSON, body(problem));
            if (problem.retryAfterSeconds() > 0) {
                reply.with(HttpHeaders.RETRY_AFTER, Integer.toString(problem.retryAfterSeconds()));
            }
            if (type == ProblemType.UNAUTHENTICATED) {
                reply.with(WWW_AUTHENTICATE, BEARER);
            }
            constants.put(type, reply);
        }
        return reply;
    }

    /** Adds the headers that belong to a problem, but for the usual ones. */
    public static void addHeaders(Problem problem, MultiMap headers) {
        if (problem.retryAfterSeconds() > 0) {
            headers.add(HttpHeaders.RETRY_AFTER, Integer.toString(problem.retryAfterSeconds()));
        }
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            headers.add(WWW_AUTHENTICATE, BEARER);
        }
    }

    /** The problem as JSON. */
    public static byte[] body(Problem problem) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", problem.type().uri());
            json.writeStringField("title", problem.type().title());
            json.writeNumberField("status", problem.type().status());
            json.writeStringField("detail", problem.detail());
            String instance = problem.instance();
            if (instance != null) {
                json.writeStringField("instance", instance);
            }
            String field = problem.field();
            if (field != null) {
                json.writeStringField("field", field);
            }
            String opensAt = problem.opensAt();
            if (opensAt != null) {
                json.writeStringField("opensAt", opensAt);
            }
            Long limit = problem.limit();
            if (limit != null) {
                json.writeNumberField("limit", limit);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
