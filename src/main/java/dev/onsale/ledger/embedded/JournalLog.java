package dev.onsale.ledger.embedded;

import dev.onsale.config.Limits;
import dev.onsale.events.EventLog;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.events.LedgerIdentity;
import dev.onsale.events.StateCopy;
import dev.onsale.ledger.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The journal of an {@link EmbeddedLedger} as its readers see it: over a connection of its own, that can only read, beside a running ledger
 * of this process or another. What it returns is durable: SQLite shows a commit to others only after it is on the disk.
 */
public final class JournalLog implements EventLog {

    private final JournalReader reader;

    /** Where the last page ended: whoever reads on from there has the link to the next row checked as well. */
    private JournalPlace last = JournalPlace.BEGIN;

    private JournalLog(JournalReader reader) {
        this.reader = reader;
    }

    /**
     * Opens the journal of a data folder.
     *
     * @throws EventLogException if there is none, or it is not a journal, or one of a newer version
     */
    public static JournalLog open(Path dataDir) {
        return new JournalLog(new JournalReader(new JournalFile(dataDir, Limits.JOURNAL_BYTES_MAX)));
    }

    /**
     * The same as the only journal of its ledger, which says which one it is. Nobody but the ledger writes there, so it is stopped and let go on by no other.
     *
     * @throws EventLogException as above
     */
    public static Journals journals(Path dataDir) {
        JournalFile file = new JournalFile(dataDir, Limits.JOURNAL_BYTES_MAX);
        JournalLog log = open(dataDir);
        return Journals.sole(log, new SoleIdentity(file::ledgerId), () -> new SnapshotFolder(dataDir)
                .listed().stream()
                        .<StateCopy>map(snapshot -> new SnapshotCopy(
                                snapshot, SnapshotFile.placeOf(snapshot).orElse(JournalPlace.BEGIN), log))
                        .toList());
    }

    /** Whether a folder has a journal with anything in it. */
    public static boolean isThere(Path dataDir) {
        return !new JournalFile(dataDir, Limits.JOURNAL_BYTES_MAX).isMissing();
    }

    /**
     * The same as {@link #journals}; but where there is no journal, one without any event, of a ledger that has no id yet: for whoever gives orders back to a ledger that is to
     * be made.
     */
    public static Journals journalsOrNone(Path dataDir) {
        return isThere(dataDir)
                ? journals(dataDir)
                : Journals.sole(
                        new NoEvents(),
                        new SoleIdentity(() ->
                                isThere(dataDir) ? new JournalFile(dataDir, Limits.JOURNAL_BYTES_MAX).ledgerId() : ""));
    }

    private synchronized boolean has(JournalPlace place) {
        return reader.placeBehindRow(place.position()).filter(place::equals).isPresent();
    }

    /** A snapshot for whoever holds it against the journal. */
    private record SnapshotCopy(Path file, JournalPlace place, JournalLog log) implements StateCopy {
        @Override
        public String name() {
            return "the snapshot " + file.getFileName();
        }

        @Override
        public long position() {
            return place.position();
        }

        @Override
        public boolean read(Consumer<Event> sink) {
            try {
                SnapshotFile.Contents contents = SnapshotFile.read(file, sink, read -> {});
                if (!contents.place().equals(place)) {
                    throw new EventLogException("its name says something else");
                }
                if (!log.has(place)) {
                    throw new EventLogException("it was made of another journal");
                }
                return true;
            } catch (EventLogException e) {
                if (!Files.exists(file)) {
                    return false;
                }
                throw e;
            }
        }
    }

    /** Nobody but the ledger writes there, so it is stopped and let go on by no other. */
    private record SoleIdentity(Supplier<String> id) implements LedgerIdentity {
        @Override
        public Mark read() {
            return new Mark(id.get(), 0, null);
        }

        @Override
        public Mark make(String name) {
            return read();
        }

        @Override
        public void stop(String name, String why) {}

        @Override
        public void goOn(long now) {}
    }

    /** The journal of a ledger that is not there yet. */
    private static final class NoEvents implements EventLog {
        @Override
        public Page read(long after, int eventsMax) {
            return new Page(List.of(), after);
        }

        @Override
        public long end() {
            return 0;
        }

        @Override
        public void close() {}
    }

    @Override
    public synchronized Page read(long after, int eventsMax) {
        List<Event> events = new ArrayList<>();
        JournalPlace from = last.position() == after ? last : JournalPlace.somewhere(after);
        JournalPlace to = reader.read(from, eventsMax, events::add);
        last = to;
        return new Page(events, to.position());
    }

    @Override
    public synchronized long end() {
        return reader.end();
    }

    @Override
    public synchronized void close() {
        reader.close();
    }
}
