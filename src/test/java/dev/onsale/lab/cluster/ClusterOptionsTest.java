package dev.onsale.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.onsale.config.InvalidOptionException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ClusterOptionsTest {

    private static final List<Integer> WEIGHTS = List.of(1, 2, 3, 4);

    private record Wrong(String sentence, Callable<ClusterOptions> options) {}

    @Test
    void theUsualOnesAreFine() throws Exception {
        assertThat(new ClusterOptions(3000, 3001, WEIGHTS, 0, false, null, null, null).weights())
                .isEqualTo(WEIGHTS);
        assertThat(new ClusterOptions(3005, 3001, WEIGHTS, 0, false, Path.of("x"), 0, 10).port())
                .isEqualTo(3005);
        // Nodes end by themselves, too.
        assertThat(new ClusterOptions(3000, 3001, WEIGHTS, 0, false, null, null, 1).restartAfterSeconds())
                .isEqualTo(1);
    }

    @TestFactory
    Stream<DynamicTest> whatCannotBeIsOneSentence() {
        return Stream.of(
                        new Wrong(
                                "--port must be 1 to 65535, but is 0",
                                () -> new ClusterOptions(0, 3001, WEIGHTS, 0, false, null, null, null)),
                        new Wrong(
                                "--port must not be one of the nodes' ports 3001 to 3004, but is 3004",
                                () -> new ClusterOptions(3004, 3001, WEIGHTS, 0, false, null, null, null)),
                        new Wrong(
                                "--base-port must be 1 to 65532, but is 65533",
                                () -> new ClusterOptions(3000, 65_533, WEIGHTS, 0, false, null, null, null)),
                        new Wrong(
                                "--weights must be 1 to 16 numbers, one for each node, but are 0",
                                () -> new ClusterOptions(3000, 3001, List.of(), 0, false, null, null, null)),
                        new Wrong(
                                "--weights must be 1 to 16 numbers, one for each node, but are 17",
                                () -> new ClusterOptions(
                                        3000, 3001, Collections.nCopies(17, 1), 0, false, null, null, null)),
                        new Wrong(
                                "--weights must be 1 to 1000, but is 0",
                                () -> new ClusterOptions(3000, 3001, List.of(1, 0), 0, false, null, null, null)),
                        new Wrong(
                                "--replicas must be 0 to 4, but is 5",
                                () -> new ClusterOptions(3000, 3001, WEIGHTS, 5, true, null, null, null)),
                        new Wrong(
                                "--replicas must be 1 or more with --sentinel, which makes a replica the primary, but is 0",
                                () -> new ClusterOptions(3000, 3001, WEIGHTS, 0, true, null, null, null)),
                        new Wrong(
                                "--data must name a folder, but is empty",
                                () -> new ClusterOptions(3000, 3001, WEIGHTS, 0, false, Path.of(""), null, null)),
                        new Wrong(
                                "--kill-after must be 0 to 86400, but is -1",
                                () -> new ClusterOptions(3000, 3001, WEIGHTS, 0, false, null, -1, null)),
                        new Wrong(
                                "--restart-after must be 0 to 86400, but is 86401",
                                () -> new ClusterOptions(3000, 3001, WEIGHTS, 0, false, null, null, 86_401)))
                .map(wrong -> dynamicTest(wrong.sentence(), () -> assertThatThrownBy(wrong.options()::call)
                        .isInstanceOf(InvalidOptionException.class)
                        .hasMessage(wrong.sentence())));
    }
}
