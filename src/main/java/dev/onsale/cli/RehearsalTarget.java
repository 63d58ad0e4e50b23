package dev.onsale.cli;

import dev.onsale.audit.Audit;
import dev.onsale.audit.AuditReport;
import dev.onsale.config.IdentityOptions;
import dev.onsale.config.InvalidOptionException;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.lab.cluster.ClusterCard;
import dev.onsale.lab.cluster.ClusterException;
import dev.onsale.lab.cluster.ClusterPrey;
import dev.onsale.lab.cluster.LocalServers;
import dev.onsale.lab.cluster.ProcessTools;
import dev.onsale.lab.cluster.Programs;
import dev.onsale.lab.cluster.StopRequestedException;
import dev.onsale.lab.cluster.StopWish;
import dev.onsale.lab.rehearsal.Backstage.Victim;
import dev.onsale.lab.rehearsal.Server;
import dev.onsale.node.DataFolder;
import dev.onsale.node.OperatorToken;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is rehearsed with, and what is known of it besides its URL. Used by the command's thread; {@link #kill} is for any thread. */
interface RehearsalTarget extends AutoCloseable {

    /** The stock that a node shows is so old at the most. */
    int NODE_STOCK_MILLIS_MAX = 100;

    /** And so old where nginx keeps it for a second, and gives it out for another one while it asks again. */
    int CACHED_STOCK_MILLIS_MAX = 2_200;

    /**
     * What is to be killed when half of the tickets are sold.
     *
     * @param which it is
     * @param port of a node, or 0 for the last one
     * @param option of the command line that asks for it
     */
    record Death(ClusterPrey.Which which, int port, String option) {}

    /** Makes it ready. */
    void start() throws ClusterException, StopRequestedException, InterruptedException;

    /** Once it is ready. */
    Server server();

    /** Its process, where there is one on this machine and it is known. */
    OptionalLong pid();

    /** Audits its journals, where they can be got at. */
    Optional<AuditReport> audit();

    /** Kills something of it. */
    Victim kill(Death death) throws ClusterException;

    /** Ends at once what was started. */
    void kill() throws ClusterException;

    @Override
    void close() throws ClusterException;

    /** A server of the rehearsal's own, on an empty folder. */
    final class Own implements RehearsalTarget {

        private static final String NAME = "server";

        private final String mainClass;
        private final AuditSources sources;
        private final Consumer<String> news;
        private final LocalServers servers;
        private @Nullable Path data;
        private @Nullable Server server;

        Own(String mainClass, AuditSources sources, StopWish stop, Consumer<String> news) throws ClusterException {
            this.mainClass = mainClass;
            this.sources = sources;
            this.news = news;
            this.servers = LocalServers.prepare(tools(), stop);
        }

        private static ProcessTools tools() throws ClusterException {
            return Programs.findTools(System.getenv().getOrDefault("PATH", ""))
                    .orElseThrow(() -> new ClusterException(
                            "a server for the rehearsal needs setpriv and setsid, which bind it to this process: install"
                                    + " util-linux, or start a server yourself and name it with --url"));
        }

        @Override
        public void start() throws ClusterException, StopRequestedException, InterruptedException {
            news.accept("starting a server");
            Path folder = servers.privateFolder("data");
            String token = servers.secret("operator-token");
            URI url = servers.startProgram(
                    NAME,
                    mainClass,
                    List.of("serve", "--no-demo", "--data", folder.toString()),
                    Map.of(IdentityOptions.OPERATOR_TOKEN_VARIABLE, token));
            data = folder;
            server = new Server(url, token, true, NODE_STOCK_MILLIS_MAX);
        }

        @Override
        public Server server() {
            return Objects.requireNonNull(server, "it is started first");
        }

        @Override
        public OptionalLong pid() {
            return servers.pid(NAME);
        }

        @Override
        public Optional<AuditReport> audit() {
            Path folder = Objects.requireNonNull(data, "it is started first");
            try (Journals journals = sources.journal().apply(folder)) {
                return Optional.of(Audit.run(journals, () -> sources.localBook().apply(folder), (at, end) -> {}));
            }
        }

        @Override
        public Victim kill(Death death) {
            throw new IllegalStateException("this server is not one of many");
        }

        @Override
        public void kill() throws ClusterException {
            servers.kill();
        }

        @Override
        public void close() throws ClusterException {
            servers.close();
        }
    }

    /** A server that runs already; a cluster on this machine is known by its card. */
    final class Running implements RehearsalTarget {

        private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

        private final Server server;
        private final AuditSources sources;
        private final @Nullable Path cardFile;

        private Running(Server server, AuditSources sources, @Nullable Path cardFile) {
            this.server = server;
            this.sources = sources;
            this.cardFile = cardFile;
        }

