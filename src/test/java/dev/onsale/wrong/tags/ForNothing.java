package dev.onsale.wrong.tags;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Wrong: runs apart from the others, and starts no program. */
@Tag("servers")
class ForNothing {
    @Test
    void startsNothing() {}
}
