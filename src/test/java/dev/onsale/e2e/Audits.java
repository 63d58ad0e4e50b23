package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.audit.Audit;
import dev.onsale.audit.AuditReport;
import dev.onsale.audit.AuditText;
import dev.onsale.node.Node;
import dev.onsale.orders.SqliteBookSnapshot;
import java.nio.file.Path;
import java.util.Map;

/** The program's own audit of a data folder. */
final class Audits {

    private Audits() {}

    /** Audits within this process, which is quicker than to start another. */
    static void assertClean(Path data) {
        try (dev.onsale.events.Journals journal = Node.openJournal(data)) {
            AuditReport report = Audit.run(journal, () -> SqliteBookSnapshot.open(data), (position, end) -> {});
            assertThat(report.isClean()).as(AuditText.of(report)).isTrue();
        }
    }

    /** The same as an operator does it. */
    static void assertCommandFindsNothing(Path data) throws Exception {
        try (ServerProcess audit = ServerProcess.launch(Map.of(), "audit", "--data", data.toString())) {
            int code = audit.await();
            assertThat(code).as(audit.everythingSaid()).isZero();
        }
    }
}
