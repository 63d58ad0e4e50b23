package dev.onsale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private record Wrong(List<String> arguments, String sentence, String help) {}

    @TestFactory
    Stream<DynamicTest> wrongUsageSaysWhereHelpIsAndEndsWithTwo() {
        return Stream.of(
                        new Wrong(List.of(), "onsale: a command is missing", "Try: onsale --help"),
                        new Wrong(
                                List.of("sreve"),
                                "onsale: Unmatched argument at index 0: 'sreve'",
                                "Try: onsale --help"),
                        new Wrong(List.of("--bogus"), "onsale: Unknown option: '--bogus'", "Try: onsale --help"),
                        new Wrong(
                                List.of("serve", "--port", "x"),
                                "onsale: Invalid value for option '--port': 'x' is not an int",
                                "Try: onsale serve --help"),
                        new Wrong(
                                List.of("serve", "--port", "-1"),
                                "onsale: --port must be 0 to 65535, but is -1",
                                "Try: onsale serve --help"))
                .map(wrong -> dynamicTest(wrong.arguments().toString(), () -> {
                    err.getBuffer().setLength(0);
                    assertThat(run(wrong.arguments().toArray(String[]::new))).isEqualTo(2);
                    assertThat(out.toString()).isEmpty();
                    assertThat(err.toString().lines().toList())
                            .startsWith(wrong.sentence())
                            .endsWith(wrong.help());
                }));
    }

    @Test
    void aCommandThatIsNearlyRightIsSuggested() {
        run("sreve");

        assertThat(err.toString()).contains("Did you mean: serve");
    }

    @TestFactory
    Stream<DynamicTest> everyCommandHasHelpWithAnExample() {
        return Stream.concat(Stream.of(Main.commandLine()), Main.commandLine().getSubcommands().values().stream())
                .map(CommandLine::getCommandName)
                .map(name -> dynamicTest(name, () -> {
                    out.getBuffer().setLength(0);
                    int code = name.equals("onsale") ? run("--help") : run(name, "--help");
                    assertThat(code).isZero();
                    assertThat(out.toString())
                            .contains("Example", "  onsale " + (name.equals("onsale") ? "serve" : name));
                    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
                    assertThat(err.toString()).isEmpty();
                }));
    }

    @Test
    void theVersionIsTold() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("onsale ");
    }
}
