package dev.onsale.lab.nginx;

import java.util.Locale;

/** How requests are spread over the nodes. */
public enum Balance {
    /** Each node its weight's share, evenly mixed. */
    WEIGHTED,

    /** Each node in turn. */
    ROUND_ROBIN,

    /** One address, one node, as long as that node answers. */
    IP_HASH,

    /** The node with the fewest requests under way, for its weight. */
    LEAST_CONN;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** As the command line and nginx's manual spell it, such as {@code round-robin}. */
    public String word() {
        return word;
    }
}
