package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Order;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder with an order book and no journal: a past that is missing. The start is refused before anything is written, and both ways on lead on. */
@Tag("servers")
class BookAloneTest {

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void sellAndKeepTheBookAlone() throws Exception {
        Path before = folder.resolve("before");
        try (ServerProcess server = ServerProcess.serve(before);
                Shop shop = new Shop(server.url())) {
            for (int i = 0; i < 3; i++) {
                assertThat(shop.buyTicket().body().path("code").asInt()).isEqualTo(1);
            }
            assertThat(server.terminate()).isZero(); // the book is as far as the journal
        }
        data = Files.createDirectory(folder.resolve("data"));
        Files.copy(before.resolve("orders.db"), data.resolve("orders.db"));
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(data)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("orders.db-") && !name.equals("ledger.lock"))
                    .sorted()
                    .toList();
        }
    }

    private String said(int code, String... arguments) throws Exception {
        try (ServerProcess process = ServerProcess.launch(Map.of(), arguments)) {
            assertThat(process.await()).as(process.everythingSaid()).isEqualTo(code);
            return process.everythingSaid();
        }
    }

    private void assertSellsFrom(int number) throws Exception {
        try (ServerProcess server = ServerProcess.serve(data);
                Shop shop = new Shop(server.url())) {
            assertThat(shop.buyTicket().body().path("code").asInt()).isEqualTo(1);
            assertThat(server.terminate()).isZero();
        }
        assertThat(Journals.orders(data).values())
                .extracting(Order::number)
                .contains((long) number)
                .allMatch(each -> each <= number);
        Audits.assertClean(data);
    }

    @Test
    void nothingIsWrittenBeforeTheRefusal() throws Exception {
        byte[] book = Files.readAllBytes(data.resolve("orders.db"));
        assertThat(said(1, "serve", "--port", "0", "--data", data.toString()))
                .contains("There is no journal in " + data
                        + ", but the order book orders.db there knows 2 sales and events up to 5")
                .contains("Nothing was changed", "--repair", "--accept");
        assertThat(files()).containsExactly("orders.db");
        assertThat(data.resolve("orders.db")).hasBinaryContent(book);
    }

    @Test
    void aRepairGivesANewLedgerWhatTheBookKnows() throws Exception {
        assertThat(said(1, "audit", "--data", data.toString(), "--repair")).contains("3 orders would be given back");
        assertThat(files()).containsExactly("orders.db");
        assertThat(said(1, "audit", "--data", data.toString(), "--repair", "--yes"))
                .contains("3 orders were given back, 0 could not be");
        assertSellsFrom(4);
    }

    @Test
    void whoeverAcceptsTheLossBeginsAnew() throws Exception {
        assertThat(said(1, "audit", "--data", data.toString(), "--accept", "--yes"))
                .contains("3 orders were given up");
        assertSellsFrom(1);
    }
}
