package dev.onsale.nemesis;

import dev.onsale.e2e.Host;
import dev.onsale.e2e.ServerProcess;
import dev.onsale.e2e.Shop;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine with a node, whose clock can be set. One thread at a time, but for {@link #shop}. */
final class NodeMachine implements AutoCloseable {

    static final String TOKEN = "operators-of-the-nemesis-test";

    private static final int PORT = 3000;

    private final String name;
    private final Host host;
    private final Host.Cable cable;
    private final String address;
    private final Path folder;
    private final String ledger;
    private final WallClock clock;
    private final Shop shop;
    private final List<String> said = new ArrayList<>();
    private ServerProcess node;

    NodeMachine(Host aSwitch, String name, String address, Path folder, String ledger)
            throws IOException, InterruptedException {
        this.name = name;
        this.host = Host.make(aSwitch.name() + name);
        this.cable = host.plugInto(aSwitch, address);
        this.address = address;
        this.folder = folder;
        this.ledger = ledger;
        Files.createDirectories(folder);
        this.clock = WallClock.make(folder);
        this.shop = new Shop(URI.create("http://" + address + ":" + PORT + "/"));
    }

    String name() {
        return name;
    }

    String address() {
        return address;
    }

    Host host() {
        return host;
    }

    /** Who buys here. Any thread. */
    Shop shop() {
        return shop;
    }

    /** Starts the node and waits until it answers; it may still be looking for its Redis then. */
    void start() throws Exception {
        Map<String, String> environment = new HashMap<>(clock.environment());
        environment.put("ONSALE_OPERATOR_TOKEN", TOKEN);
        node = ServerProcess.launch(
                host.way(),
                environment,
                "serve",
                "--host",
                address,
                "--port",
                Integer.toString(PORT),
                "--no-demo",
                "--trust-buyer-header",
                "--data",
                folder.resolve("data").toString(),
                "--ledger",
                ledger,
                "--replicas",
                "1");
        node.url();
    }

    /** Sets the wall clock so many seconds off. */
    void setClock(long seconds) throws IOException {
        clock.set(seconds);
    }

    void kill() throws Exception {
        node.killHard();
        said.add(node.everythingSaid());
    }

    void freeze() {
        Signals.send("STOP", node.pid());
    }

    void thaw() {
        Signals.send("CONT", node.pid());
    }

    void pullCable() {
        cable.pull();
    }

    void plugCableIn() {
        cable.plugIn();
    }

    boolean isAlive() {
        return node.isAlive();
    }

    /** Why it is not ready to sell; empty when it is. */
    Optional<String> obstacle() throws InterruptedException {
        try {
            Shop.Answer ready = shop.get("/readyz");
            return ready.status() == 200 ? Optional.empty() : Optional.of(ready.toString());
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }

    /** All that its nodes have said, of those that were killed too. */
    String everythingSaid() {
        List<String> all = new ArrayList<>(said);
        if (node != null) {
            all.add(node.everythingSaid());
        }
        return String.join("\n======== started again ========\n", all);
    }

    @Override
    public void close() {
        shop.close();
        if (node != null) {
            Signals.send("CONT", node.pid());
            node.close();
        }
        host.close();
    }
}
