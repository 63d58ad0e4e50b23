package dev.onsale.http.server;

import dev.onsale.json.BadInputException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its one answer. Whoever answers second, as when the ledger answers after the time was up, is not heard. Owned by
 * the event loop of its connection.
 */
public final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** How long a connection that is given up goes on taking bytes, so that the client gets to read why. */
    private static final long LINGER_MILLIS = 1_000;

    private final EventLoop loop;
    private final HttpServerRequest request;
    private final long startedNanos;
    private Route route = Route.OTHER;
    private Query query = Query.NONE;

    /** Who may keep the answer: whoever makes one that may be shared has to say so. */
    private Caching caching = Caching.NEVER;

    private boolean readingBody;
    private boolean answered;

    /** Whether some headers of the answer are set already. */
    private boolean hasHeaders;

    /** The answer of a route that has words of its own for it when no answer came in time. */
    private @Nullable ConstantReply late;

    /** Begins an exchange now. */
    public Exchange(EventLoop loop, HttpServerRequest request) {
        this.loop = loop;
        this.request = request;
        this.startedNanos = loop.nanos();
    }

    /** The request, as it came. */
    public HttpServerRequest request() {
        return request;
    }

    /** The request's headers. */
    public MultiMap headers() {
        return request.headers();
    }

    /**
     * Says what the request turned out to ask for, and holds against it what the request carries: a parameter that is not known there,
     * one that stands twice, or a body where none is taken, is answered here and now.
     *
     * @return whether the request may be gone on with
     */
    public boolean asksFor(Route asked) {
        route = asked;
        if (!asked.takesBody() && carriesBody()) {
            // Its bytes are not read, and so must not be taken for the next request.
            problemAndClose(Problem.badInput("body", "must be left out: this call takes none"));
            return false;
        }
        try {
            query = Query.of(request.uri(), asked.parameters());
            return true;
        } catch (BadInputException fault) {
            problem(fault);
            return false;
        }
    }

    /** Whether a body follows the head, by what the head says of it. */
    private boolean carriesBody() {
        MultiMap headers = request.headers();
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return headers.contains(HttpHeaders.TRANSFER_ENCODING);
        }
        // The decoder has let only digits through.
        return !length.chars().allMatch(c -> c == '0');
    }

    /** The parameters of the request's URI, all of which its route knows. */
    public Query query() {
        return query;
    }

    /** Says that the answer to come may be kept, where it is a yes: it is the same for everybody. */
    public Exchange shared(Caching sharing) {
        caching = sharing;
        return this;
    }

    /** Says what to answer when no answer comes in time, where that is not a problem document. */
    public Exchange orElseLate(ConstantReply reply) {
        late = reply;
        return this;
    }

    /** When the request's head had come, by the event loop's clock for durations, in nanoseconds. */
    public long startedNanos() {
        return startedNanos;
    }

    /** Whether there is an answer, so that no other one would be heard. */
    public boolean isAnswered() {
        return answered;
    }

    /** Whether the client has ended its connection already, so that nobody would hear an answer. */
    public boolean isGone() {
        return Peer.isGone(request.connection());
    }

    /** Whether the client's connection is closed as far as the event loop has heard. Any thread. */
    public boolean isClosed() {
        return Peer.isClosed(request.connection());
    }

    /** Gives a request up whose client is gone: nothing is answered. */
    public void abandon() {
        answered = true;
        request.connection().close();
    }

    /** Whether it is the client that is waited for. */
    public boolean isReadingBody() {
        return readingBody;
    }

    void readingBody(boolean reading) {
        readingBody = reading;
    }

    /** Passes a value from any thread on to {@code then}, on the event loop; a bug in it is answered as one. */
    public <T> Consumer<T> later(Consumer<T> then) {
        return value -> loop.mailbox().post(() -> guarded(then, value));
    }

    /** Runs something later, on the event loop; for what is left to do behind an answer. */
    public void after(long millis, Runnable what) {
        loop.after(millis, what);
    }

    /** Runs a part of the work on this request; a bug in it is answered as one. */
    public <T> void guarded(Consumer<T> part, T value) {
        try {
            part.accept(value);
        } catch (RuntimeException | StackOverflowError bug) {
            fault(bug);
        }
    }

    /** Answers with bytes that are the same each time. No header of its own is sent along. */
    public void constant(ConstantReply reply) {
        if (begin()) {
            loop.meter().of(route).ok(elapsed());
            reply.send(response(), loop.date(), loop.isClosing());
        }
    }

    /** Answers a refusal of the article's kind, which is a success by its status. */
    public void constant(ConstantReply reply, ProblemType outcome) {
        if (begin()) {
            loop.meter().of(route).problem(outcome, elapsed());
            reply.send(response(), loop.date(), loop.isClosing());
        }
    }

    /** Answers yes. */
    public void ok(int status, CharSequence contentType, byte[] body) {
        ok(status, contentType, Buffer.buffer(body));
    }

    /** Answers yes; {@code body} may be sent again. */
    public void ok(int status, CharSequence contentType, Buffer body) {
        if (begin()) {
            loop.meter().of(route).ok(elapsed());
            send(status, contentType, body);
        }
    }

    /** Answers as an earlier, equal request was answered. */
    public void replayed(int status, CharSequence contentType, byte[] body) {
        if (begin()) {
            loop.meter().of(route).replayed(elapsed());
            send(status, contentType, Buffer.buffer(body));
        }
    }

    /** Answers that the client has it already; {@link #shared} says who else may keep it. */
    public void notModified(CharSequence etag) {
        if (begin()) {
            loop.meter().of(route).notModified(elapsed());
            HttpServerResponse response = response().setStatusCode(304);
            MultiMap headers = response.headers();
            headers.add(HttpHeaders.ETAG, etag)
                    .add(HttpHeaders.CACHE_CONTROL, caching.header())
                    .add(HttpHeaders.DATE, loop.date());
            sayIfLast(headers);
            response.end();
        }
    }

    /** Answers no. */
    public void problem(Problem problem) {
        if (!begin()) {
            return;
        }
        loop.meter().of(route).problem(problem.type(), elapsed());
        if (problem.isConstant() && !hasHeaders) {
            loop.problems().constant(problem).send(response(), loop.date(), loop.isClosing());
            return;
        }
        caching = Caching.NEVER;
        ProblemReplies.addHeaders(problem, response().headers());
        send(problem.type().status(), HeaderValues.PROBLEM_JSON, Buffer.buffer(ProblemReplies.body(problem)));
    }

    /** Answers that what came is not what was asked for. */
    public void problem(BadInputException fault) {
        problem(Problem.badInput(fault.field(), fault.sentence()));
    }

    /** Answers no, and gives up the connection: what follows on it is of no use. */
    public void problemAndClose(Problem problem) {
        if (!answered) {
            header(HttpHeaders.CONNECTION, HttpHeaders.CLOSE).problem(problem);
            // To close at once would make the kernel throw away what the client has not read yet.
            loop.after(LINGER_MILLIS, () -> request.connection().close());
        }
    }

    /** Answers that nothing came in time; where something was to be changed, that nobody knows whether it was. */
    public void timedOut() {
        ProblemType type = route.changes() ? ProblemType.UNKNOWN_OUTCOME : ProblemType.TIMED_OUT;
        if (late != null) {
            constant(late, type);
        } else {
            problem(Problem.of(type));
        }
    }

    /** Answers that this is a bug, and logs it once under a name that the answer tells. */
    public void fault(Throwable bug) {
        String incident = "urn:uuid:" + UUID.randomUUID();
        LOG.error("A request of the kind {} met a bug; its answer names it {}", route.word(), incident, bug);
        problem(Problem.internal(incident));
    }

    /** Adds a header to the answer to come. */
    public Exchange header(CharSequence name, CharSequence value) {
        response().headers().add(name, value);
        hasHeaders = true;
        return this;
    }

    private boolean begin() {
        assert loop.mailbox().onLoop() : "a response is written by its event loop alone";
        if (answered) {
            return false;
        }
        answered = true;
        readingBody = false;
        return true;
    }

    private void send(int status, CharSequence contentType, Buffer body) {
        HttpServerResponse response = response();
        if (status != 200) {
            response.setStatusCode(status);
        }
        MultiMap headers = response.headers();
        headers.add(HttpHeaders.CONTENT_TYPE, contentType);
        headers.add(HttpHeaders.DATE, loop.date());
        headers.add(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        headers.add(HttpHeaders.CACHE_CONTROL, caching.header());
        sayIfLast(headers);
        response.end(body);
    }

    /** A node that closes gives up its connections, and a proxy must not send its next request into one of them. */
    private void sayIfLast(MultiMap headers) {
        if (loop.isClosing()) {
            headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    private HttpServerResponse response() {
        return request.response();
    }

    private long elapsed() {
        return loop.nanos() - startedNanos;
    }
}