        /**
         * Finds out about it.
         *
         * @param url as the user wrote it
         * @param tokenFile with the operators' token, or null to look for it in the usual places
         * @throws InvalidOptionException if the URL or the token cannot be
         */
        static Running at(String url, @Nullable Path tokenFile, AuditSources sources) throws ClusterException {
            URI uri = uri(url);
            Path user = DataFolder.ofUser(System.getenv(), System.getProperty("user.home"));
            boolean here = LOOPBACK.contains(uri.getHost());
            Path file = here ? ClusterCard.file(user.resolve(ClusterCard.FOLDER), uri.getPort()) : null;
            Optional<ClusterCard> card = file == null ? Optional.empty() : ClusterCard.read(file);
            if (card.isPresent() && !card.get().isCurrent()) {
                card = Optional.empty();
            }
            String token = token(tokenFile, card, here ? user.resolve(OperatorToken.FILE) : null);
            return new Running(
                    new Server(uri, token, false, CACHED_STOCK_MILLIS_MAX), sources, card.isPresent() ? file : null);
        }

        private static URI uri(String url) {
            try {
                URI uri = new URI(url);
                if ("http".equals(uri.getScheme()) && uri.getHost() != null && isRoot(uri)) {
                    return uri.resolve("/");
                }
            } catch (URISyntaxException e) {
                throw wrongUrl(url);
            }
            throw wrongUrl(url);
        }

        private static boolean isRoot(URI uri) {
            return Set.of("", "/").contains(Objects.requireNonNullElse(uri.getPath(), ""))
                    && uri.getQuery() == null
                    && uri.getUserInfo() == null;
        }

        private static InvalidOptionException wrongUrl(String url) {
            return new InvalidOptionException(
                    "--url", "must be like http://host:port (without TLS, and without a path), but is \"" + url + "\"");
        }

        private static String token(@Nullable Path given, Optional<ClusterCard> card, @Nullable Path ofUser) {
            String environment = System.getenv(IdentityOptions.OPERATOR_TOKEN_VARIABLE);
            if (given == null && environment != null) {
                return environment;
            }
            Path file =
                    given != null ? given : card.map(ClusterCard::operatorToken).orElse(ofUser);
            if (file == null) {
                throw new InvalidOptionException(
                        "--operator-token",
                        "must name a file with the operators' token of that server (or set "
                                + IdentityOptions.OPERATOR_TOKEN_VARIABLE + ")");
            }
            try {
                return Files.readString(file, StandardCharsets.UTF_8).strip();
            } catch (IOException e) {
                throw new InvalidOptionException(
                        "--operator-token",
                        "must name a file with the operators' token of that server (or set "
                                + IdentityOptions.OPERATOR_TOKEN_VARIABLE + "); " + file + " cannot be read");
            }
        }

        @Override
        public void start() {} // it runs

        @Override
        public Server server() {
            return server;
        }

        @Override
        public OptionalLong pid() {
            return OptionalLong.empty();
        }

        private ClusterCard card(String option) throws ClusterException {
            Path file = cardFile;
            if (file == null) {
                throw new InvalidOptionException(
                        option,
                        "needs a cluster of this user's at --url, started by onsale cluster; there is none at "
                                + server.url());
            }
            return ClusterCard.read(file)
                    .orElseThrow(() -> new InvalidOptionException(
                            option, "needs the cluster at " + server.url() + ", which has ended"));
        }

        /** Throws where there is nothing of the kind to be killed, before anything else is done. */
        void check(Death death) throws ClusterException {
            prey(death);
        }

        private ClusterPrey prey(Death death) throws ClusterException {
            ClusterCard card = card(death.option());
            return ClusterPrey.find(card, death.which(), death.port())
                    .orElseThrow(() -> new InvalidOptionException(
                            death.option(),
                            switch (death.which()) {
                                case NODE ->
                                    "must be the port of a node that runs, one of "
                                            + card.nodes().stream()
                                                    .map(ClusterCard.Node::port)
                                                    .toList()
                                            + ", but is " + death.port();
                                case REPLICA, SENTINEL ->
                                    "needs a cluster with replicas and Sentinels: onsale cluster --replicas 2 --sentinel";
                                case REDIS, POSTGRES, NGINX -> "finds nothing of the kind in the cluster that runs";
                            }));
        }

        @Override
        public Victim kill(Death death) throws ClusterException {
            ClusterPrey prey = prey(death);
            prey.kill();
            return new Victim(prey.name(), prey.sentence());
        }

        @Override
        public Optional<AuditReport> audit() {
            Path file = cardFile;
            if (file == null) {
                return Optional.empty();
            }
            try {
                ClusterCard card = card("--url");
                String password = Files.readString(card.ordersPassword(), StandardCharsets.UTF_8)
                        .strip();
                try (Journals journals = sources.journals().apply(card.ledger())) {
                    return Optional.of(
                            Audit.run(journals, () -> sources.book().apply(card.orders(), password), (at, end) -> {}));
                }
            } catch (IOException | ClusterException e) {
                throw new EventLogException("the cluster's journals cannot be read: " + e.getMessage(), e);
            }
        }

        @Override
        public void kill() {} // it is somebody else's

        @Override
        public void close() {} // it is somebody else's
    }
}
