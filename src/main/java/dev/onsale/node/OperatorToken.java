package dev.onsale.node;

import dev.onsale.config.IdentityOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What operators' requests carry to show that they may.
 *
 * @param value the token
 * @param file where it is kept, or null when the environment says it
 * @param exposed whether others than the file's owner may read it
 */
public record OperatorToken(String value, @Nullable Path file, boolean exposed) {

    /** Name of the file in the data folder. */
    public static final String FILE = "operator-token";

    /** 256 bits: nobody guesses that. */
    private static final int RANDOM_BYTES = 32;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /**
     * The token that the environment says, else the one kept in the data folder, which is made when there is none.
     *
     * @param given from {@link IdentityOptions#operatorToken()}
     * @throws StartException if the file cannot be read or written, or holds no token
     */
    public static OperatorToken of(@Nullable String given, Path dataFolder) throws StartException {
        if (given != null) {
            return new OperatorToken(given, null, false);
        }
        Path file = dataFolder.resolve(FILE);
        try {
            return new OperatorToken(read(file), file, isExposed(file));
        } catch (NoSuchFileException e) {
            return make(file);
        } catch (IOException e) {
            throw new StartException(
                    "cannot read the operators' token in " + file + " (" + Sentences.reason(e)
                            + "): make the file readable for this user, or set "
                            + IdentityOptions.OPERATOR_TOKEN_VARIABLE,
                    e);
        }
    }

    private static String read(Path file) throws IOException, StartException {
        String token = Files.readString(file).strip();
        if (!IdentityOptions.isToken(token)) {
            throw new StartException("the file " + file
                    + " holds no operators' token: delete it, and the next start makes a new one, or set "
                    + IdentityOptions.OPERATOR_TOKEN_VARIABLE);
        }
        return token;
    }

    /** Written beside and moved into place, so that a crash in between leaves no empty token behind. */
    private static OperatorToken make(Path file) throws StartException {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        Path fresh = file.resolveSibling(FILE + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.writeString(fresh, token + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StartException(
                    "cannot write the operators' token to " + file + " (" + Sentences.reason(e)
                            + "): make the folder writable for this user, or choose another one with --data",
                    e);
        }
        return new OperatorToken(token, file, false);
    }

    private static boolean isExposed(Path file) throws IOException {
        return !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "OperatorToken[file=" + file + ", exposed=" + exposed + "]";
    }
}
