package dev.onsale.orders;

import dev.onsale.ledger.Event;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A journal in a list and a book in a folder, for a projector between them. */
abstract class ProjectorScene {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Sale CONCERT = SampleSale.concert("concert", 100_000).sale();
    static final Event OPENED = new Event.SaleOpened(1, CONCERT);

    @TempDir
    Path dataDir;

    BookFile file;
    SqliteOrderBook book;

    @BeforeEach
    void open() {
        file = new BookFile(dataDir);
        book = SqliteOrderBook.open(dataDir);
    }

    @AfterEach
    void close() {
        book.close();
    }

    static List<Event> orders(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> (Event) SampleOrder.of(CONCERT, i).event())
                .toList();
    }

    static ListLog openedAnd(List<Event> events) {
        ListLog log = new ListLog(List.of(OPENED));
        log.commitInSilence(events.toArray(Event[]::new));
        return log;
    }
}
