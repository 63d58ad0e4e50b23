package dev.onsale.lab.load;

import dev.onsale.config.LoadLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a {@link LoadScript} says when it is due, over as many connections as are needed up to a bound, and tells the script what
 * came of it. One thread does all of it; it owns everything here but {@link #stop}.
 *
 * <p>Requests that are due within the same millisecond may leave together: the system's shortest sleep is about as long, and to spin instead would
 * take the core away from the server. The time until a request leaves is part of what is measured.
 *
 * <p>The script hears of each request that it has handed over exactly once, that it was answered or that it failed; only when the loop ends
 * does it hear no more of those that are still under way.
 */
public final class LoadLoop implements AutoCloseable {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(LoadLimits.LOAD_TICK_MILLIS);
    private static final long CONNECT_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(LoadLimits.CONNECT_MILLIS_MAX);
    private static final long CONNECT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(LoadLimits.CONNECT_PAUSE_MILLIS);

    private final InetSocketAddress server;
    private final int connectionsMax;
    private final long answerNanosMax;
    private final long goneNanosMax;
    private final int sendBufferBytes;
    private final LoadScript script;
    private final Selector selector;

    /** All that are open or being opened. */
    private final List<Connection> connections = new ArrayList<>();

    /** The one used last is used next: the others may be closed by the server without anybody noticing. */
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();

    private final ByteBuffer request = ByteBuffer.allocateDirect(LoadLimits.REQUEST_BYTES_MAX);
    private final ByteBuffer received = ByteBuffer.allocateDirect(LoadLimits.ANSWER_BYTES_MAX);
    private final byte[] bytes = new byte[LoadLimits.ANSWER_BYTES_MAX];
    private final Answer answer = new Answer();

    private long beganNanos;
    private long nextTickNanos;
    private int connecting;

    /** Since when every attempt to open a connection has failed while none was open, or -1. */
    private long unreachableSinceNanos = -1;

    private long nextConnectNanos;
    private @Nullable IOException whyUnreachable;
    private long broken;
    private volatile boolean stopped;

    /**
     * @param server to load
     * @param connectionsMax 1 … {@link LoadLimits#CONNECTIONS_MAX}
     * @param answerMillisMax how long an answer may take from when its request is sent
     * @throws IOException if the system has no more files
     */
    public LoadLoop(InetSocketAddress server, int connectionsMax, int answerMillisMax, LoadScript script)
            throws IOException {
        this(
                server,
                connectionsMax,
                answerMillisMax,
                LoadLimits.SERVER_GONE_MILLIS_MAX,
                Connection.SEND_BUFFER_OF_SYSTEM,
                script);
    }

    /**
     * @param goneMillisMax how long the server may be out of reach before it is given up
     * @param sendBufferBytes of each connection, or {@link Connection#SEND_BUFFER_OF_SYSTEM}
     */
    LoadLoop(
            InetSocketAddress server,
            int connectionsMax,
            int answerMillisMax,
            int goneMillisMax,
            int sendBufferBytes,
            LoadScript script)
            throws IOException {
        this.server = server;
        this.connectionsMax = connectionsMax;
        this.answerNanosMax = TimeUnit.MILLISECONDS.toNanos(answerMillisMax);
        this.goneNanosMax = TimeUnit.MILLISECONDS.toNanos(goneMillisMax);
        this.sendBufferBytes = sendBufferBytes;
        this.script = script;
        this.selector = Selector.open();
    }

    /**
     * Runs until the script is over or a stop is wanted.
     *
     * @throws ServerGoneException if no connection can be opened for {@link LoadLimits#SERVER_GONE_MILLIS_MAX}, while none is open
     * @throws IOException if the system fails
     */
    public void run() throws IOException {
        beganNanos = System.nanoTime();
        while (!script.isOver() && !stopped) {
            long now = now();
            // Before anything is sent: what becomes due in a tick is not to wait for the next one.
            if (now >= nextTickNanos) {
                script.tick(now);
                expire(now);
                nextTickNanos = now + TICK_NANOS;
            }
            long due = sendDue(now);
            long wait = Math.min(due, nextTickNanos) - now;
            selector.select(this::handle, Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)));
        }
    }

    /** How many connections have ended by themselves, in the middle of a request or between two. */
    public long brokenConnections() {
        return broken;
    }

    /** Lets {@link #run} return soon. Any thread. */
    public void stop() {
        stopped = true;
        selector.wakeup();
    }

    private long now() {
        return System.nanoTime() - beganNanos;
    }

    /** Sends what is due, as far as there are connections. Returns when to look again, or {@link LoadScript#NEVER}. */
    private long sendDue(long now) throws IOException {
        long due = script.nextDueNanos();
        while (due <= now) {
            Connection connection = idle.pollLast();
            if (connection == null) {
                openMore(now);
                return LoadScript.NEVER; // until one is idle or open
            }
            if (!connection.isClosed()) {
                send(connection, now);
                due = script.nextDueNanos();
            }
        }
        return due;
    }

    private void send(Connection connection, long now) {
        request.clear();
        int number = script.take(request, now);
        request.flip();
        try {
            connection.send(number, request, now);
        } catch (IOException e) {
            fail(connection, LoadScript.Failure.BROKEN);
        }
    }

    private void openMore(long now) throws IOException {
        if (connections.size() >= connectionsMax
                || connecting >= LoadLimits.CONNECTIONS_OPENING_MAX
                || now < nextConnectNanos) {
            return;
        }
        try {
            Connection connection = Connection.open(server, selector, sendBufferBytes, now);
            connections.add(connection);
            if (connection.isConnecting()) {
                connecting++;
            } else {
                reached(connection);
            }
            // Others may be due too; the loop comes here again at once.
            selector.wakeup();
        } catch (IOException e) {
            notReached(e, now);
        }
    }

    private void handle(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (connection.isConnecting()) {
                connected(connection);
                return;
            }
            if (key.isWritable()) {
                connection.sendRest();
            }
            if (key.isReadable()) {
                read(connection);
            }
        } catch (MalformedAnswerException e) {
            fail(connection, LoadScript.Failure.MALFORMED);
        } catch (IOException | CancelledKeyException e) {
            fail(connection, LoadScript.Failure.BROKEN);
        }
    }

    private void connected(Connection connection) throws MalformedAnswerException {
        try {
            if (connection.finishConnecting()) {
                connecting--;
                reached(connection);
            }
        } catch (IOException e) {
            connecting--;
            drop(connection);
            failToReach(e);
        }
    }

    private void reached(Connection connection) {
        unreachableSinceNanos = -1;
        idle.addLast(connection);
    }

    private void failToReach(IOException e) {
        long now = now();
        if (connections.size() > connecting) {
            // It has all the connections that it wants, which says nothing about later, when these may be closed.
            unreachableSinceNanos = -1;
        } else if (unreachableSinceNanos < 0) {
            unreachableSinceNanos = now;
        }
        whyUnreachable = e;
        nextConnectNanos = now + CONNECT_PAUSE_NANOS;
    }

    private void notReached(IOException e, long now) throws IOException {
        failToReach(e);
        checkReachable(now);
    }

    private void checkReachable(long now) throws ServerGoneException {
        IOException why = whyUnreachable;
        boolean noneOpen = connections.size() == connecting;
        if (why != null && noneOpen && unreachableSinceNanos >= 0 && now - unreachableSinceNanos > goneNanosMax) {
            throw new ServerGoneException(
                    "nothing answers at " + server.getHostString() + ":" + server.getPort() + " for "
                            + TimeUnit.NANOSECONDS.toSeconds(now - unreachableSinceNanos) + " seconds ("
                            + why.getMessage() + ")",
                    why);
        }
    }

    private void read(Connection connection) throws IOException, MalformedAnswerException {
        int length = connection.receive(received, bytes);
        if (length < 0) {
            fail(connection, LoadScript.Failure.BROKEN);
            return;
        }
        if (length == 0) {
            return;
        }
        if (connection.isIdle()) {
            throw new MalformedAnswerException("an answer came that nobody asked for");
        }
        int end = AnswerReader.read(bytes, length, answer);
        if (end == AnswerReader.INCOMPLETE) {
            connection.keep(bytes, length);
            return;
        }
        if (end < length) {
            throw new MalformedAnswerException("an answer is followed by another one that nobody asked for");
        }
        int number = connection.number();
        connection.becomeIdle();
        // Who answers before the request is whole may take its rest for the next one.
        if (answer.keepsAlive && connection.isSent()) {
            idle.addLast(connection);
        } else {
            drop(connection);
        }
        script.answered(number, answer, now());
    }

    private void fail(Connection connection, LoadScript.Failure failure) {
        if (failure == LoadScript.Failure.BROKEN) {
            broken++;
        }
        int number = connection.number();
        connection.becomeIdle();
        drop(connection);
        if (number != Connection.IDLE) {
            script.failed(number, failure, now());
        }
    }

    private void drop(Connection connection) {
        connection.close();
        connections.remove(connection);
    }

    private void expire(long now) throws ServerGoneException {
        for (int i = connections.size() - 1; i >= 0; i--) {
            Connection connection = connections.get(i);
            if (connection.isConnecting()) {
                if (now - connection.sinceNanos() > CONNECT_NANOS_MAX) {
                    connecting--;
                    drop(connection);
                    failToReach(new IOException("no connection within " + LoadLimits.CONNECT_MILLIS_MAX + " ms"));
                }
            } else if (!connection.isIdle() && now - connection.sinceNanos() > answerNanosMax) {
                fail(connection, LoadScript.Failure.TIMED_OUT);
            }
        }
        checkReachable(now);
    }

    /** Ends all connections. */
    @Override
    public void close() throws IOException {
        connections.forEach(Connection::close);
        connections.clear();
        selector.close();
    }
}
