package dev.onsale.lab.cluster;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The installed programs that a cluster is made of.
 *
 * @param redis {@code redis-server}
 * @param nginx {@code nginx}
 * @param postgres the folder with PostgreSQL's programs
 * @param setpriv {@code setpriv} of util-linux
 * @param setsid {@code setsid} of util-linux
 */
public record Programs(Path redis, Path nginx, Path postgres, Path setpriv, Path setsid) {

    /** Debian keeps daemons in folders that only root has on the PATH. */
    private static final List<String> DAEMON_FOLDERS = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    /** Debian's and Red Hat's PostgreSQL, where several versions live side by side. */
    private static final Path POSTGRES_VERSIONS = Path.of("/usr/lib/postgresql");

    private static final List<String> POSTGRES_PROGRAMS = List.of("initdb", "postgres", "pg_isready");

    /**
     * Finds them.
     *
     * @param path the environment's PATH
     * @throws ClusterException naming all that are missing, and the packages to install
     */
    public static Programs find(String path) throws ClusterException {
        return find(path, DAEMON_FOLDERS, POSTGRES_VERSIONS);
    }

    /** {@code redis-server} alone, if there is one. */
    public static Optional<Path> findRedis(String path) {
        return Optional.ofNullable(program(
                folders(path, DAEMON_FOLDERS),
                "redis-server",
                "redis-server",
                new ArrayList<>(),
                new LinkedHashSet<>()));
    }

    /** The folder with PostgreSQL's programs alone, if there is one. */
    public static Optional<Path> findPostgres(String path) {
        return Optional.ofNullable(postgres(folders(path, DAEMON_FOLDERS), POSTGRES_VERSIONS));
    }

    /** What binds child processes to this one, alone, if it is all there. */
    public static Optional<ProcessTools> findTools(String path) {
        List<Path> folders = folders(path, DAEMON_FOLDERS);
        Path setpriv = program(folders, "setpriv", "util-linux", new ArrayList<>(), new LinkedHashSet<>());
        Path setsid = program(folders, "setsid", "util-linux", new ArrayList<>(), new LinkedHashSet<>());
        return setpriv == null || setsid == null ? Optional.empty() : Optional.of(new ProcessTools(setpriv, setsid));
    }

    /** What binds child processes to this one. */
    ProcessTools tools() {
        return new ProcessTools(setpriv, setsid);
    }

    private static List<Path> folders(String path, List<String> daemonFolders) {
        return Stream.concat(Arrays.stream(path.split(":", -1)), daemonFolders.stream())
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .toList();
    }

    static Programs find(String path, List<String> daemonFolders, Path postgresVersions) throws ClusterException {
        List<Path> folders = folders(path, daemonFolders);
        List<String> missing = new ArrayList<>();
        Set<String> packages = new LinkedHashSet<>();
        Path redis = program(folders, "redis-server", "redis-server", missing, packages);
        Path postgres = postgres(folders, postgresVersions);
        if (postgres == null) {
            missing.add("PostgreSQL");
            packages.add("postgresql");
        }
        Path nginx = program(folders, "nginx", "nginx-light", missing, packages);
        Path setpriv = program(folders, "setpriv", "util-linux", missing, packages);
        Path setsid = program(folders, "setsid", "util-linux", missing, packages);
        if (redis == null || nginx == null || postgres == null || setpriv == null || setsid == null) {
            throw new ClusterException("a cluster needs " + String.join(", ", missing)
                    + " and cannot find " + (missing.size() == 1 ? "it" : "them")
                    + ": install what is missing (Debian and Ubuntu: apt-get install " + String.join(" ", packages)
                    + ")");
        }
        return new Programs(redis, nginx, postgres, setpriv, setsid);
    }

    private static @Nullable Path program(
            List<Path> folders, String name, String debianPackage, List<String> missing, Set<String> packages) {
        for (Path folder : folders) {
            Path program = folder.resolve(name);
            if (Files.isExecutable(program) && Files.isRegularFile(program)) {
                return program;
            }
        }
        missing.add(name);
        packages.add(debianPackage);
        return null;
    }

    /** The newest version of those side by side, or else what is on the PATH. */
    private static @Nullable Path postgres(List<Path> folders, Path versions) {
        List<Path> candidates = new ArrayList<>();
        if (Files.isDirectory(versions)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(versions)) {
                found.forEach(version -> candidates.add(version.resolve("bin")));
            } catch (IOException e) {
                // A folder that cannot be read holds nothing for us; the PATH may.
                candidates.clear();
            }
        }
        candidates.sort(Comparator.comparingInt(Programs::version).reversed());
        candidates.addAll(folders);
        return candidates.stream()
                .filter(folder -> POSTGRES_PROGRAMS.stream().allMatch(name -> Files.isExecutable(folder.resolve(name))))
                .findFirst()
                .orElse(null);
    }

    private static int version(Path bin) {
        String digits = bin.getName(bin.getNameCount() - 2).toString().replaceFirst("[^0-9].*", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }
}
