package dev.onsale.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {

    @TempDir
    private Path folder;

    private Path install(String where, String... names) throws IOException {
        Path bin = Files.createDirectories(folder.resolve(where));
        for (String name : names) {
            Files.createFile(
                    bin.resolve(name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        return bin;
    }

    @Test
    void theNewestPostgresOfSeveralIsTaken() throws Exception {
        Path bin = install("bin", "redis-server", "setpriv", "setsid", "initdb", "postgres", "pg_isready");
        Path sbin = install("sbin", "nginx");
        install("postgresql/9/bin", "initdb", "postgres", "pg_isready");
        Path newest = install("postgresql/15/bin", "initdb", "postgres", "pg_isready");
        install("postgresql/16/bin", "pg_isready");

        assertThat(Programs.find(bin.toString(), List.of(sbin.toString()), folder.resolve("postgresql")))
                .isEqualTo(new Programs(
                        bin.resolve("redis-server"),
                        sbin.resolve("nginx"),
                        newest,
                        bin.resolve("setpriv"),
                        bin.resolve("setsid")));
        assertThat(Programs.find(bin + ":" + sbin, List.of(), folder.resolve("nowhere"))
                        .postgres())
                .isEqualTo(bin);
    }

    @Test
    void allThatIsMissingIsNamedAtOnceWithItsPackages() throws Exception {
        Path bin = install("bin", "setpriv", "setsid", "postgres");
        Files.createDirectory(bin.resolve("redis-server"));

        assertThatThrownBy(() -> Programs.find(bin.toString(), List.of(), folder.resolve("nowhere")))
                .isInstanceOf(ClusterException.class)
                .hasMessage(
                        "a cluster needs redis-server, PostgreSQL, nginx and cannot find them: install what is missing"
                                + " (Debian and Ubuntu: apt-get install redis-server postgresql nginx-light)");
    }

    @Test
    void theProgramIsStartedAgainAsItWas() throws Exception {
        assertThat(ProgramCommand.of(
                        "/jdk/bin/java",
                        List.of("-XX:+UseG1GC", "-jar", "onsale.jar", "cluster", "--port", "1"),
                        "dev.onsale.Main",
                        List.of("-Xmx1m")))
                .containsExactly("/jdk/bin/java", "-XX:+UseG1GC", "-Xmx1m", "-jar", "onsale.jar");
        assertThat(ProgramCommand.of(
                        "/jdk/bin/java",
                        List.of("-cp", "classes", "dev.onsale.Main", "cluster"),
                        "dev.onsale.Main",
                        List.of("-Xmx1m")))
                .containsExactly("/jdk/bin/java", "-cp", "classes", "-Xmx1m", "dev.onsale.Main");
        assertThatThrownBy(() -> ProgramCommand.of("java", List.of("Other"), "dev.onsale.Main", List.of()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("./onsale cluster");
    }
}
