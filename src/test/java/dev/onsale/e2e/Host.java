package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host of a test's own: a network namespace of Linux, whose cables can be pulled. What runs in it has a network of its own and shares
 * everything else. Needs root.
 */
final class Host implements AutoCloseable {

    private static final AtomicInteger CABLES = new AtomicInteger();

    private final String name;

    private Host(String name) {
        this.name = name;
    }

    /** Makes one. */
    static Host make(String name) {
        Host host = new Host("onsale-" + ProcessHandle.current().pid() + "-" + name);
        run("ip", "netns", "add", host.name);
        Runtime.getRuntime().addShutdownHook(new Thread(host::removeIfThere));
        host.ip("link", "set", "lo", "up");
        return host;
    }

    /** A cable between two hosts, or between one and the test itself. */
    static final class Cable {
        private final Host host;
        private final String end;

        private Cable(Host host, String end) {
            this.host = host;
            this.end = end;
        }

        /** Nothing gets through any more, and neither side is told. */
        void pull() {
            host.ip("link", "set", end, "down");
        }

        /** Everything gets through again. */
        void plugIn() {
            host.ip("link", "set", end, "up");
        }
    }

    /** Connects this host with the test itself. */
    Cable connect(String address, String addressOfTest) {
        String end = layCable();
        run("ip", "addr", "add", addressOfTest + "/30", "dev", end + "a");
        run("ip", "link", "set", end + "a", "up");
        return plug(end + "b", address);
    }

    /** Connects this host with another. */
    Cable connect(String address, Host other, String addressOfOther) {
        String end = layCable();
        other.plug(end + "a", addressOfOther);
        return plug(end + "b", address);
    }

    private static String layCable() {
        String end = "on" + ProcessHandle.current().pid() % 100_000 + "x" + CABLES.incrementAndGet();
        run("ip", "link", "add", end + "a", "type", "veth", "peer", "name", end + "b");
        return end;
    }

    private Cable plug(String end, String address) {
        run("ip", "link", "set", end, "netns", name);
        ip("addr", "add", address + "/30", "dev", end);
        ip("link", "set", end, "up");
        return new Cable(this, end);
    }

    /** The words that come before a command which is to run in this host. */
    List<String> way() {
        return List.of("ip", "netns", "exec", name);
    }

    private void ip(String... words) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(words));
        run(command.toArray(String[]::new));
    }

    private static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as(String.join(" ", command) + ", which needs root: " + said)
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException("ip is needed and cannot be run: install it (Debian package iproute2)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void removeIfThere() {
        try {
            new ProcessBuilder("ip", "netns", "del", name)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes it away with its cables; what runs in it has to be ended before. */
    @Override
    public void close() {
        run("ip", "netns", "del", name);
    }
}
