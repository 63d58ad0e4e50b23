package dev.onsale.lab.load;

import dev.onsale.config.LoadLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection, with at most one request under way. Owned by the loop's thread. */
final class Connection {

    /** {@link #number} of no request. */
    static final int IDLE = -1;

    /** {@link #open} with as large a buffer as the system thinks right: larger than any request. */
    static final int SEND_BUFFER_OF_SYSTEM = 0;

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final byte[] NOTHING = new byte[0];

    private final SocketChannel channel;
    private final SelectionKey key;

    /** Of the request under way, or {@link #IDLE}. */
    private int number = IDLE;

    /** When the request was sent, or the opening began. */
    private long sinceNanos;

    /** What the kernel has not taken yet of the request. */
    private @Nullable ByteBuffer unsent;

    /** The beginning of an answer whose rest has not come. */
    private byte[] begun = NOTHING;

    private int begunLength;

    private boolean open;

    private Connection(SocketChannel channel, Selector selector, long nowNanos) throws IOException {
        this.channel = channel;
        this.sinceNanos = nowNanos;
        this.key = channel.register(selector, SelectionKey.OP_CONNECT, this);
    }

    /** Begins to open a connection; where the system opens it at once, it is. */
    static Connection open(InetSocketAddress server, Selector selector, int sendBufferBytes, long nowNanos)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (sendBufferBytes != SEND_BUFFER_OF_SYSTEM) {
                channel.setOption(StandardSocketOptions.SO_SNDBUF, sendBufferBytes);
            }
            Connection connection = new Connection(channel, selector, nowNanos);
            if (channel.connect(server)) {
                connection.opened();
            }
            return connection;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    boolean isConnecting() {
        return !open;
    }

    boolean isIdle() {
        return open && number == IDLE;
    }

    boolean isClosed() {
        return !channel.isOpen();
    }

    int number() {
        return number;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    /** Ends the opening; whether it is open now. */
    boolean finishConnecting() throws IOException {
        if (!channel.finishConnect()) {
            return false;
        }
        opened();
        return true;
    }

    private void opened() {
        open = true;
        key.interestOps(SelectionKey.OP_READ);
    }

    /** Sends a request, or as much of it as the kernel takes at once. */
    void send(int requestNumber, ByteBuffer request, long nowNanos) throws IOException {
        number = requestNumber;
        sinceNanos = nowNanos;
        channel.write(request);
        if (request.hasRemaining()) {
            unsent = ByteBuffer.allocate(request.remaining()).put(request).flip();
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /** Whether the kernel has the whole request. */
    boolean isSent() {
        return unsent == null;
    }

    /** Sends what is left. */
    void sendRest() throws IOException {
        ByteBuffer rest = unsent;
        if (rest != null) {
            channel.write(rest);
            if (rest.hasRemaining()) {
                return;
            }
        }
        unsent = null;
        key.interestOps(SelectionKey.OP_READ);
    }

    /**
     * Reads what has come.
     *
     * @param buffer to read into
     * @param bytes gets what has come of this answer so far, from 0
     * @return how many bytes that is, or -1 if the connection has ended
     */
    int receive(ByteBuffer buffer, byte[] bytes) throws IOException, MalformedAnswerException {
        buffer.clear();
        int received = channel.read(buffer);
        if (received < 0) {
            return -1;
        }
        if (begunLength + received > bytes.length) {
            throw new MalformedAnswerException("an answer has more than " + LoadLimits.ANSWER_BYTES_MAX + " bytes");
        }
        System.arraycopy(begun, 0, bytes, 0, begunLength);
        buffer.flip();
        buffer.get(bytes, begunLength, received);
        return begunLength + received;
    }

    /** Keeps the beginning of an answer until the rest has come. */
    void keep(byte[] bytes, int length) {
        if (begun.length < length) {
            begun = Arrays.copyOf(bytes, length);
        } else {
            System.arraycopy(bytes, 0, begun, 0, length);
        }
        begunLength = length;
    }

    /** The request is answered. */
    void becomeIdle() {
        number = IDLE;
        begun = NOTHING;
        begunLength = 0;
    }

    /** Ends it. Nothing more is expected of it, so a failure changes nothing. */
    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A connection did not close in order", e);
        }
    }
}
