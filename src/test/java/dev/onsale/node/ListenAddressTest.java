package dev.onsale.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ListenAddressTest {

    @Test
    void aFreePortIsFine() throws Exception {
        ListenAddress.check("127.0.0.1", 0);
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ListenAddress.check("127.0.0.1", other.getLocalPort()))
                    .isInstanceOf(StartException.class)
                    .hasMessage("cannot listen on 127.0.0.1, port " + other.getLocalPort()
                            + ", since another program does: stop that one, or choose another port with --port");
        }
    }

    /** 192.0.2.0/24 is for documents: no machine has such an address (RFC 5737). */
    @Test
    void anAddressOfAnotherMachineIsNamed() {
        assertThatThrownBy(() -> ListenAddress.check("192.0.2.1", 0))
                .isInstanceOf(StartException.class)
                .hasMessage("cannot listen on 192.0.2.1, port 0, since that is no address of this machine:"
                        + " choose one with --host");
    }

    /** Names under .invalid are never known (RFC 6761). */
    @Test
    void anUnknownHostIsNamed() {
        assertThatThrownBy(() -> ListenAddress.check("onsale.invalid", 0))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("cannot listen on onsale.invalid, which is no known host");
    }

    @Test
    void theUrlIsOneThatThisMachineCanOpen() {
        assertThat(ListenAddress.url("127.0.0.1", 3000)).isEqualTo("http://127.0.0.1:3000/");
        assertThat(ListenAddress.url("shop.example", 80)).isEqualTo("http://shop.example:80/");
        assertThat(ListenAddress.url("0.0.0.0", 3000)).isEqualTo("http://127.0.0.1:3000/");
        assertThat(ListenAddress.url("::", 3000)).isEqualTo("http://[::1]:3000/");
        assertThat(ListenAddress.url("::1", 3000)).isEqualTo("http://[::1]:3000/");
    }
}
