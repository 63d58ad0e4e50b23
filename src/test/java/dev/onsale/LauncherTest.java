package dev.onsale;

import static dev.onsale.LauncherTree.awaitThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.LauncherTree.Ended;
import dev.onsale.LauncherTree.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher, in a tree of its own. */
@Tag("servers")
class LauncherTest {

    @TempDir
    Path temporary;

    private LauncherTree at;

    @BeforeEach
    void setUp() throws IOException {
        at = new LauncherTree(temporary);
    }

    @AfterEach
    void tearDown() {
        at.close();
    }

    @Test
    void buildsAtFirstUseAndThenOnlyRuns() throws Exception {
        Ended first = at.run("audit", "--data", "a folder");
        Ended second = at.run("audit");

        assertThat(first.code()).isZero();
        assertThat(first.out()).endsWith("-jar " + at.tree + "/target/onsale.jar audit --data a folder\n");
        assertThat(first.err()).contains("onsale: building").contains("onsale: built in");
        assertThat(second.out()).endsWith("onsale.jar audit\n");
        assertThat(second.err()).isEmpty();
        assertThat(at.calls("maven-calls")).hasSize(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewerOrGone() throws Exception {
        at.run("audit");
        at.touch("src/main/Ticket.java", 10);
        at.run("audit");
        assertThat(at.calls("maven-calls")).hasSize(2);

        Files.delete(at.tree.resolve("src/main/Ticket.java"));
        at.touch("src/main", 20);
        at.run("audit");
        assertThat(at.calls("maven-calls")).hasSize(3);
    }

    @Test
    void aFailedBuildShowsTheCompilersErrorsAndRunsNothing() throws Exception {
        at.run("audit");
        Files.createFile(at.folder.resolve("break-maven"));
        at.touch("pom.xml", 10);
        Ended broken = at.run("audit");

        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.out()).isEmpty();
        assertThat(broken.err())
                .contains("Ticket.java:[3,5] error: cannot find symbol")
                .doesNotContain("something that is no error")
                .contains("onsale: the build failed");

        Files.delete(at.folder.resolve("break-maven"));
        assertThat(at.run("audit").out()).contains("onsale.jar audit");
    }

    @ParameterizedTest(name = "with flock: {0}")
    @ValueSource(booleans = {true, false})
    void launchesAtOnceBuildOnce(boolean flock) throws Exception {
        if (!flock) {
            Files.delete(at.folder.resolve("bin/flock"));
        }
        Files.createFile(at.folder.resolve("hold-maven"));
        Launch builder = at.start(at.tree.resolve("onsale"), Map.of(), "audit", "1");
        awaitThat(() -> at.calls("maven-calls").size() == 1);
        Launch waiter = at.start(at.tree.resolve("onsale"), Map.of(), "audit", "2");
        awaitThat(() -> waiter.errSoFar().contains("waiting for another launch that is building"));
        Files.delete(at.folder.resolve("hold-maven"));

        assertThat(builder.ended().out()).endsWith("audit 1\n");
        assertThat(waiter.ended().out()).endsWith("audit 2\n");
        assertThat(at.calls("maven-calls")).hasSize(1);
    }

    @Test
    void withoutItsLockLaunchesBuildOverEachOther() throws Exception {
        at.patchLauncher("^    lock$", "    :");
        Files.createFile(at.folder.resolve("hold-maven"));
        Files.createDirectory(at.tree.resolve("target"));
        Launch first = at.start(at.tree.resolve("onsale"), Map.of(), "audit", "1");
        Launch second = at.start(at.tree.resolve("onsale"), Map.of(), "audit", "2");
        awaitThat(() -> at.calls("maven-calls").size() == 2);
        Files.delete(at.folder.resolve("hold-maven"));

        first.ended();
        second.ended();
    }

    @Test
    void aSymlinkFromAnywhereRunsTheSameProgram() throws Exception {
        Path link = Files.createSymbolicLink(
                Files.createDirectories(at.folder.resolve("elsewhere")).resolve("tickets"), Path.of("../tree/onsale"));

        assertThat(at.start(link, Map.of(), "audit").ended().out())
                .endsWith("-jar " + at.tree + "/target/onsale.jar audit\n");
    }

    @Test
    void theProcessBecomesTheServer() throws Exception {
        Ended audit = at.run("audit");

        assertThat(audit.out()).startsWith("pid=" + audit.pid() + " ");
    }

    @Test
    void anOlderJavaIsPassedOver() throws Exception {
        Path old = at.jdk("old", "17.0.15");
        Files.createSymbolicLink(at.folder.resolve("bin/java"), at.jdk.resolve("bin/java"));

        Ended home = at.start(at.tree.resolve("onsale"), Map.of("JAVA_HOME", old.toString()), "--java-home")
                .ended();

        assertThat(home.out()).isEqualTo(at.jdk + "\n");
    }

    /** Of a version that no machine has in its usual folders. */
    @Test
    void aJavaInAUsualFolderBuildsInTheTreeAndLeavesNothingBesideTheJava() throws Exception {
        at.patchLauncher("^java_major_min=.*", "java_major_min=999");
        Path usual = at.jdk(".jdks/jdk-999", "999.0.1");
        Ended ended = at.start(at.tree.resolve("onsale"), Map.of("JAVA_HOME", ""), "serve")
                .ended();

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("-XX:AOTCache=" + at.tree + "/target/onsale-999.0.1.aot");
        try (Stream<Path> files = Files.list(usual)) {
            assertThat(files).containsExactlyInAnyOrder(usual.resolve("bin"), usual.resolve("release"));
        }
    }

    @Test
    void aJavaThatWasLookedForIsOnlyRead() throws Exception {
        at.patchLauncher(" in /usr/lib/jvm/\\* ", " in " + at.jdk + " /usr/lib/jvm/* ");

        Ended ended = at.start(at.tree.resolve("onsale"), Map.of("JAVA_HOME", ""), "audit")
                .ended();

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(at.tree.resolve("target/onsale.jar")).exists();
        assertThat(at.jdk.toFile().list()).containsExactlyInAnyOrder("bin", "release");
    }

    @Test
    void aMissingJavaIsNamed() throws Exception {
        at.patchLauncher("^java_major_min=.*", "java_major_min=9999");
        Ended ended = at.run("audit");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("onsale: a JDK 9999 or newer is needed and was not found: install one");
    }

    @Test
    void aMissingMavenIsNamed() throws Exception {
        Files.delete(at.folder.resolve("bin/mvn"));
        Ended ended = at.run("audit");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("onsale: Maven is needed to build and was not found: install it");
    }

    @Test
    void anInstalledFolderNeedsNeitherSourcesNorMaven() throws Exception {
        Path installed = Files.createDirectories(at.folder.resolve("installed"));
        Files.copy(Path.of("onsale"), installed.resolve("onsale"));
        Files.writeString(installed.resolve("onsale.jar"), "jar");
        Files.delete(at.folder.resolve("bin/mvn"));
        Files.delete(at.jdk.resolve("bin/javac"));
        Ended ended = at.start(installed.resolve("onsale"), Map.of(), "audit").ended();

        assertThat(ended.out()).endsWith("-jar " + installed + "/onsale.jar audit\n");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void anInstalledFolderGetsItsTrialRunToo() throws Exception {
        Path installed = Files.createDirectories(at.folder.resolve("installed"));
        Files.copy(Path.of("onsale"), installed.resolve("onsale"));
        Files.writeString(installed.resolve("onsale.jar"), "jar");
        Ended first = at.start(installed.resolve("onsale"), Map.of(), "serve").ended();
        Ended second = at.start(installed.resolve("onsale"), Map.of(), "serve").ended();

        String cache = "-XX:AOTCache=" + installed + "/onsale-25.0.1.aot -jar ";
        assertThat(first.err()).contains("onsale: preparing fast starts").doesNotContain("building");
        assertThat(first.out()).contains(cache).endsWith("onsale.jar serve\n");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).contains(cache);
        assertThat(at.calls("trials")).hasSize(1);
    }

    @Test
    void optionsOfTheUserWin() throws Exception {
        Map<String, String> options = Map.of("ONSALE_JAVA_OPTS", "-Xmx1g -XX:+UseZGC -Dfiles=*");
        Ended ended = at.start(at.tree.resolve("onsale"), options, "audit").ended();

        assertThat(ended.out())
                .contains(" -Xmx1g -XX:+UseZGC -Dfiles=* -jar ")
                .contains("-XX:+UseCompactObjectHeaders")
                .doesNotContain("UseG1GC")
                .doesNotContain("MaxNewSize");
        assertThat(at.run("audit").out()).contains("-XX:+UseG1GC", "-XX:MaxNewSize=");
    }

    @Test
    void namesOfStationsSurviveALocaleWithoutLetters() throws Exception {
        assertThat(at.run("audit").out()).contains("locale=C.UTF-8 ");
        assertThat(at.start(at.tree.resolve("onsale"), Map.of("LC_ALL", "C"), "audit")
                        .ended()
                        .out())
                .contains("locale=C.UTF-8 ");
        assertThat(at.start(at.tree.resolve("onsale"), Map.of("LC_ALL", "zh_CN.UTF-8"), "audit")
                        .ended()
                        .out())
                .contains("locale=zh_CN.UTF-8 ");
    }

    @Test
    void theFirstServerAfterABuildIsPrecededByATrialRun() throws Exception {
        Ended audit = at.run("audit");
        Ended first = at.run("serve");
        Ended second = at.run("serve");

        String cache = "-XX:AOTCache=" + at.tree + "/target/onsale-25.0.1.aot";
        assertThat(audit.out()).doesNotContain("AOTCache");
        assertThat(first.err()).contains("onsale: preparing fast starts");
        assertThat(first.out()).contains(cache).endsWith("onsale.jar serve\n");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).contains(cache);
        assertThat(at.calls("trials")).singleElement().asString().contains("serve --port 0 --data ");
    }

    @Test
    void aTrialThatFailsIsSaidAndDoesNotStopTheServer() throws Exception {
        Files.createFile(at.folder.resolve("break-trial"));
        Ended first = at.run("serve");
        Ended second = at.run("serve");

        assertThat(first.err()).contains("so starts will be slower");
        assertThat(first.out()).endsWith("onsale.jar serve\n").doesNotContain("AOTCache");
        assertThat(second.err()).isEmpty();
        assertThat(at.calls("trials")).hasSize(1);
    }
}
