package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import dev.onsale.ledger.redis.RedisSettings.Fsync;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Sentinels say, and when a node stands still for it. The clock is the test's. */
class SentinelWatchTest {

    private static final String FIRST = "10.0.0.51:26379";
    private static final String SECOND = "10.0.0.52:26379";
    private static final String OLD = "master onsale 10.0.0.31 6379";
    private static final String SWITCH = "onsale 10.0.0.31 6379 10.0.0.32 6379";

    private final Vertx vertx = Vertx.vertx();
    private final List<String> leaving = new ArrayList<>();
    private long now;
    private final SentinelWatch watch = new SentinelWatch(
            vertx,
            new RedisSettings("redis-sentinel://10.0.0.51,10.0.0.52/onsale", Fsync.ALWAYS, 1),
            () -> now,
            leaving::add);

    @AfterEach
    void end() throws TimeoutException {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void fromItsBeginningToItsEndNobodyConnects() {
        assertThat(watch.obstacle()).isNull();
        watch.hear(FIRST, "+try-failover", OLD);
        assertThat(watch.obstacle()).isEqualTo("a sentinel makes another server the primary");
        assertThat(leaving).containsExactly("a sentinel makes another server the primary");

        watch.hear(FIRST, "+failover-state-select-slave", OLD);
        watch.hear(FIRST, "+failover-end", OLD);
        assertThat(watch.obstacle())
                .as("the end is when it is told where the primary is")
                .isNotNull();

        watch.hear(FIRST, "+switch-master", SWITCH);
        assertThat(watch.obstacle()).isNull();
    }

    /** A sentinel that has not heard of it yet would send us back, and each of the others says so again. */
    @Test
    void whoHasBeenLeftIsNotGoneBackTo() {
        watch.hear(FIRST, "+try-failover", OLD);
        watch.hear(FIRST, "+switch-master", SWITCH);
        assertThat(watch.isLeft("10.0.0.31:6379")).isTrue();
        assertThat(watch.isLeft("10.0.0.32:6379")).isFalse();
        assertThat(leaving).hasSize(2);
        watch.hear(FIRST, "+switch-master", SWITCH);
        watch.hear(FIRST, "+switch-master", SWITCH);
        assertThat(leaving).as("the new connection is not given up").hasSize(2);

        watch.hear(FIRST, "+switch-master", "onsale 10.0.0.32 6379 10.0.0.31 6379");
        assertThat(watch.isLeft("10.0.0.31:6379")).as("it is the primary again").isFalse();
        assertThat(watch.isLeft("10.0.0.32:6379")).isTrue();
        assertThat(leaving).hasSize(3);
        now += TimeUnit.MILLISECONDS.toNanos(Limits.REDIS_FAILOVER_MILLIS_MAX);
        assertThat(watch.isLeft("10.0.0.32:6379"))
                .as("a later switch may have been missed")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-failover-abort-not-elected",
                "-failover-abort-no-good-slave",
                "-failover-abort-slave-timeout",
                "-failover-abort-master-is-back"
            })
    void whatComesToNothingIsOver(String channel) {
        watch.hear(FIRST, "+try-failover", OLD);
        watch.hear(FIRST, channel, OLD);
        assertThat(watch.obstacle()).isNull();
    }

    @Test
    void aSentinelThatDiesOverItStopsNobodyForEver() {
        watch.hear(FIRST, "+try-failover", OLD);
        now += TimeUnit.MILLISECONDS.toNanos(Limits.REDIS_FAILOVER_MILLIS_MAX);
        assertThat(watch.obstacle()).isNotNull();
        now++;
        assertThat(watch.obstacle()).isNull();
    }

    @Test
    void anotherPrimaryOfTheSameSentinelsIsNoneOfOurs() {
        watch.hear(FIRST, "+try-failover", "master other 10.0.0.31 6379");
        watch.hear(FIRST, "+switch-master", "other 10.0.0.31 6379 10.0.0.32 6379");
        watch.hear(FIRST, "+switch-master", "");
        watch.hear(FIRST, "+try-failover", "master");
        assertThat(watch.obstacle()).isNull();
        assertThat(watch.isLeft("10.0.0.31:6379")).isFalse();
        assertThat(leaving).isEmpty();
    }

    /** It may be back before they have noticed, and they go on all the same. */
    @Test
    void whoIsTakenForDeadIsNotWrittenTo() {
        watch.hear(FIRST, "+odown", OLD + " #quorum 2/2");
        watch.hear(SECOND, "+odown", OLD + " #quorum 2/2");
        assertThat(leaving).hasSize(2);
        assertThat(watch.obstacle()).contains("take this primary for dead");
        watch.hear(FIRST, "-odown", OLD);
        assertThat(watch.obstacle()).as("the other one has not noticed").isNotNull();
        watch.hear(SECOND, "-odown", OLD);
        assertThat(watch.obstacle()).isNull();

        watch.hear(FIRST, "+odown", OLD + " #quorum 2/2");
        watch.hear(FIRST, "+switch-master", SWITCH);
        assertThat(watch.obstacle()).as("that was the old one").isNull();
        watch.hear(FIRST, "+odown", "master other 10.0.0.31 6379 #quorum 2/2");
        assertThat(watch.obstacle()).isNull();
    }

    @Test
    void aSentinelThatSaysNothingMoreStopsNobodyForEver() {
        watch.hear(FIRST, "+odown", OLD + " #quorum 2/2");
        now += TimeUnit.MILLISECONDS.toNanos(Limits.REDIS_FAILOVER_MILLIS_MAX);
        assertThat(watch.obstacle()).isNotNull();
        now++;
        assertThat(watch.obstacle()).isNull();
    }
}
