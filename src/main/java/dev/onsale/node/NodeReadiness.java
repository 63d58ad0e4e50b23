package dev.onsale.node;

import dev.onsale.http.routes.Readiness;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a node say of it. Any thread.
 *
 * @param obstacles why the node cannot sell: the first one that says something is told
 * @param remarks what somebody should see to although it sells: all that say something are told
 */
record NodeReadiness(List<Supplier<@Nullable String>> obstacles, List<Supplier<@Nullable String>> remarks)
        implements Readiness {

    @Override
    public @Nullable String obstacle() {
        for (Supplier<@Nullable String> part : obstacles) {
            String obstacle = part.get();
            if (obstacle != null) {
                return obstacle;
            }
        }
        return null;
    }

    @Override
    public List<String> notes() {
        return remarks.stream().map(Supplier::get).filter(Objects::nonNull).toList();
    }
}
