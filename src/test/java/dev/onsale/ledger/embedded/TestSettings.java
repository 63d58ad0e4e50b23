package dev.onsale.ledger.embedded;

import java.util.function.UnaryOperator;

/** The settings of a node, but for one thing. */
final class TestSettings {

    private static final Settings NODE = Settings.STANDARD;

    private TestSettings() {}

    static Settings queueOf(int commands) {
        return new Settings(commands, NODE.journalBytesMax(), NODE.logBytes(), NODE.snapshotEventsMin(), NODE.store());
    }

    static Settings journalOf(long bytesMax) {
        return new Settings(NODE.queueCommandsMax(), bytesMax, NODE.logBytes(), NODE.snapshotEventsMin(), NODE.store());
    }

    static Settings logOf(long bytes) {
        return new Settings(
                NODE.queueCommandsMax(), NODE.journalBytesMax(), bytes, NODE.snapshotEventsMin(), NODE.store());
    }

    /** A short log, so that opening is quick, and snapshots often. */
    static Settings snapshotsEvery(long events) {
        return new Settings(NODE.queueCommandsMax(), NODE.journalBytesMax(), 64 * 1024, events, NODE.store());
    }

    static Settings storeBehind(UnaryOperator<BatchStore> store) {
        return new Settings(
                NODE.queueCommandsMax(), NODE.journalBytesMax(), NODE.logBytes(), NODE.snapshotEventsMin(), store);
    }
}
