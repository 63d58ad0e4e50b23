package dev.onsale.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.config.ClusterLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("servers")
class ClusterCardTest {

    private static final Instant THEN = Instant.parse("2026-01-20T06:00:00.120Z");

    private static final ClusterCard.Life SELF = ClusterCard.Life.of(ProcessHandle.current());

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameIt() {
        file = ClusterCard.file(folder.resolve("home/onsale").resolve(ClusterCard.FOLDER), 3000);
    }

    private static ClusterCard card(ClusterCard.Life cluster, ClusterCard.Life node) {
        return new ClusterCard(
                "http://127.0.0.1:3000/",
                cluster,
                Path.of("/data/operator-token"),
                "redis://127.0.0.1:6379",
                "jdbc:postgresql://127.0.0.1:5432/postgres?user=onsale",
                Path.of("/data/postgres/password"),
                List.of(
                        new ClusterCard.Server(
                                ClusterCard.Kind.REDIS, "redis", 6379, 15, new ClusterCard.Life(75, THEN)),
                        new ClusterCard.Server(ClusterCard.Kind.NGINX, "nginx", 3000, 1, node)),
                List.of(
                        new ClusterCard.Node(3001, 1, null, node),
                        new ClusterCard.Node(3002, 4, 10, new ClusterCard.Life(77, THEN))));
    }

    @Test
    void whatIsWrittenIsReadAndNobodyElseMay() throws Exception {
        ClusterCard card = card(SELF, SELF);
        card.write(file);

        assertThat(file).hasFileName("3000.json");
        assertThat(ClusterCard.read(file)).contains(card);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void theNextOneTakesItsPlaceAsAWhole() throws Exception {
        card(SELF, SELF).write(file);
        Files.createLink(folder.resolve("first"), file);
        ClusterCard next = card(SELF, new ClusterCard.Life(78, THEN));
        next.write(file);

        assertThat(ClusterCard.read(file)).contains(next);
        // Whoever was reading the first one goes on reading the first one.
        assertThat(ClusterCard.read(folder.resolve("first"))).contains(card(SELF, SELF));
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void whatACrashLeftBesideItIsNoHindrance() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file.resolveSibling("3000.json.new"), "half");
        card(SELF, SELF).write(file);

        assertThat(ClusterCard.read(file)).isPresent();
    }

    @Test
    void noneIsNothing() throws Exception {
        assertThat(ClusterCard.read(file)).isEmpty();
        ClusterCard.remove(file);

        card(SELF, SELF).write(file);
        ClusterCard.remove(file);
        assertThat(ClusterCard.read(file)).isEmpty();
    }

    @Test
    void aFolderThatCannotBeIsOneSentence() throws Exception {
        Path taken = Files.writeString(folder.resolve("taken"), "mine");

        assertThatThrownBy(() -> card(SELF, SELF).write(taken.resolve("clusters/3000.json")))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("the card of the cluster cannot be written to " + taken);
    }

    /** The id alone would take any later process for the one that is meant, and somebody may want to end it. */
    @Test
    void aProcessThatIsGoneOrAnotherOneIsRecognised() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        ClusterCard.Life ended = new ClusterCard.Life(gone.pid(), Instant.now());
        gone.waitFor();
        ClusterCard.Life later = new ClusterCard.Life(
                SELF.pid(), SELF.startedAt().minusMillis(ClusterLimits.CLUSTER_CARD_START_MILLIS_MAX + 1));

