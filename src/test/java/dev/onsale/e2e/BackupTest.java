package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The production guide's back-up of a node that sells, and its restore. */
@Tag("servers")
class BackupTest {

    @TempDir
    private Path folder;

    @Test
    void aCopyTakenWhileSellingIsANodeThatHasSoldAllThatWasSoldBefore() throws Exception {
        Path data = folder.resolve("data");
        Path copy = folder.resolve("copy.db");
        try (ServerProcess server = ServerProcess.serve(data);
                Shop shop = new Shop(server.url())) {
            buy(shop, 30);
            // What `sqlite3 journal.db "VACUUM INTO ..."` does.
            try (Connection journal = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("journal.db"));
                    Statement statement = journal.createStatement()) {
                statement.execute("VACUUM INTO '" + copy + "'");
            }
            buy(shop, 5);
            server.killHard();
        }

        Path restored = Files.createDirectory(folder.resolve("restored"));
        Files.copy(copy, restored.resolve("journal.db"));
        try (ServerProcess server = ServerProcess.serve(restored, "--no-demo");
                Shop shop = new Shop(server.url())) {
            buy(shop, 1);
            assertThat(server.terminate()).isZero();
        }
        assertThat(Journals.orders(restored)).hasSize(31);
        Audits.assertClean(restored);
    }

    private static void buy(Shop shop, int tickets) throws Exception {
        for (int i = 0; i < tickets; i++) {
            assertThat(shop.buyTicket().body().path("code").asInt()).isEqualTo(1);
        }
    }
}
