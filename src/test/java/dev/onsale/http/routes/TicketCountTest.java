package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.sale.Deduct;
import dev.onsale.sale.SampleSale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The article's {@code stat.log}, over HTTP. */
class TicketCountTest {

    @TempDir
    private Path folder;

    private TestNode node(Path file) {
        return new TestNode(wishes -> wishes.options = new ApiOptions(2, "rush", true, file))
                .with(SampleSale.concert("rush", 3).deduct(Deduct.ORDER));
    }

    @Test
    void eachAnswerIsALine() throws Exception {
        Path file = folder.resolve("stat.log");
        Files.writeString(file, "result:1,localSales:0\n");

        try (TestNode node = node(file)) {
            for (int i = 0; i < 5; i++) {
                node.get("/buy/ticket").answer().ok(200);
            }
            node.get("/buy/ticket").bearer("nonsense").answer().ok(200);
            node.order("alice", "k", 1).answer();
        }

        assertThat(Files.readString(file)).isEqualTo("""
                        result:1,localSales:0
                        result:1,localSales:1
                        result:1,localSales:2
                        result:1,localSales:3
                        result:0,localSales:3
                        result:0,localSales:3
                        result:0,localSales:3
                        """);
    }

    @Test
    void aRepeatIsNoOtherTicket() throws Exception {
        Path file = folder.resolve("stat.log");

        try (TestNode node = node(file)) {
            node.get("/buy/ticket").buyer("alice").key("k").answer().ok(200);
            node.get("/buy/ticket").buyer("alice").key("k").answer().ok(200);
        }

        assertThat(Files.readAllLines(file)).containsExactly("result:1,localSales:1", "result:1,localSales:1");
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidInASentence() {
        Path file = folder.resolve("no-such-folder").resolve("stat.log");

        assertThatThrownBy(() -> node(file))
                .isInstanceOf(AssertionError.class)
                .cause()
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("The stat log " + file + " cannot be written")
                .hasMessageContaining("Name another file");
    }
}
