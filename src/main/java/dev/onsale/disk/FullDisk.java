package dev.onsale.disk;

import java.nio.file.Path;

/** Tells a full disk from other failures, in a sentence. Stateless. */
public final class FullDisk {

    private FullDisk() {}

    /**
     * What a failure means.
     *
     * @param folder whose disk it is
     * @param failed of the operating system, or of SQLite
     * @param otherwise the sentence for every other failure
     */
    public static String sentence(Path folder, Throwable failed, String otherwise) {
        String why = String.valueOf(failed.getMessage());
        boolean isFull = why.contains("No space left on device")
                || why.contains("Disk quota exceeded")
                || why.contains("SQLITE_FULL");
        return isFull ? "The disk of the data folder " + folder + " is full. Make room, then start again." : otherwise;
    }
}
