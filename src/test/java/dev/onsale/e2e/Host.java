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
public final class Host implements AutoCloseable {

    private static final AtomicInteger CABLES = new AtomicInteger();
    private static final String BRIDGE = "bridge0";

    /** A cable is a network of two addresses, a switch one of 254. */
    private static final int PAIR_BITS = 30;

    private static final int NETWORK_BITS = 24;

    private final String shortName;
    private final String name;

    private Host(String shortName) {
        this.shortName = shortName;
        this.name = "onsale-" + ProcessHandle.current().pid() + "-" + shortName;
    }

    /** Makes one. */
    public static Host make(String name) {
        Host host = new Host(name);
        run("ip", "netns", "add", host.name);
        Runtime.getRuntime().addShutdownHook(new Thread(host::removeIfThere));
        host.ip("link", "set", "lo", "up");
        return host;
    }

    /** As it was named when it was made. */
    public String name() {
        return shortName;
    }

    /** A cable between two hosts, or between one and the test itself. */
    public static final class Cable {
        private final Host host;
        private final String end;

        private Cable(Host host, String end) {
            this.host = host;
            this.end = end;
        }

        /** Nothing gets through any more, and neither side is told. */
        public void pull() {
            host.ip("link", "set", end, "down");
        }

        /** Everything gets through again. */
        public void plugIn() {
            host.ip("link", "set", end, "up");
        }
    }

    /** Connects this host with the test itself. */
    Cable connect(String address, String addressOfTest) {
        String end = layCable();
        run("ip", "addr", "add", addressOfTest + "/" + PAIR_BITS, "dev", end + "a");
        run("ip", "link", "set", end + "a", "up");
        return plug(end + "b", address);
    }

    /** Connects this host with another. */
    Cable connect(String address, Host other, String addressOfOther) {
        String end = layCable();
        other.plug(end + "a", addressOfOther);
        return plug(end + "b", address);
    }

    /** Makes this host a switch, into which others and the test can be plugged. */
    public void becomeSwitch() {
        ip("link", "add", BRIDGE, "type", "bridge");
        ip("link", "set", BRIDGE, "up");
    }

    /** Plugs this host into a switch; all that are plugged in are one network of 254 addresses. */
    public Cable plugInto(Host aSwitch, String address) {
        String end = layCable();
        aSwitch.takePort(end + "a");
        return plug(end + "b", address, NETWORK_BITS);
    }

    /** Plugs the test itself into this switch. */
    public void plugTestIn(String address) {
        String end = layCable();
        takePort(end + "a");
        run("ip", "addr", "add", address + "/" + NETWORK_BITS, "dev", end + "b");
        run("ip", "link", "set", end + "b", "up");
    }

    private void takePort(String end) {
        run("ip", "link", "set", end, "netns", name);
        ip("link", "set", end, "master", BRIDGE);
        ip("link", "set", end, "up");
    }

    /** Whatever this host sends to that address is lost from now on; what comes from there still arrives. */
    public void sendNothingTo(String address) {
        ip("route", "replace", "blackhole", address + "/32");
    }

    /** What is sent to that address arrives again. */
    public void sendAgainTo(String address) {
        ip("route", "del", "blackhole", address + "/32");
    }

    private static String layCable() {
        String end = "on" + ProcessHandle.current().pid() % 100_000 + "x" + CABLES.incrementAndGet();
        run("ip", "link", "add", end + "a", "type", "veth", "peer", "name", end + "b");
        return end;
    }

    private Cable plug(String end, String address) {
        return plug(end, address, PAIR_BITS);
    }

    private Cable plug(String end, String address, int networkBits) {
        run("ip", "link", "set", end, "netns", name);
        ip("addr", "add", address + "/" + networkBits, "dev", end);
        ip("link", "set", end, "up");
        return new Cable(this, end);
    }

    /** The words that come before a command which is to run in this host. */
    public List<String> way() {
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
