package dev.onsale.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class CompareCommandTest {

    private record Wrong(List<String> arguments, String sentence) {}

    @TestFactory
    Stream<DynamicTest> whatMakesNoSenseIsRefusedBeforeAnythingStarts() {
        return Stream.of(
                        new Wrong(
                                List.of("--only", "hold,mysql"),
                                "--only must name some of hold, order, payment, postgres, sqlite, script, but names \"mysql\""),
                        new Wrong(List.of("--only", ""), "but names \"\""),
                        new Wrong(
                                List.of("--buyers", "10", "--tickets", "10"),
                                "--tickets must be fewer than the buyers"),
                        new Wrong(List.of("--abandon", "2"), "--abandon must be 0 to 0.9, but is 2.0"),
                        new Wrong(List.of("--connections", "0"), "--connections must be 1 to"),
                        new Wrong(
                                List.of("--page", "/no/such/folder/x.html"),
                                "--page: there is no folder /no/such/folder"))
                .map(wrong -> dynamicTest(wrong.arguments().toString(), () -> {
                    CommandLine line = new CommandLine(new CompareCommand("no.such.Main", "1"))
                            .setParameterExceptionHandler((problem, args) -> {
                                throw problem;
                            });
                    Assertions.assertThatThrownBy(() -> {
                                line.parseArgs(wrong.arguments().toArray(String[]::new));
                                ((CompareCommand) line.getCommand()).call();
                            })
                            .isInstanceOf(ParameterException.class)
                            .message()
                            .satisfies(message -> assertThat(message).contains(wrong.sentence()));
                }));
    }
}
