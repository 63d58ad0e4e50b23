package dev.onsale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.audit.AuditReport;
import dev.onsale.config.LoadLimits;
import dev.onsale.events.EventLogException;
import dev.onsale.lab.rehearsal.Backstage.Victim;
import dev.onsale.lab.rehearsal.Server;
import dev.onsale.lab.report.Verdict.Check;
import dev.onsale.lab.report.Verdict.Result;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a rehearsal makes of journals that cannot be read at once. */
class RehearsalStageTest {

    /** Its journals cannot be read the first few times, and then there is nothing to audit. */
    private static final class SlowTarget implements RehearsalTarget {

        private int failuresLeft;

        SlowTarget(int failures) {
            failuresLeft = failures;
        }

        @Override
        public Optional<AuditReport> audit() {
            if (failuresLeft-- > 0) {
                throw new EventLogException("no answer within 30000 ms");
            }
            return Optional.empty();
        }

        @Override
        public void start() {}

        @Override
        public Server server() {
            throw new AssertionError("nobody asks for it");
        }

        @Override
        public OptionalLong pid() {
            return OptionalLong.empty();
        }

        @Override
        public Victim kill(Death death) {
            throw new AssertionError("nothing is to be killed");
        }

        @Override
        public void kill() {}

        @Override
        public void close() {}
    }

    private static List<Check> proofs(int failures) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (RehearsalScreen screen = new RehearsalScreen(nowhere, null)) {
            return new RehearsalStage(new SlowTarget(failures), null, () -> false, screen).proofs("night");
        }
    }

    @Test
    void journalsThatCannotBeReadAreReadAgain() {
        assertThat(proofs(LoadLimits.AUDIT_ATTEMPTS_MAX - 1)).isEmpty();
    }

    @Test
    void whatIsNeverReadIsNotKnown() {
        assertThat(proofs(LoadLimits.AUDIT_ATTEMPTS_MAX)).singleElement().satisfies(check -> {
            assertThat(check.result()).isEqualTo(Result.UNKNOWN);
            assertThat(check.toString()).contains("no answer within");
        });
    }
}
