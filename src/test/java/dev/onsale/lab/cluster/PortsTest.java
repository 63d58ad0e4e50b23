package dev.onsale.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;

@Tag("servers")
class PortsTest {

    /** Else a buyer's connection could sit on it just when the server comes back. */
    @RepeatedTest(5)
    void aLastingPortIsNoneThatConnectionsAreGiven() throws Exception {
        Process cat = new ProcessBuilder("cat", "/proc/sys/net/ipv4/ip_local_port_range").start();
        String range = new String(cat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        int first = Integer.parseInt(range.strip().split("\\s+", -1)[0]);

        assertThat(Ports.lasting()).isGreaterThan(1024);
        if (first > 20_000) {
            assertThat(Ports.lasting()).isLessThan(first);
        }
    }
}
