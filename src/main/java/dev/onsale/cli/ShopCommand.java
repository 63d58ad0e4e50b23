package dev.onsale.cli;

import dev.onsale.config.IdentityOptions;
import dev.onsale.config.NodeOptions;
import dev.onsale.lab.compare.Stands;
import dev.onsale.lab.shop.ShopException;
import dev.onsale.lab.shop.ShopServer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onsale shop}: one of the servers that {@code onsale compare} holds Onsale against, until a signal stops it. Not for sale. */
@Command(
        name = "shop",
        description = {
            "Runs what people write first, to be compared with (onsale compare starts it by itself).",
            "",
            "It sells without deadlines, and script sells one ticket too many. For measurements alone.",
            ""
        },
        hidden = true,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  onsale shop sqlite --database /tmp/shop.db",
            "  onsale shop postgres --database 'jdbc:postgresql://127.0.0.1/postgres?user=onsale'",
            "  onsale shop script --database redis://127.0.0.1:6379",
            "",
            "Environment:",
            "  " + IdentityOptions.OPERATOR_TOKEN_VARIABLE
                    + "  token of whoever may open sales and report payments; must be set",
            "  " + Stands.PASSWORD_VARIABLE + "    password of PostgreSQL's user",
            "",
            "Exit codes: 0 stopped in order, 1 cannot start, 2 wrong usage."
        })
public final class ShopCommand implements Callable<Integer> {

    private static final int PORT_MAX = 65_535;

    /** What it keeps its stock in. */
    enum Kind {
        postgres,
        sqlite,
        script
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else happens
    private CommandSpec spec;

    @Parameters(paramLabel = "KIND", description = "One of ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init")
    private Kind kind;

    @Option(
            names = "--database",
            paramLabel = "URL|FILE",
            required = true,
            description = "PostgreSQL's or Redis' URL, or the SQLite file to make.")
    @SuppressWarnings("NullAway.Init")
    private String database;

    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on, 0 for any (${DEFAULT-VALUE}).")
    private int port;

    /** Runs until a signal comes. Returns one of {@link ExitCodes}. */
    @Override
    public Integer call() throws InterruptedException {
        @Nullable String token = System.getenv(IdentityOptions.OPERATOR_TOKEN_VARIABLE);
        if (token == null || token.isBlank()) {
            throw new ParameterException(spec.commandLine(), IdentityOptions.OPERATOR_TOKEN_VARIABLE + " must be set");
        }
        if (port < 0 || port > PORT_MAX) {
            throw new ParameterException(spec.commandLine(), "--port must be 0 to " + PORT_MAX + ", but is " + port);
        }
        StopSignals signals = StopSignals.install(number -> Runtime.getRuntime().halt(ExitCodes.SIGNAL_BASE + number));
        try (ShopServer server = start(token)) {
            System.out.println(server.url());
            System.out.flush();
            signals.await();
        } catch (ShopException e) {
            System.err.println("onsale: " + e.getMessage());
            return ExitCodes.FAILED;
        }
        return ExitCodes.OK;
    }

    private ShopServer start(String token) throws ShopException, InterruptedException {
        int loops = NodeOptions.eventLoopsDefault();
        return switch (kind) {
            case postgres -> ShopServer.postgres(port, loops, token, database, System.getenv(Stands.PASSWORD_VARIABLE));
            case sqlite -> ShopServer.sqlite(port, loops, token, Path.of(database));
            case script -> ShopServer.script(port, loops, token, database);
        };
    }
}
