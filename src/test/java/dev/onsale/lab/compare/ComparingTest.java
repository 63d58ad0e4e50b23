package dev.onsale.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.lab.cluster.ProcessTools;
import dev.onsale.lab.report.Comparison;
import dev.onsale.lab.report.Progress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where contenders cannot be run. */
class ComparingTest {

    private static final ProcessTools TOOLS = new ProcessTools(Path.of("/nowhere/setpriv"), Path.of("/nowhere/setsid"));

    private static final class Silent implements Comparing.Audience {
        private final boolean stop;
        private final List<Comparison.Contender> ended = new ArrayList<>();

        Silent(boolean stop) {
            this.stop = stop;
        }

        @Override
        public void begins(Contender contender, String what) {}

        @Override
        public void progress(Contender contender, Progress progress) {}

        @Override
        public void ends(Comparison.Contender result) {
            ended.add(result);
        }

        @Override
        public boolean isStopWanted() {
            return stop;
        }
    }

    private static Comparing.Result compare(Silent audience, Optional<ProcessTools> tools, Contender... contenders)
            throws Exception {
        return new Comparing(
                        new CompareOptions(List.of(contenders), 100, 10, 0.1, 1, 10, 1),
                        new Stands("no.such.Main", tools, Optional.empty(), Optional.empty()),
                        "1",
                        InstantSource.system(),
                        audience)
                .run();
    }

    @Test
    void whatIsNotInstalledIsNamedWithItsPackageAndSqliteStandsInForPostgres() throws Exception {
        Silent audience = new Silent(false);
        Comparing.Result result = compare(audience, Optional.of(TOOLS), Contender.POSTGRES, Contender.SCRIPT);

        assertThat(result.comparison()).isNull();
        assertThat(result.results())
                .extracting(Comparison.Contender::name)
                .containsExactly("SQL PostgreSQL", "SQL SQLite", "Redis script");
        // The tools are not there either, which only SQLite gets far enough to find out.
        assertThat(result.complete()).isFalse();
        assertThat(result.results().get(1).notRun()).contains("shop cannot be started");
        assertThat(result.results().getFirst().notRun()).contains("apt-get install postgresql");
        assertThat(result.results().getLast().notRun()).contains("apt-get install redis-server");
        assertThat(audience.ended).isEqualTo(result.results());
    }

    @Test
    void withoutTheToolsThatBindChildrenNothingIsStarted() throws Exception {
        assertThat(compare(new Silent(false), Optional.empty(), Contender.HOLD)
                        .results()
                        .getFirst()
                        .notRun())
                .contains("apt-get install util-linux");
    }

    @Test
    void aStopLeavesTheRestOut() throws Exception {
        Comparing.Result result = compare(new Silent(true), Optional.of(TOOLS), Contender.HOLD, Contender.SQLITE);

        assertThat(result.complete()).isFalse();
        assertThat(result.results()).extracting(Comparison.Contender::notRun).containsOnly("it was stopped before");
    }
}
