package dev.onsale.http.routes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the node can sell at this moment, for {@code /readyz}. Any thread; must be quick. */
@FunctionalInterface
public interface Readiness {

    /** A sentence that says what the node waits for, or null when it is ready to sell. */
    @Nullable
    String obstacle();

    /** Sentences about what somebody should see to although the node sells; empty when there is nothing. */
    default List<String> notes() {
        return List.of();
    }
}
