package dev.onsale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A small source tree with the launcher in it, and a JDK and a Maven that only write down how they were called. */
final class LauncherTree implements AutoCloseable {

    private static final long WAIT_SECONDS_MAX = 60;

    /** What the launcher calls, and nothing else, stands on its PATH. */
    private static final List<String> TOOLS = List.of(
            "awk",
            "cat",
            "cp",
            "date",
            "dirname",
            "find",
            "flock",
            "grep",
            "head",
            "mkdir",
            "mktemp",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sleep",
            "tail",
            "touch");

    private static final String MAVEN = """
            #!/bin/sh
            echo "$*" >>"$STUB/maven-calls"
            while [ -e "$STUB/hold-maven" ]; do sleep 0.02; done
            if [ -e "$STUB/break-maven" ]; then
                echo "[INFO] something that is no error"
                echo "[ERROR] /src/main/java/Ticket.java:[3,5] error: cannot find symbol"
                exit 1
            fi
            mkdir -p target/lib
            echo jar >target/onsale.jar
            """;

    /** Says how it was called; in a trial run it stands in for a server that is told to stop. */
    private static final String JAVA = """
            #!/bin/sh
            echo "pid=$$ locale=${LC_ALL:-} args=$*"
            for arg in "$@"; do
                case $arg in -XX:AOTCacheOutput=*) record=${arg#*=} ;; esac
            done
            if [ -n "${record:-}" ]; then
                echo "$*" >>"$STUB/trials"
                if [ -e "$STUB/break-trial" ]; then exit 1; fi
                trap 'echo record >"$record"; exit 143' TERM
                echo "http://127.0.0.1:1/"
                while :; do sleep 0.02; done
            fi
            """;

    /** Where the JDK, the PATH and what was written down are. */
    final Path folder;

    /** Where the launcher is. */
    final Path tree;

    final Path jdk;
    private final List<Launch> launches = new ArrayList<>();

    /** A launcher at work. */
    record Launch(Process process, Path out, Path err) {

        String errSoFar() {
            return read(err);
        }

        /** Waits for its end. */
        Ended ended() throws InterruptedException {
            assertThat(process.waitFor(WAIT_SECONDS_MAX, TimeUnit.SECONDS))
                    .as("the launcher ends; it said: %s", errSoFar())
                    .isTrue();
            return new Ended(process.exitValue(), process.pid(), read(out), read(err));
        }
    }

    /** What a launcher left. */
    record Ended(int code, long pid, String out, String err) {}

    LauncherTree(Path folder) throws IOException {
        this.folder = folder.toRealPath();
        tree = Files.createDirectories(this.folder.resolve("tree"));
        Files.createDirectories(tree.resolve("src/main"));
        Files.writeString(tree.resolve("pom.xml"), "<project/>");
        Files.writeString(tree.resolve("src/main/Ticket.java"), "class Ticket {}");
        Files.copy(Path.of("onsale"), tree.resolve("onsale"));
        jdk = jdk("jdk", "25.0.1");
        Path bin = Files.createDirectories(this.folder.resolve("bin"));
        for (String tool : TOOLS) {
            program(bin.resolve(tool), "#!/bin/sh\nexec " + onPath(tool) + " \"$@\"\n");
        }
        program(bin.resolve("mvn"), MAVEN);
    }

    Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        program(home.resolve("bin/java"), JAVA);
        program(home.resolve("bin/javac"), "#!/bin/sh\n");
        return home;
    }

    /** Replaces what a pattern finds in the launcher; it must find something. */
    void patchLauncher(String pattern, String replacement) throws IOException {
        Path script = tree.resolve("onsale");
        String before = Files.readString(script);
        String after = before.replaceAll("(?m)" + pattern, replacement);
        assertThat(after).as("the launcher without %s", pattern).isNotEqualTo(before);
        Files.writeString(script, after);
    }

    /** Makes a file of the tree newer than all before it. */
    void touch(String file, int secondsAhead) throws IOException {
        Files.setLastModifiedTime(
                tree.resolve(file), FileTime.from(Instant.now().plusSeconds(secondsAhead)));
    }

    Ended run(String... args) throws Exception {
        return start(tree.resolve("onsale"), Map.of(), args).ended();
    }

    Launch start(Path script, Map<String, String> environment, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(folder, "launch", ".out");
        Path err = Files.createTempFile(folder, "launch", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", folder.resolve("bin").toString());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("STUB", folder.toString());
        builder.environment().putAll(environment);
        Launch launch = new Launch(builder.start(), out, err);
        launches.add(launch);
        return launch;
    }

    /** The calls that the JDK or the Maven wrote down. */
    List<String> calls(String record) {
        return read(folder.resolve(record)).lines().toList();
    }

    static void awaitThat(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    /** Ends what still runs. */
    @Override
    public void close() {
        for (Launch launch : launches) {
            launch.process().descendants().forEach(ProcessHandle::destroyForcibly);
            launch.process().destroyForcibly();
        }
    }

    private static void program(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path onPath(String tool) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(entry -> Path.of(entry, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the launcher calls " + tool + ", which is not on the PATH"));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
