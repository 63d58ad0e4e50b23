package dev.onsale.lab.compare;

import dev.onsale.config.CompareLimits;
import dev.onsale.config.IdentityOptions;
import dev.onsale.lab.cluster.ClusterException;
import dev.onsale.lab.cluster.LocalServers;
import dev.onsale.lab.cluster.ProcessTools;
import dev.onsale.lab.cluster.Programs;
import dev.onsale.lab.cluster.StopRequestedException;
import dev.onsale.lab.cluster.StopWish;
import dev.onsale.lab.rehearsal.Server;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts contenders with the programs that this machine has. */
public final class Stands {

    /** Of the environment of a shop that has PostgreSQL's password. */
    public static final String PASSWORD_VARIABLE = "ONSALE_SHOP_PASSWORD";

    private final String mainClass;
    private final Optional<ProcessTools> tools;
    private final Optional<Path> postgres;
    private final Optional<Path> redis;

    Stands(String mainClass, Optional<ProcessTools> tools, Optional<Path> postgres, Optional<Path> redis) {
        this.mainClass = mainClass;
        this.tools = tools;
        this.postgres = postgres;
        this.redis = redis;
    }

    /**
     * Looks what is installed.
     *
     * @param path the environment's PATH
     * @param mainClass of this program
     */
    public static Stands find(String path, String mainClass) {
        return new Stands(mainClass, Programs.findTools(path), Programs.findPostgres(path), Programs.findRedis(path));
    }

    /** Whether a contender's database is there. */
    boolean has(Contender contender) {
        return switch (contender) {
            case HOLD, ORDER, PAYMENT, SQLITE -> true;
            case POSTGRES -> postgres.isPresent();
            case SCRIPT -> redis.isPresent();
        };
    }

    /**
     * Starts a contender; it answers when this returns.
     *
     * @param stop asked while something is waited for
     * @param begun told of the contender's processes before the first one is started
     * @throws NotInstalledException if what it needs is not installed
     */
    Stand start(Contender contender, StopWish stop, Consumer<LocalServers> begun)
            throws ClusterException, NotInstalledException, StopRequestedException, InterruptedException {
        if (tools.isEmpty()) {
            throw new NotInstalledException(
                    "starting servers needs setsid and setpriv (Debian and Ubuntu: apt-get" + " install util-linux)");
        }
        LocalServers servers = LocalServers.prepare(tools.get(), stop);
        begun.accept(servers);
        try {
            String token = servers.secret("operator-token");
            URI url = start(contender, servers, token);
            return new Stand(
                    servers,
                    new Server(url, token, true, CompareLimits.COMPARE_STOCK_AGE_MILLIS_MAX),
                    contender.isOnsale());
        } catch (ClusterException
                | NotInstalledException
                | StopRequestedException
                | InterruptedException
                | RuntimeException e) {
            try {
                servers.close();
            } catch (ClusterException alsoWrong) {
                e.addSuppressed(alsoWrong);
            }
            throw e;
        }
    }

    private URI start(Contender contender, LocalServers servers, String token)
            throws ClusterException, NotInstalledException, StopRequestedException, InterruptedException {
        Map<String, String> secrets = Map.of(IdentityOptions.OPERATOR_TOKEN_VARIABLE, token);
        return switch (contender) {
            case HOLD, ORDER, PAYMENT ->
                servers.startProgram(
                        "Onsale",
                        mainClass,
                        List.of(
                                "serve",
                                "--no-demo",
                                "--data",
                                servers.privateFolder("data").toString()),
                        secrets);
            case POSTGRES -> {
                Path programs = postgres.orElseThrow(() -> new NotInstalledException(
                        "PostgreSQL is not installed (Debian and Ubuntu: apt-get install postgresql)"));
                LocalServers.Database database = servers.startPostgres(programs);
                yield servers.startProgram(
                        "shop",
                        mainClass,
                        List.of("shop", "postgres", "--database", database.url()),
                        Map.of(IdentityOptions.OPERATOR_TOKEN_VARIABLE, token, PASSWORD_VARIABLE, database.password()));
            }
            case SQLITE -> {
                Path file = servers.privateFolder("data").resolve("shop.db");
                yield servers.startProgram(
                        "shop", mainClass, List.of("shop", "sqlite", "--database", file.toString()), secrets);
            }
            case SCRIPT -> {
                Path program = redis.orElseThrow(() -> new NotInstalledException(
                        "Redis is not installed (Debian and Ubuntu: apt-get install redis-server)"));
                String url = servers.startRedis(program);
                yield servers.startProgram("shop", mainClass, List.of("shop", "script", "--database", url), secrets);
            }
        };
    }
}
