package dev.onsale.ledger.redis;

import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an error of Redis means to a ledger. None of them ends a node: whatever Redis says, somebody may mend it, and the next try shows whether they have.
 */
enum RedisTrouble {
    /** This server cannot be written to any more, or not yet: another one can. */
    NOT_PRIMARY,
    /** Another server of the cluster has the sale now. */
    MOVED,
    /** The functions are not there any more; whoever connects anew loads them. */
    NO_FUNCTIONS,
    /** It will pass, or an operator will see to it: memory is short, the disk is full, a right was taken away, a word that nobody knows. */
    FOR_NOW;

    private static final List<String> NOT_PRIMARY_CODES =
            List.of("READONLY", "LOADING", "MASTERDOWN", "UNBLOCKED", "NOAUTH", "ERR WAIT cannot be used with replica");

    private static final List<String> NO_FUNCTIONS_CODES = List.of("ERR Function not found", "NOFUNCTION");

    /** By these words Redis refuses a call before it has begun. */
    private static final List<String> REFUSING_CODES = List.of(
            "READONLY",
            "LOADING",
            "MASTERDOWN",
            "NOAUTH",
            "MOVED",
            "ASK",
            "CLUSTERDOWN",
            "TRYAGAIN",
            "CROSSSLOT",
            "ERR Function not found",
            "NOFUNCTION",
            "OOM",
            "MISCONF",
            "NOREPLICAS",
            "BUSY",
            "NOPERM",
            "FOREIGN",
            "ERR unknown command");

    /** What a function says, before it writes, that looks for a key whose slot is being handed over. */
    private static final String HANDED_OVER = "access a non local key";

    private static final List<String> PASSWORD_CODES = List.of("NOAUTH", "WRONGPASS");

    /**
     * What it says, for people: without what Redis adds about the place in the functions, and with what to do about something that Onsale has not written.
     */
    static String sentence(Throwable error) {
        String message = String.valueOf(error.getMessage());
        int place = message.indexOf(" script: ");
        String words = place < 0 ? message : message.substring(0, place);
        return words.startsWith("FOREIGN ")
                ? words.substring("FOREIGN ".length())
                        + "; something else has written there. Nothing of this sale is sold until that is put right."
                : words;
    }

    /** What it says; or what kind of failure it is, where it says nothing. */
    static String words(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }

    /** By the word that the message of the error begins with. */
    static RedisTrouble of(Throwable error) {
        String message = String.valueOf(error.getMessage());
        if (begins(message, NOT_PRIMARY_CODES)) {
            return NOT_PRIMARY;
        }
        if (begins(message, NO_FUNCTIONS_CODES)) {
            return NO_FUNCTIONS;
        }
        return message.startsWith("MOVED") ? MOVED : FOR_NOW;
    }

    /**
     * Whether the call that failed may have been carried out all the same. It was not if it was never sent, or refused before it began; of all else, an
     * answer that makes no sense among it, nobody knows.
     */
    static boolean mayBeDone(Throwable error) {
        if (error instanceof RedisLink.NotSent) {
            return false;
        }
        String message = String.valueOf(error.getMessage());
        boolean isRefused = begins(message, REFUSING_CODES) || message.contains(HANDED_OVER);
        return error instanceof RedisLink.Lost || !isRefused;
    }

    private static boolean begins(String message, List<String> codes) {
        return codes.stream().anyMatch(message::startsWith);
    }

    /** What is wrong with a connection that could not be made, if trying again would not help; else null. */
    static @Nullable RedisLedgerException forGood(Throwable why, String place) {
        if (why instanceof RedisLedgerException known) {
            return known;
        }
        if (why instanceof UnknownHostException) {
            return new RedisLedgerException(
                    "Redis at " + place + " cannot be found: there is no host of that name.", why);
        }
        String message = String.valueOf(why.getMessage());
        if (message.startsWith("NOPERM")) {
            return new RedisLedgerException(
                    "Redis at " + place + " does not let its user do what a ledger needs (" + message
                            + "): give it the rights that deploy/README.md lists.",
                    why);
        }
        return begins(message, PASSWORD_CODES) || message.contains("AUTH <password>")
                ? new RedisLedgerException(
                        "Redis at " + place + " does not accept the user or the password (" + message
                                + "): say them as in redis://user:password@host:port.",
                        why)
                : null;
    }
}
