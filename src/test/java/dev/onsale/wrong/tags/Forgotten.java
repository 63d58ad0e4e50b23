package dev.onsale.wrong.tags;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Wrong: starts a program, over another class, and has no tag. Its name is none that the build runs. */
class Forgotten {
    @Test
    void starts() throws IOException, InterruptedException {
        Starter.start().waitFor();
    }
}
