package dev.onsale.wrong.ledger;

import java.nio.file.Files;
import java.nio.file.Path;

/** Wrong: a decision looks outside its arguments. */
public final class ReadsFile {
    private ReadsFile() {}

    /** Looks. */
    public static boolean decide() {
        return Files.exists(Path.of("stock"));
    }
}
