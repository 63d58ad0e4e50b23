package dev.onsale.nemesis;

/** What can go wrong. Each is undone after a while, but for a clock, which stays where it was set. */
enum Fault {
    /** Power cut of the machine with the primary. */
    KILL_PRIMARY,
    KILL_REPLICA,
    KILL_SENTINEL,
    /** It hangs, and goes on later as if nothing had happened. */
    FREEZE_PRIMARY,
    FREEZE_REPLICA,
    CUT_PRIMARY,
    CUT_REPLICA,
    CUT_NODE,
    KILL_NODE,
    FREEZE_NODE,
    /** What the primary says does not reach one node, what that node says reaches the primary. */
    LOSE_ANSWERS,
    /** The primary closes the connections of all its clients. */
    DROP_CONNECTIONS,
    JUMP_CLOCK,
    /** Somebody makes a setting of the primary weaker than nodes need. */
    WEAKEN_SETTING,
    FLUSH_FUNCTIONS
}
