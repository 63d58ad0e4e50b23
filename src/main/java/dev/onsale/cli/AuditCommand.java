package dev.onsale.cli;

import dev.onsale.audit.Audit;
import dev.onsale.audit.AuditReport;
import dev.onsale.audit.AuditText;
import dev.onsale.audit.repair.RepairException;
import dev.onsale.config.InvalidOptionException;
import dev.onsale.config.NodeOptions;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.node.DataFolder;
import dev.onsale.orders.BookSnapshot;
import dev.onsale.orders.OrderBookException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onsale audit}: proves from a journal that nothing was sold twice, lost or left over. */
@Command(
        name = "audit",
        description = {
            "Checks a ledger's journals against the laws, and the order book against the journals. Where a ledger has lost events that the "
                    + "order book has, it names every order that differs.",
            "",
            "Reads only, but with --repair or --accept, and may run beside a server that sells.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  onsale audit",
            "  onsale audit --data /var/lib/onsale --json | jq .clean",
            "  onsale audit --ledger redis://10.0.0.5:6379 \\",
            "               --orders 'jdbc:postgresql://10.0.0.6/onsale?user=onsale'",
            "",
            "Environment:",
            "  " + NodeOptions.LEDGER_VARIABLE + "          as --ledger, for a URL with a password",
            "  " + NodeOptions.ORDERS_VARIABLE + "          as --orders",
            "  " + NodeOptions.ORDERS_PASSWORD_VARIABLE + " password of the user that --orders names",
            "",
            "Exit codes: 0 clean, 1 something was found, 2 wrong usage, or no journal can be read there."
        })
public final class AuditCommand implements Callable<Integer> {

    private static final int PERCENT = 100;

    private final AuditSources sources;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else happens
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of the node ($XDG_DATA_HOME/onsale, else ~/.local/share/onsale).")
    private Path data = DataFolder.ofUser(System.getenv(), System.getProperty("user.home"));

    @Option(
            names = "--ledger",
            paramLabel = "URL",
            description = "Ledger on Redis, redis://HOST:PORT (or $" + NodeOptions.LEDGER_VARIABLE
                    + "; without either, the one in the data folder).")
    private @Nullable String ledger = System.getenv(NodeOptions.LEDGER_VARIABLE);

    @Option(
            names = "--orders",
            paramLabel = "URL",
            description = "Order book in PostgreSQL, jdbc:postgresql://HOST/DATABASE?user=NAME (or $"
                    + NodeOptions.ORDERS_VARIABLE + "; without either, the one in the data folder, if there is one).")
    private @Nullable String orders = System.getenv(NodeOptions.ORDERS_VARIABLE);

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Option(
            names = "--repair",
            description =
                    "Give back to the ledger what the order book knows and the ledger has lost, as far as that breaks no law,"
                            + " and let selling go on. Without --yes it only says what it would do.")
    private boolean repair;

    @Option(
            names = "--accept",
            description =
                    "Go on with the ledger as it is, although the order book or the nodes know that it has lost something; what"
                            + " the order book knows is kept beside it. Without --yes it only says what it would do.")
    private boolean accept;

    @Option(
            names = "--other-ledger",
            description = "With --repair or --accept: although the order book belongs to another ledger.")
    private boolean otherLedger;

    @Option(names = "--yes", description = "With --repair or --accept: do it.")
    private boolean yes;

    /** With the ways to what is audited. */
    public AuditCommand(AuditSources sources) {
        this.sources = sources;
    }

    /** Audits; 0 if nothing was found, 1 if something was. */
    @Override
    public Integer call() {
        checkOptions();
        AuditReport report;
        try (Journals journals = openJournals()) {
            report = Audit.run(journals, this::openBook, progress(System.console()));
            print(report);
            if (repair || accept) {
                repairing().run(report, journals, spec.commandLine().getOut());
            }
        } catch (RepairException | OrderBookException e) {
            spec.commandLine().getErr().println("onsale: " + e.getMessage());
            return ExitCode.SOFTWARE;
        } catch (EventLogException e) {
            throw wrong((ledger == null ? "--data: " : "--ledger: ") + e.getMessage(), e);
        }
        return report.isClean() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private AuditRepair repairing() {
        return new AuditRepair(
                sources,
                data,
                ledger,
                orders,
                System.getenv(NodeOptions.ORDERS_PASSWORD_VARIABLE),
                new AuditRepair.Wish(accept, otherLedger, yes));
    }

    private void checkOptions() {
        if ((yes || otherLedger) && !repair && !accept) {
            throw wrong((yes ? "--yes" : "--other-ledger") + " goes with --repair or --accept", null);
        }
        if (repair && accept) {
            throw wrong("--repair gives back, --accept gives up: name one of them", null);
        }
        if ((repair || accept) && json) {
            throw wrong((repair ? "--repair" : "--accept") + " prints no JSON: leave out --json", null);
        }
        if (repair && orders == null && !hasLocalBook()) {
            throw wrong(
                    "--repair needs the order book that knows more than the ledger: there is none in " + data
                            + ", so name it with --orders",
                    null);
        }
        if (ledger == null && !Files.isDirectory(data)) {
            throw wrong("--data: there is no folder " + data + "; name the data folder of a node", null);
        }
        if (orders != null) {
            try {
                NodeOptions.checkOrders(orders);
            } catch (InvalidOptionException e) {
                throw wrong(String.valueOf(e.getMessage()), e);
            }
        }
    }

    private ParameterException wrong(String sentence, @Nullable Throwable cause) {
        return new ParameterException(spec.commandLine(), sentence, cause);
    }

    private Journals openJournals() {
        if (ledger != null) {
            return sources.journals().apply(ledger);
        }
        // A book whose journal is gone is what is left of it; a folder with neither is the wrong one.
        return repair || accept || hasLocalBook()
                ? sources.journalOrNone().apply(data)
                : sources.journal().apply(data);
    }

    private Optional<BookSnapshot> openBook() {
        return orders == null
                ? sources.localBook().apply(data)
                : sources.book().apply(orders, System.getenv(NodeOptions.ORDERS_PASSWORD_VARIABLE));
    }

    private boolean hasLocalBook() {
        try {
            Optional<BookSnapshot> book = sources.localBook().apply(data);
            book.ifPresent(BookSnapshot::close);
            return book.isPresent();
        } catch (OrderBookException e) {
            return true; // what is wrong with it is told when it is audited
        }
    }

    private void print(AuditReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            try {
                AuditJson.write(report, out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else {
            out.print(AuditText.of(report));
        }
        out.flush();
    }

    /** One line that is written over and over, for somebody who looks on; nothing for a file or a pipe. */
    private Audit.Progress progress(@Nullable Console console) {
        if (console == null || !console.isTerminal()) {
            return (position, end) -> {};
        }
        PrintWriter err = spec.commandLine().getErr();
        return (position, end) -> {
            err.printf(
                    Locale.ROOT, "\r%,d of %,d events (%d %%) ", position, end, PERCENT * position / Math.max(1, end));
            if (position == end) {
                err.printf("\r%60s\r", "");
            }
            err.flush();
        };
    }
}
