package dev.onsale.wrong.http.routes;

import dev.onsale.wrong.node.Node;

/** Wrong: nobody but the commands reaches the wiring. */
public record ReachesNode(Node node) {}
