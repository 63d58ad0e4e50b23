package dev.onsale.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.config.ClusterLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that end at once, and a clock that the test moves. */
@Tag("servers")
class ServerWatchTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int RESTART_SECONDS = 4;

    @TempDir
    private Path folder;

    private final List<Child> group = new ArrayList<>();
    private final List<String> news = new ArrayList<>();
    private final AtomicInteger cards = new AtomicInteger();
    private Supervised server;
    private ServerWatch watch;

    @BeforeEach
    void startIt() throws Exception {
        ProcessTools tools = Programs.findTools(System.getenv("PATH")).orElseThrow();
        server = new Supervised(
                ClusterCard.Kind.REDIS,
                "redis",
                1,
                RESTART_SECONDS,
                group,
                () -> Child.start(
                        "redis",
                        tools,
                        new ProcessBuilder("sh", "-c", "echo no space; exit 3"),
                        folder.resolve("log"),
                        Child.Signal.TERM,
                        Child.Signal.TERM));
        server.start();
        watch = new ServerWatch(List.of(server), news::add, cards::incrementAndGet);
    }

    private void awaitEnd() {
        long deadline = System.nanoTime() + 60 * SECOND;
        while (server.isAlive()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void whatHasEndedIsStartedAgainWhenItIsDueAndNotBefore() throws Exception {
        awaitEnd();
        Child first = group.getFirst();
        watch.look(0);
        assertThat(news)
                .containsExactly(
                        "redis has ended by itself, with exit code 3; it is started again in 4 seconds. It said last:\n  no space");
        assertThat(group).isEmpty();

        watch.look(RESTART_SECONDS * SECOND - 1);
        assertThat(group).isEmpty();
        watch.look(RESTART_SECONDS * SECOND);
        assertThat(group).hasSize(1).doesNotContain(first);
        assertThat(news).last().isEqualTo("redis is started again");
        assertThat(cards).hasValue(1);
        awaitEnd();
    }

    @Test
    void whatEndsAgainAndAgainIsGivenUp() throws Exception {
        long now = 0;
        for (int i = 0; i < ClusterLimits.CLUSTER_RESTARTS_MAX; i++) {
            awaitEnd();
            watch.look(now);
            now += RESTART_SECONDS * SECOND;
            watch.look(now);
        }
        awaitEnd();
        long then = now;
        assertThatThrownBy(() -> watch.look(then))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("redis has ended by itself, with exit code 3, after "
                        + ClusterLimits.CLUSTER_RESTARTS_MAX + " new starts within 60 seconds");
    }
}
