package dev.onsale.wrong.http.routes;

import dev.onsale.wrong.cli.Command;

/** Wrong: nobody but Main reaches a command. */
public record ReachesCommand(Command command) {}
