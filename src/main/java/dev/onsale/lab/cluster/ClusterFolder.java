package dev.onsale.lab.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Where a cluster keeps all that it writes: a folder of the user's, or one that is removed at the end. */
final class ClusterFolder {

    private static final int SECRET_BYTES = 24;

    /** Servers that run as somebody else when root starts them have to get to their own folders in it, and see no others. */
    private static final String PASSABLE = "rwx--x--x";

    private static final String PRIVATE = "rwx------";

    private final Path path;
    private final boolean temporary;

    private ClusterFolder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /**
     * Makes it.
     *
     * @param wanted by the user, or null for a temporary one
     */
    static ClusterFolder prepare(@Nullable Path wanted) throws ClusterException {
        try {
            Path path = wanted == null
                    ? Files.createTempDirectory("onsale-cluster-")
                    : Files.createDirectories(wanted.toAbsolutePath().normalize());
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(PASSABLE));
            return new ClusterFolder(path, wanted == null);
        } catch (IOException e) {
            throw new ClusterException(
                    "the folder " + (wanted == null ? "for temporary files" : wanted.toString())
                            + " cannot be written (" + e + "): choose another with --data",
                    e);
        }
    }

    Path path() {
        return path;
    }

    /** Whether it will be removed. */
    boolean isTemporary() {
        return temporary;
    }

    /** A folder of one server's own; nobody else gets in. */
    Path privateFolder(String name) throws ClusterException {
        return folder(name, PRIVATE);
    }

    /** A folder that others pass through, to folders of their own that a server makes for them. */
    Path passableFolder(String name) throws ClusterException {
        return folder(name, PASSABLE);
    }

    private Path folder(String name, String permissions) throws ClusterException {
        Path folder = path.resolve(name);
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
            return folder;
        } catch (IOException e) {
            throw new ClusterException("the folder " + folder + " cannot be made (" + e + ")", e);
        }
    }

    /** What is written in a file that only its owner may read; made up at the first time. */
    static String secret(Path file) throws ClusterException {
        try {
            if (!Files.exists(file)) {
                byte[] secret = new byte[SECRET_BYTES];
                new SecureRandom().nextBytes(secret);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, HexFormat.of().formatHex(secret) + "\n", StandardCharsets.US_ASCII);
            }
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new ClusterException("the file " + file + " cannot be used (" + e + ")", e);
        }
    }

    /**
     * Removes a temporary folder with all that is in it; leaves any other alone. Any thread: one that ends everything at once waits for one
     * that was at it already, and finds nothing left.
     */
    synchronized void removeIfTemporary() throws ClusterException {
        if (!temporary) {
            return;
        }
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                /** A server that is just ending may have removed a file of its own before we came to it. */
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
                    if (problem instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw problem;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem)
                        throws IOException {
                    if (problem != null) {
                        throw problem;
                    }
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new ClusterException(
                    "the temporary folder " + path + " cannot be removed (" + e + "): remove it yourself", e);
        }
    }
}
