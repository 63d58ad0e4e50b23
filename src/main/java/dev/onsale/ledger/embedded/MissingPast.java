package dev.onsale.ledger.embedded;

import dev.onsale.events.EventLogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a journal against everybody else in its folder who knows how far it went, before anything is written: the witness file beside it, the
 * snapshots, a write-ahead log without its file. (What the order book knows is found out by those who know it.) A journal that is gone, ends too early or says something else is a past that is
 * missing, not a new beginning: the start is refused, and nothing is changed.
 *
 * <p>Somebody can decide to go on without what is missing, by repeating the two numbers that the refusal names. They fit this one loss: left in a
 * unit file, they accept no other. What knows more is moved into a folder of its own then, and never written over.
 */
final class MissingPast {

    private static final Logger LOG = LoggerFactory.getLogger(MissingPast.class);

    /** Of the option with which a loss is accepted. */
    private static final String OPTION = "--accept-lost-events";

    /** How a journal is called that was saved from files which somebody had removed under a running ledger. */
    static final String RESCUED = "journal-rescued-";

    /** A position that nobody can tell: there is something, that is all. */
    private static final long UNKNOWN = Long.MAX_VALUE;

    /**
     * Somebody who knows what the journal does not have.
     *
     * @param name as in "the snapshot x"
     * @param position of the last event that it knows, or {@link #UNKNOWN}
     * @param files of it
     */
    private record Contradiction(String name, long position, List<Path> files) {}

    private final Path dataDir;
    private final JournalFile file;
    private final @Nullable JournalReader journal;
    private final long end;
    private final List<Contradiction> contradictions = new ArrayList<>();

    private MissingPast(Path dataDir, JournalFile file, @Nullable JournalReader journal) {
        this.dataDir = dataDir;
        this.file = file;
        this.journal = journal;
        end = journal == null ? 0 : journal.end();
    }

    /**
     * Finds out whether the journal is the whole of it.
     *
     * @param journal null if there is none, or an empty one
     * @param acceptedLoss what somebody has accepted, in the words of the refusal, or null
     * @throws EventLogException if something is missing that nobody has accepted to lose
     */
    static void check(
            Path dataDir,
            JournalFile file,
            @Nullable JournalReader journal,
            SnapshotFolder snapshots,
            @Nullable String acceptedLoss) {
        MissingPast missing = new MissingPast(dataDir, file, journal);
        missing.lookAround(snapshots);
        missing.decide(acceptedLoss);
    }

    private void lookAround(SnapshotFolder snapshots) {
        WitnessFile.read(dataDir)
                .filter(place -> !isInJournal(place))
                .ifPresent(place -> contradictions.add(new Contradiction(
                        "the file " + WitnessFile.NAME, place.position(), List.of(dataDir.resolve(WitnessFile.NAME)))));
        for (Path snapshot : snapshots.listed()) {
            SnapshotFile.placeOf(snapshot)
                    .filter(place -> !isInJournal(place))
                    .ifPresent(place -> contradictions.add(new Contradiction(
                            "the snapshot " + snapshot.getFileName(), place.position(), List.of(snapshot))));
        }
        if (journal == null && file.hasStrayLog()) {
            contradictions.add(
                    new Contradiction("the write-ahead log " + file.wal().getFileName(), UNKNOWN, List.of(file.wal())));
        }
    }

    /** Whether a row of the journal ends there, with the same past behind it. */
    private boolean isInJournal(JournalPlace place) {
        if (place.position() == 0) {
            return true;
        }
        if (journal == null || place.position() > end) {
            return false;
        }
        Optional<JournalPlace> row;
        try {
            row = journal.placeBehindRow(place.position());
        } catch (EventLogException e) {
            return true; // damaged: the recovery says so, and what to do
        }
        return row.isPresent() && row.get().equals(place);
    }

    private void decide(@Nullable String accepted) {
        if (contradictions.isEmpty()) {
            if (accepted != null) {
                LOG.warn("{} {} has no effect: no events are missing. Take it out of the command.", OPTION, accepted);
            }
            return;
        }
        long most =
                contradictions.stream().mapToLong(Contradiction::position).max().orElse(UNKNOWN);
        if (journal != null && most <= end) {
            journal.read(JournalPlace.BEGIN, Long.MAX_VALUE, event -> {}); // a damaged one is told as such
        }
        String loss = (most == UNKNOWN ? "unknown" : String.valueOf(most)) + ":" + end;
        if (!loss.equals(accepted)) {
            throw new EventLogException(sentences(most, loss));
        }
        LOG.error("EVENTS ARE GIVEN UP, as {} {} says. {}", OPTION, accepted, whatIsKnown(most));
        setAside(loss);
    }

    private String sentences(long most, String loss) {
        return whatIsKnown(most) + " Nothing was changed. " + whatToBringBack()
                + " To go on without what is missing, and with orders of which"
                + " buyers were told perhaps sold again, start once with " + OPTION + " " + loss
                + "; what knows more is then kept in the folder " + folderName(loss) + ".";
    }

    private String whatIsKnown(long most) {
        String names = contradictions.stream().map(Contradiction::name).collect(Collectors.joining(" and "));
        String know = contradictions.size() == 1 ? " knows" : " know";
        if (journal == null) {
            return "There is no journal at " + file.path() + ", but " + names + know
                    + (most == UNKNOWN ? " that there was one." : " of " + most + " events.");
        }
        if (most > end) {
            return "The journal " + file.path() + " ends at event " + end + ", but " + names + know
                    + " of events up to " + most + ": " + (most - end) + " events are missing.";
        }
        return "The journal " + file.path() + " is not the one that " + names + know
                + ": it has something else at event " + most
                + ". It is another ledger's, or an older copy that went on by itself.";
    }

    private String whatToBringBack() {
        List<Path> rescued = rescued();
        if (!rescued.isEmpty()) {
            return "The file " + rescued.getLast() + " was saved when the journal was removed under a running node:"
                    + " move it to " + file.path() + ", without any "
                    + file.wal().getFileName() + " beside it, and start again.";
        }
        return "Bring back " + file.path().getFileName() + " together with its "
                + file.wal().getFileName() + " from where they went, or the whole folder from the newest backup.";
    }

    private List<Path> rescued() {
        try (Stream<Path> files = Files.list(dataDir)) {
            return files.filter(path -> path.getFileName().toString().startsWith(RESCUED))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.debug("The data folder cannot be listed", e);
            return List.of();
        }
    }

    private static String folderName(String loss) {
        return "given-up-" + loss.replace(':', '-');
    }

    private void setAside(String loss) {
        try {
            Path folder = dataDir.resolve(folderName(loss));
            for (int again = 2; Files.exists(folder); again++) {
                folder = dataDir.resolve(folderName(loss) + "-" + again);
            }
            Files.createDirectory(folder);
            for (Contradiction contradiction : contradictions) {
                for (Path path : contradiction.files()) {
                    if (Files.exists(path)) {
                        Files.move(path, folder.resolve(path.getFileName()));
                    }
                }
            }
            LOG.error("What knew more is in {}.", folder);
        } catch (IOException e) {
            throw new EventLogException(
                    "What knows more than the journal could not be moved out of the way: " + e + ". Check that "
                            + dataDir + " is writable, and start again.",
                    e);
        }
    }
}
