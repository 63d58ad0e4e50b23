package dev.onsale.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Outcome;
import dev.onsale.sale.SampleSale;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Something is mounted over the data folder of a running ledger. In a process with mounts of its own, which are gone with it; that needs root, or user
 * namespaces that everybody may have.
 */
@Tag("servers")
class MountedOverTest {

    @TempDir
    private Path top;

    /** How a command comes by mounts of its own; fails where it cannot. */
    private static List<String> withMountsOfItsOwn() throws Exception {
        for (List<String> way : List.of(List.of("unshare", "-m"), List.of("unshare", "-rm"))) {
            List<String> attempt = new ArrayList<>(way);
            attempt.add("true");
            Process process =
                    new ProcessBuilder(attempt).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            if (process.waitFor() == 0) {
                return way;
            }
        }
        throw new AssertionError(
                "This test mounts something over a folder, and neither `unshare -m` nor `unshare -rm` works here:"
                        + " run it as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1).");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mount --bind other data",
                "mount -t tmpfs none data",
                "mount --bind other/journal.db data/journal.db",
            })
    void itEndsBeforeTheNextAnswer(String mount) throws Exception {
        assertThat(said(mount)).contains("under the running ledger").contains("answered 0.");
    }

    /** A mount over the log alone changes no entry of the folder: that is looked for once a second. */
    @Test
    void itEndsWithinASecondWhereOneFileIsMountedOver() throws Exception {
        assertThat(said("touch other/log; mount --bind other/log data/journal.db-wal"))
                .contains("journal.db-wal was replaced under the running ledger");
    }

    private String said(String mount) throws Exception {
        try (LedgerOnDisk other = LedgerOnDisk.open(top.resolve("other"))) {
            other.open(SampleSale.concert("rush", 1_000_000));
            Process copy = new ProcessBuilder("cp", "-R", "other", "data")
                    .directory(top.toFile())
                    .start();
            assertThat(copy.waitFor()).isZero();
        }
        List<String> line = new ArrayList<>(withMountsOfItsOwn());
        line.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Seller.class.getName(),
                top.toString(),
                mount));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The process with mounts of its own. */
    static final class Seller {

        private Seller() {}

        public static void main(String[] args) throws Exception {
            Path top = Path.of(args[0]);
            LedgerOnDisk ledger = LedgerOnDisk.open(top.resolve("data"));
            ledger.place();
            Process mount = new ProcessBuilder("sh", "-ec", args[1])
                    .directory(top.toFile())
                    .inheritIO()
                    .start();
            if (mount.waitFor() != 0) {
                throw new AssertionError("could not: " + args[1]);
            }
            int answered = 0;
            while (ledger.fatal().isEmpty()) {
                CompletableFuture<Outcome> after = ledger.submit(ledger.wish(100 + answered));
                LedgerOnDisk.awaitThat(
                        "it ends, or answers",
                        () -> after.isDone() || !ledger.fatal().isEmpty());
                answered += after.isDone() && after.join() instanceof Outcome.OfOrder ? 1 : 0;
            }
            System.out.println("answered " + answered + ".");
            System.out.println(ledger.fatal());
            Runtime.getRuntime().halt(0); // as a node does: nothing is written any more
        }
    }
}
