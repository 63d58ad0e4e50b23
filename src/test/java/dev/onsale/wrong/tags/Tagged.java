package dev.onsale.wrong.tags;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Right: starts a program, and says so. */
@Tag("servers")
class Tagged {
    @Test
    void starts() throws IOException, InterruptedException {
        Starter.start().waitFor();
    }
}
