package dev.onsale.node;

import dev.onsale.config.IdentityOptions;
import dev.onsale.config.Limits;
import dev.onsale.http.identity.TokenKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The keys that buyers' tokens are signed with, as a node is told them. */
final class BuyerKeys {

    private BuyerKeys() {}

    /**
     * Reads them.
     *
     * @return none where the node is told none
     * @throws StartException naming the file that holds no key
     */
    static List<TokenKey> read(IdentityOptions options) throws StartException {
        List<TokenKey> keys = new ArrayList<>();
        String secret = options.jwtSecret();
        if (secret != null) {
            keys.add(TokenKey.hs256(secret.getBytes(StandardCharsets.UTF_8)));
        }
        for (Path file : options.jwtKeys()) {
            try (InputStream in = Files.newInputStream(file)) {
                keys.add(TokenKey.publicKey(
                        new String(in.readNBytes(Limits.JWT_KEY_FILE_BYTES_MAX), StandardCharsets.ISO_8859_1)));
            } catch (IOException e) {
                throw new StartException(
                        file + ": cannot be read (" + Sentences.reason(e) + "): see to the file named by --jwt-key", e);
            } catch (IllegalArgumentException e) {
                throw new StartException(file + ": " + e.getMessage(), e);
            }
        }
        return keys;
    }
}
