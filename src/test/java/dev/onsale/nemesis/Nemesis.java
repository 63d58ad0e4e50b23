package dev.onsale.nemesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Does one fault after the other, by lot: applies it, waits, undoes it, and waits until the servers are whole again, since with two replicas of which
 * one has to confirm only one machine at a time may be lost. Nodes and clocks may suffer at the same time. Its own thread.
 */
final class Nemesis {

    private static final int PAUSE_MILLIS_MAX = 2_500;
    private static final int FAULT_MILLIS_MIN = 200;
    private static final int FAULT_MILLIS_MAX = 7_000;
    private static final int CLOCK_SECONDS_MAX = 7_200;

    /** A setting, as it has to be, and weaker. */
    private record Setting(String name, String right, String weak) {}

    private static final List<Setting> SETTINGS = List.of(
            new Setting("appendfsync", "always", "everysec"),
            new Setting("appendfsync", "always", "no"),
            new Setting("no-appendfsync-on-rewrite", "no", "yes"),
            new Setting("maxmemory-policy", "noeviction", "allkeys-lru"),
            new Setting("min-replicas-to-write", "1", "0"));

    /** Undoes a fault. */
    private interface Undo {
        void run() throws Exception;
    }

    private final Stage stage;
    private final Random random;
    private final List<String> diary = new ArrayList<>();
    private final Stopwatch stopwatch;

    Nemesis(Stage stage, Stopwatch stopwatch, long seed) {
        this.stage = stage;
        this.stopwatch = stopwatch;
        this.random = new Random(seed);
    }

    /** What was done, and when. */
    synchronized List<String> diary() {
        return List.copyOf(diary);
    }

    private synchronized void note(String what) {
        String line = stopwatch.stamp() + "  " + what;
        diary.add(line);
        if (Boolean.getBoolean("onsale.nemesis.verbose")) {
            System.out.println(line);
        }
    }

    /** Goes on for so long, and leaves everything whole. */
    void run(int seconds) throws Exception {
        double end = stopwatch.seconds() + seconds;
        while (stopwatch.seconds() < end) {
            pause(PAUSE_MILLIS_MAX);
            Fault first = pick();
            List<Undo> undo = new ArrayList<>(List.of(begin(first)));
            boolean hasSecond = random.nextInt(3) == 0;
            if (hasSecond && ofNode(first)) {
                undo.add(begin(pickOfRedis()));
            } else if (hasSecond) {
                undo.add(begin(Fault.JUMP_CLOCK));
            }
            pause(FAULT_MILLIS_MAX);
            for (Undo one : undo.reversed()) { // a node is not started while a setting is wrong
                one.run();
            }
            note("undone");
            stage.awaitWhole();
            note("whole");
        }
    }

    private void pause(int millisMax) throws InterruptedException {
        Thread.sleep(FAULT_MILLIS_MIN + random.nextInt(millisMax));
    }

    private Fault pick() {
        return oneOf(List.of(Fault.values()));
    }

    private Fault pickOfRedis() {
        Fault fault = pick();
        while (ofNode(fault)) {
            fault = pick();
        }
        return fault;
    }

    private static boolean ofNode(Fault fault) {
        return switch (fault) {
            case CUT_NODE, KILL_NODE, FREEZE_NODE, JUMP_CLOCK -> true;
            case KILL_PRIMARY,
                    KILL_REPLICA,
                    KILL_SENTINEL,
                    FREEZE_PRIMARY,
                    FREEZE_REPLICA,
                    CUT_PRIMARY,
                    CUT_REPLICA,
                    LOSE_ANSWERS,
                    DROP_CONNECTIONS,
                    WEAKEN_SETTING,
                    FLUSH_FUNCTIONS -> false;
        };
    }

    private Undo begin(Fault fault) throws Exception {
        Optional<RedisMachine> found = stage.primary();
        if (found.isEmpty()) {
            note("no primary to do " + fault + " to");
            return () -> {};
        }
        RedisMachine primary = found.get();
        RedisMachine replica = oneOf(
                stage.redis().stream().filter(machine -> machine != primary).toList());
        NodeMachine node = oneOf(stage.nodes());
        return switch (fault) {
            case KILL_PRIMARY -> killed(fault, primary);
            case KILL_REPLICA -> killed(fault, replica);
            case KILL_SENTINEL -> {
                RedisMachine machine = oneOf(stage.redis());
                note(fault + " " + machine.name());
                machine.killSentinel();
                yield machine::startSentinel;
            }
            case FREEZE_PRIMARY -> frozen(fault, primary);
            case FREEZE_REPLICA -> frozen(fault, replica);
            case CUT_PRIMARY -> cut(fault, primary);
            case CUT_REPLICA -> cut(fault, replica);
            case CUT_NODE -> {
                note(fault + " " + node.name());
                node.pullCable();
                yield node::plugCableIn;
            }
            case KILL_NODE -> {
                note(fault + " " + node.name());
                node.kill();
                yield node::start;
            }
            case FREEZE_NODE -> {
                note(fault + " " + node.name());
                node.freeze();
                yield node::thaw;
            }
            case LOSE_ANSWERS -> {
                note(fault + " of " + primary.name() + " to " + node.name());
                primary.host().sendNothingTo(node.address());
                yield () -> primary.host().sendAgainTo(node.address());
            }
            case DROP_CONNECTIONS -> {
                note(fault + " of " + primary.name());
                primary.tell("CLIENT KILL TYPE normal");
                yield () -> {};
            }
            case JUMP_CLOCK -> {
                int seconds = random.nextInt(2 * CLOCK_SECONDS_MAX) - CLOCK_SECONDS_MAX;
                note(fault + " of " + node.name() + " to " + seconds + " s off");
                node.setClock(seconds);
                yield () -> {};
            }
            case WEAKEN_SETTING -> weakened(primary, oneOf(SETTINGS));
            case FLUSH_FUNCTIONS -> {
                note(fault + " of " + primary.name());
                primary.tell("FUNCTION FLUSH");
                yield () -> {};
            }
        };
    }

    private <T> T oneOf(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private Undo killed(Fault fault, RedisMachine machine) {
        note(fault + " " + machine.name());
        machine.kill();
        return machine::start;
    }

    private Undo frozen(Fault fault, RedisMachine machine) {
        note(fault + " " + machine.name());
        machine.freeze();
        return machine::thaw;
    }

    private Undo cut(Fault fault, RedisMachine machine) {
        note(fault + " " + machine.name());
        machine.pullCable();
        return machine::plugCableIn;
    }

    private Undo weakened(RedisMachine machine, Setting setting) {
        note("CONFIG SET " + setting.name() + " " + setting.weak() + " at " + machine.name());
        machine.tell("CONFIG SET " + setting.name() + " " + setting.weak());
        return () -> machine.tell("CONFIG SET " + setting.name() + " " + setting.right());
    }
}
