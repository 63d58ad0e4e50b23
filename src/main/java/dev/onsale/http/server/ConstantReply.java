package dev.onsale.http.server;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose bytes are the same each time, but for the date. Its headers are put together once a second and then shared by
 * all answers. Owned by one event loop.
 */
public final class ConstantReply {

    private record Header(CharSequence name, CharSequence value) {}

    private final int status;
    private final Buffer body;
    private final List<Header> constant = new ArrayList<>();

    private @Nullable MultiMap headers;
    private @Nullable CharSequence date;

    /**
     * An answer with this body, which no cache may keep.
     *
     * @param body is not copied, and must not change
     */
    public ConstantReply(int status, CharSequence contentType, byte[] body) {
        this(status, Caching.NEVER, contentType, body);
    }

    /** The same, and who may keep it. */
    public ConstantReply(int status, Caching caching, CharSequence contentType, byte[] body) {
        this.status = status;
        this.body = Buffer.buffer(body);
        with(HttpHeaders.CONTENT_TYPE, contentType);
        with(HttpHeaders.CONTENT_LENGTH, HttpHeaders.createOptimized(Integer.toString(body.length)));
        with(HttpHeaders.CACHE_CONTROL, caching.header());
    }

    /** With another header; to be called before the first answer. */
    public ConstantReply with(CharSequence name, CharSequence value) {
        constant.add(new Header(name, value));
        return this;
    }

    /** Bytes of the body. */
    public int length() {
        return body.length();
    }

    /**
     * Answers.
     *
     * @param now the date's text; the same object for a second
     * @param last whether the connection ends with this answer
     */
    public void send(HttpServerResponse response, CharSequence now, boolean last) {
        MultiMap shared = headers;
        if (shared == null || date != now) {
            shared = render(now);
        }
        if (status != 200) {
            response.setStatusCode(status);
        }
        response.headers().setAll(shared);
        if (last) {
            response.headers().add(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.end(body);
    }

    private MultiMap render(CharSequence now) {
        MultiMap fresh = HttpHeaders.headers();
        for (Header header : constant) {
            fresh.add(header.name(), header.value());
        }
        fresh.add(HttpHeaders.DATE, now);
        MultiMap shared = fresh.copy(false);
        headers = shared;
        date = now;
        return shared;
    }
}
