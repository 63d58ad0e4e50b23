package dev.onsale.wrong;

import dev.onsale.wrong.cli.Command;

/** Right: Main reaches the commands. */
public final class Main {
    private Main() {}

    /** The only one. */
    public static Command command() {
        return new Command("serve");
    }
}
