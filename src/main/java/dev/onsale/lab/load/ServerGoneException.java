package dev.onsale.lab.load;

import java.io.IOException;

/** No connection to the server can be had any more. The message is a sentence for people. */
public final class ServerGoneException extends IOException {

    private static final long serialVersionUID = 1L;

    ServerGoneException(String sentence, IOException cause) {
        super(sentence, cause);
    }
}
