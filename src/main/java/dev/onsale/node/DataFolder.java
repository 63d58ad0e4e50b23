package dev.onsale.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** The folder that a node keeps everything in. */
public final class DataFolder {

    private DataFolder() {}

    /**
     * The folder of a user who names none: where the XDG base directory specification puts data.
     *
     * @param environment the process's variables: {@code XDG_DATA_HOME} if it is an absolute path
     * @param home the user's home folder
     */
    public static Path ofUser(Map<String, String> environment, String home) {
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = xdg.startsWith("/") ? Path.of(xdg) : Path.of(home, ".local", "share");
        return base.resolve("onsale");
    }

    /**
     * Makes the folder, for its owner alone, where it is missing.
     *
     * @return whether it was missing
     * @throws StartException if there is none then that can be written to
     */
    public static boolean prepare(Path folder) throws StartException {
        boolean missing = !Files.exists(folder);
        try {
            if (missing) {
                Path parent = folder.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                // Orders name buyers: that is nobody else's business.
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                // SQLite sees to its files in the folder; that a power cut leaves the folder itself is for whoever made
                // it.
                if (parent != null) {
                    sync(parent);
                }
            }
        } catch (IOException e) {
            throw new StartException(
                    "cannot make the data folder " + folder + " (" + Sentences.reason(e)
                            + "): choose another one with --data",
                    e);
        }
        if (!Files.isDirectory(folder)) {
            throw new StartException("the data folder " + folder + " is a file: choose another one with --data");
        }
        if (!Files.isWritable(folder)) {
            throw new StartException("cannot write to the data folder " + folder
                    + ": make it writable for this user, or choose another one with --data");
        }
        return missing;
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }
}
