package dev.onsale.http.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** Whether somebody is still there at the other end of a connection. Stateless. */
final class Peer {

    /** {@code TCP_ESTABLISHED} of the kernel: neither side has ended the connection. */
    private static final int ESTABLISHED = 1;

    private Peer() {}

    /** Whether the connection is closed, as far as its event loop has heard. Any thread. */
    static boolean isClosed(HttpConnection connection) {
        return !channel(connection).isActive();
    }

    /**
     * Whether the other end has ended the connection. The kernel knows so before the event loop, which reads what came before the end
     * first, maybe long after. On the event loop.
     */
    static boolean isGone(HttpConnection connection) {
        Channel channel = channel(connection);
        try {
            return !channel.isActive()
                    || (channel instanceof EpollSocketChannel socket
                            && socket.tcpInfo().state() != ESTABLISHED);
        } catch (ChannelException closed) {
            return true;
        }
    }

    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }
}