        assertThat(card(SELF, ended).isCurrent()).isTrue();
        assertThat(card(ended, SELF).isCurrent()).isFalse();
        assertThat(card(later, SELF).isCurrent()).isFalse();
        assertThat(SELF.process()).contains(ProcessHandle.current());
        assertThat(ended.process()).isEmpty();
        assertThat(later.process()).isEmpty();
    }

    private record Wrong(String what, String written, String instead, String why) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Wrong> wrongs() {
        return Stream.of(
                new Wrong("an unknown field", "\"url\"", "\"urls\"", "line "),
                new Wrong("a field twice", "\"url\"", "\"url\" : \"\", \"url\"", "line "),
                new Wrong("a field that is missing", "\"weight\" : 1,", "", "line "),
                new Wrong("null", "\"redis://127.0.0.1:6379\"", "null", "line "),
                new Wrong("text for a number", "\"pid\" : 77", "\"pid\" : \"77\"", "line "),
                new Wrong("a fraction", "\"pid\" : 77", "\"pid\" : 77.5", "line "),
                new Wrong("half a card", "\"weight\" : 4", "", "line "),
                new Wrong("another address", "\"http:", "\"file:", "its field url"),
                new Wrong("another ledger", "\"redis:", "\"http:", "its field ledger"),
                new Wrong("another order book", "\"jdbc:postgresql:", "\"jdbc:h2:", "its field orders"),
                new Wrong("a kind of server that there is not", "\"redis\",", "\"radish\",", "its field kind"),
                new Wrong("a server without a port", "6379,", "65536,", "its field port"),
                new Wrong("a server that is none", "(?s)(?<=servers\" : )\\[[^\\]]*\\]", "[null]", "its field servers"),
                new Wrong(
                        "a new start before the end",
                        "\"restartSeconds\" : 10",
                        "\"restartSeconds\" : -2",
                        "its field restartSeconds"),
                new Wrong("a relative file", "\"/data/operator-token\"", "\"token\"", "its field operatorTokenFile"),
                new Wrong(
                        "a file that cannot be", "/data/postgres/", "/data/\\\\u0000/", "its field ordersPasswordFile"),
                new Wrong("a group of processes", "\"pid\" : 77", "\"pid\" : -77", "its field pid"),
                new Wrong("the first process", "\"pid\" : 77", "\"pid\" : 1", "its field pid"),
                new Wrong("no time", "2026-01-20T06:00:00.120Z", "yesterday", "its field startedAt"),
                new Wrong("no port", "\"port\" : 3002", "\"port\" : 0", "its field port"),
                new Wrong("no weight", "\"weight\" : 4", "\"weight\" : 0", "its field weight"),
                new Wrong("no nodes", "(?s)(?<=nodes\" : )\\[.*\\]", "[]", "its field nodes"),
                new Wrong("a node that is none", "(?s)(?<=nodes\" : )\\[.*\\]", "[null]", "its field nodes"),
                new Wrong(
                        "too many nodes",
                        "(?s)(?<=nodes\" : )\\[ (.*) \\]",
                        "[ $1, " + "$1, ".repeat(8) + "$1 ]",
                        "its field nodes"),
                new Wrong("something behind it", "\\]\\s*\\}$", "] } {}", "line "),
                new Wrong(
                        "a long text",
                        "\"url\"",
                        " ".repeat(ClusterLimits.CLUSTER_CARD_BYTES_MAX) + "\"url\"",
                        "it has more than 65536 bytes"),
                new Wrong("nothing", "(?s).*", "", "line "));
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void whatNoClusterWritesIsNotBelieved(Wrong wrong) throws IOException, ClusterException {
        card(SELF, SELF).write(file);
        String right = Files.readString(file);
        String text = right.replaceFirst(wrong.written(), wrong.instead());
        assertThat(text).isNotEqualTo(right);
        Files.writeString(file, text);

        assertThatThrownBy(() -> ClusterCard.read(file))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("the card of a cluster " + file + " is damaged (" + wrong.why())
                .hasMessageEndingWith("): remove it, and start the cluster again");
    }

    @Test
    void whatOthersMayWriteIsNotBelieved() throws Exception {
        card(SELF, SELF).write(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw--w----"));

        assertThatThrownBy(() -> ClusterCard.read(file))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("can be written by others than its owner");
    }
}
