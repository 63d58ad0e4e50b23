package dev.onsale.cli;

import dev.onsale.events.Journals;
import dev.onsale.ledger.Ledger;
import dev.onsale.node.Node;
import dev.onsale.node.OrderBooks;
import dev.onsale.orders.BookAnew;
import dev.onsale.orders.BookSnapshot;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How an audit gets at what it reads, without knowing which ledger or database it is.
 *
 * @param journal opens the journal of a data folder, as the only one of its ledger; throws {@link dev.onsale.events.EventLogException} where there is none
 * @param journalOrNone the same for a repair: a journal without events where there is none
 * @param journals opens the journals of a ledger that is named by a URL; throws {@link dev.onsale.events.EventLogException}
 * @param localBook opens the order book of a data folder as it is now; empty where there is none
 * @param ledger opens the ledger itself for a repair, by its URL or, if that is null, its data folder; throws
 *     {@link dev.onsale.events.EventLogException} if it cannot be opened
 * @param beginAnew lets an order book follow again a ledger that people have seen to
 * @param book opens the order book of a database, by its URL and password, as it is now; empty where there is none
 */
public record AuditSources(
        Function<Path, Journals> journal,
        Function<Path, Journals> journalOrNone,
        Function<String, Journals> journals,
        Function<Path, Optional<BookSnapshot>> localBook,
        BiFunction<String, @Nullable String, Optional<BookSnapshot>> book,
        BiFunction<Path, @Nullable String, Ledger> ledger,
        BookRestart beginAnew) {

    /** What nodes keep, wherever they keep it. */
    public static AuditSources ofNodes() {
        return new AuditSources(
                Node::openJournal,
                Node::openJournalOrNone,
                Node::openJournals,
                OrderBooks::look,
                OrderBooks::look,
                Node::openLedger,
                OrderBooks::beginAnew);
    }

    /**
     * Lets an order book follow again a ledger that people have seen to; as {@link dev.onsale.orders.PostgresBookRepair#beginAnew} and
     * {@link dev.onsale.orders.SqliteBookRepair#beginAnew}.
     */
    @FunctionalInterface
    public interface BookRestart {
        /**
         * In one transaction.
         *
         * @param folder where the book is, if {@code url} is null
         * @return where it keeps what could not be given back, in words
         */
        String beginAnew(Path folder, @Nullable String url, @Nullable String password, BookAnew anew);
    }
}
