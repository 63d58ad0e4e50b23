package dev.onsale.ledger.redis;

import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an error of Redis means to a ledger. Nothing was carried out in any case. */
enum RedisTrouble {
    /** This server cannot be written to any more, or not yet: another one can. */
    NOT_PRIMARY,
    /** Another server of the cluster has the sale now. */
    MOVED,
    /** It will pass, or an operator will see to it: memory is short, the disk is full, replicas are missing. */
    FOR_NOW,
    /** The functions or this program are wrong. */
    BUG;

    private static final List<String> NOT_PRIMARY_CODES =
            List.of("READONLY", "LOADING", "MASTERDOWN", "UNKILLABLE", "NOAUTH");
    private static final List<String> FOR_NOW_CODES =
            List.of("OOM", "MISCONF", "NOREPLICAS", "BUSY", "CLUSTERDOWN", "TRYAGAIN", "ASK", "NOPERM");

    /** What a function says that looks for a key whose slot is being handed over. */
    private static final String HANDED_OVER = "access a non local key";

    private static final List<String> PASSWORD_CODES = List.of("NOAUTH", "WRONGPASS", "NOPERM");

    /** By the word that the message of the error begins with. */
    static RedisTrouble of(Throwable error) {
        String message = String.valueOf(error.getMessage());
        if (NOT_PRIMARY_CODES.stream().anyMatch(message::startsWith)) {
            return NOT_PRIMARY;
        }
        if (message.startsWith("MOVED")) {
            return MOVED;
        }
        return FOR_NOW_CODES.stream().anyMatch(message::startsWith) || message.contains(HANDED_OVER) ? FOR_NOW : BUG;
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
        return PASSWORD_CODES.stream().anyMatch(message::startsWith) || message.contains("AUTH <password>")
                ? new RedisLedgerException(
                        "Redis at " + place + " does not accept the user or the password (" + message
                                + "): say them as in redis://user:password@host:port.",
                        why)
                : null;
    }
}
