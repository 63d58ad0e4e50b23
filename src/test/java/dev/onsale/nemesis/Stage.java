package dev.onsale.nemesis;

import dev.onsale.Wait;
import dev.onsale.e2e.FreeNetworks;
import dev.onsale.e2e.Host;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Three machines with Redis and Sentinel, two with nodes, and a switch between them, as the production guide says. */
final class Stage implements AutoCloseable {

    private static final int REDIS_MACHINES = 3;
    private static final int NODES = 2;
    private static final int TEST_ADDRESS = 254;
    private static final int NODE_ADDRESS = 11;
    private static final AtomicInteger STAGES = new AtomicInteger();

    private final Host aSwitch;
    private final List<RedisMachine> redis = new ArrayList<>();
    private final List<NodeMachine> nodes = new ArrayList<>();

    private Stage(String name) {
        this.aSwitch = Host.make(name);
    }

    /** Starts all of it in a network of its own; returns when both nodes are ready. */
    static Stage start(Path folder) throws Exception {
        Stage stage = new Stage("nem" + STAGES.incrementAndGet());
        try {
            stage.build(FreeNetworks.one(), folder);
            return stage;
        } catch (Exception | Error e) {
            stage.close();
            throw e;
        }
    }

    private void build(String network, Path folder) throws Exception {
        aSwitch.becomeSwitch();
        aSwitch.plugTestIn(network + TEST_ADDRESS);
        for (int i = 1; i <= REDIS_MACHINES; i++) {
            redis.add(new RedisMachine(aSwitch, "r" + i, network + i, folder.resolve("r" + i)));
        }
        for (RedisMachine machine : redis) {
            machine.prepare(redis.getFirst().address());
            machine.start();
        }
        String ledger = redis.stream()
                .map(machine -> machine.address() + ":" + RedisMachine.SENTINEL_PORT)
                .collect(Collectors.joining(",", "redis-sentinel://", "/" + RedisMachine.PRIMARY_NAME));
        awaitWhole();
        for (int i = 0; i < NODES; i++) {
            String name = "n" + (i + 1);
            nodes.add(new NodeMachine(aSwitch, name, network + (NODE_ADDRESS + i), folder.resolve(name), ledger));
        }
        for (NodeMachine node : nodes) {
            node.start();
        }
        awaitReady();
    }

    List<RedisMachine> redis() {
        return redis;
    }

    List<NodeMachine> nodes() {
        return nodes;
    }

    /** The machine that has the primary now, if it is clear which. */
    Optional<RedisMachine> primary() {
        List<RedisMachine> primaries =
                redis.stream().filter(RedisMachine::isPrimary).toList();
        return primaries.size() == 1 ? Optional.of(primaries.getFirst()) : Optional.empty();
    }

    /** Where the primary is, for somebody who reads. */
    String primaryUrl() {
        return "redis://" + primary().orElseThrow().address() + ":" + RedisMachine.REDIS_PORT;
    }

    /** Waits until one is the primary and the others follow it. */
    void awaitWhole() throws Exception {
        Wait.until("one Redis is the primary and two follow it", 90, this::isWhole);
    }

    private boolean isWhole() {
        Optional<RedisMachine> primary = primary();
        return primary.isPresent()
                && primary.get().isPrimaryOf(REDIS_MACHINES - 1)
                && redis.stream().filter(RedisMachine::isReplicaInStep).count() == REDIS_MACHINES - 1;
    }

    /** Waits until both nodes say that they can sell. */
    void awaitReady() throws Exception {
        for (NodeMachine node : nodes) {
            Wait.until(node.name() + " is ready", 60, () -> {
                Optional<String> obstacle = node.obstacle();
                return obstacle.isEmpty();
            });
        }
    }

    /** What the nodes said, for whoever looks into a failure. */
    String everythingSaid() {
        return nodes.stream()
                .map(node -> "---- " + node.name() + "\n" + node.everythingSaid())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        nodes.forEach(NodeMachine::close);
        redis.forEach(RedisMachine::close);
        aSwitch.close();
    }
}
