package dev.onsale.http.routes;

import dev.onsale.http.server.Caching;
import dev.onsale.http.server.Exchange;
import dev.onsale.http.server.HeaderValues;
import dev.onsale.http.server.Problem;
import dev.onsale.http.server.ProblemType;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The documents of the interface: {@code /openapi.yaml}, a page at {@code /docs} that shows it, and what each problem means. Files are read when they
 * are first asked for, by a worker, and kept. Any event loop.
 */
public final class DocsPages {

    private static final String SWAGGER = "META-INF/resources/webjars/swagger-ui/";
    private static final String SWAGGER_POM = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

    /** Everything comes from this node, and nothing is run that is not in a file of its own. */
    private static final CharSequence FROM_HERE_ALONE = HttpHeaders.createOptimized(
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'");

    /** Files by their path on the node. The value is where it is among the resources, and what it is. */
    private record Document(String resource, CharSequence contentType) {}

    private static final CharSequence HTML = HttpHeaders.createOptimized("text/html; charset=utf-8");
    private static final CharSequence SCRIPT = HttpHeaders.createOptimized("text/javascript; charset=utf-8");

    private static final Map<String, Document> DOCUMENTS = Map.of(
            "/openapi.yaml",
            new Document("openapi.yaml", HttpHeaders.createOptimized("application/yaml")),
            "/docs",
            new Document("docs/index.html", HTML),
            "/docs/docs.js",
            new Document("docs/docs.js", SCRIPT),
            "/docs/swagger-ui-bundle.js",
            new Document(SWAGGER + "swagger-ui-bundle.js", SCRIPT),
            "/docs/swagger-ui.css",
            new Document(SWAGGER + "swagger-ui.css", HttpHeaders.createOptimized("text/css; charset=utf-8")),
            "/docs/favicon-32x32.png",
            new Document(SWAGGER + "favicon-32x32.png", HttpHeaders.createOptimized("image/png")));

    private static final byte[] TO_DOCS = "Onsale. See /docs\n".getBytes(StandardCharsets.UTF_8);

    private static final byte[] PROBLEM_LIST = ("{\"problems\":["
                    + Stream.of(ProblemType.values()).map(DocsPages::json).collect(Collectors.joining(","))
                    + "]}")
            .getBytes(StandardCharsets.UTF_8);

    private static final Map<String, byte[]> PROBLEMS = Stream.of(ProblemType.values())
            .collect(Collectors.toMap(ProblemType::code, type -> json(type).getBytes(StandardCharsets.UTF_8)));

    private final Vertx vertx;
    private final Map<String, byte[]> read = new ConcurrentHashMap<>();

    /** @param vertx has the workers that read */
    public DocsPages(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Paths of the documents. */
    public static Iterable<String> paths() {
        return DOCUMENTS.keySet();
    }

    /** The document at one of {@link #paths}. */
    public void document(Exchange exchange, String path) {
        Document document = DOCUMENTS.get(path);
        if (document == null) {
            exchange.problem(Problem.of(ProblemType.UNKNOWN_PATH));
            return;
        }
        byte[] known = read.get(path);
        if (known != null) {
            show(exchange, document, known);
            return;
        }
        vertx.executeBlocking(() -> resource(document.resource()), false)
                .onComplete(
                        bytes -> exchange.guarded(
                                file -> {
                                    read.put(path, file);
                                    show(exchange, document, file);
                                },
                                bytes),
                        exchange::fault);
    }

    private static void show(Exchange exchange, Document document, byte[] bytes) {
        exchange.shared(Caching.SHARED_FOR_A_WHILE)
                .header("Content-Security-Policy", FROM_HERE_ALONE)
                .header("X-Content-Type-Options", "nosniff")
                .ok(200, document.contentType(), bytes);
    }

    /** What a type of problem means: the document at its URI. */
    public void problem(Exchange exchange, String code) {
        byte[] json = PROBLEMS.get(code);
        if (json == null) {
            exchange.problem(Problem.of(ProblemType.UNKNOWN_PATH));
        } else {
            exchange.shared(Caching.SHARED_FOR_A_WHILE).ok(200, HeaderValues.JSON, json);
        }
    }

    /** Whoever opens the node's address in a browser is led to the page. */
    public void front(Exchange exchange) {
        exchange.header(HttpHeaders.LOCATION, "/docs")
                .shared(Caching.SHARED_FOR_A_WHILE)
                .ok(307, HeaderValues.PLAIN_TEXT, TO_DOCS);
    }

    /** What there is of problems. */
    public void problems(Exchange exchange) {
        exchange.shared(Caching.SHARED_FOR_A_WHILE).ok(200, HeaderValues.JSON, PROBLEM_LIST);
    }

    private static String json(ProblemType type) {
        return "{\"type\":\"" + type.uri() + "\",\"title\":\"" + type.title() + "\",\"status\":" + type.status()
                + ",\"meaning\":\"" + type.meaning().replace("\"", "\\\"") + "\"}";
    }

    private static byte[] resource(String name) throws IOException {
        String path =
                name.startsWith(SWAGGER) ? SWAGGER + swaggerVersion() + name.substring(SWAGGER.length() - 1) : name;
        try (InputStream in = open(path)) {
            return in.readAllBytes();
        }
    }

    private static String swaggerVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = open(SWAGGER_POM)) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = DocsPages.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            throw new FileNotFoundException("the program lacks its resource " + resource);
        }
        return in;
    }
}
