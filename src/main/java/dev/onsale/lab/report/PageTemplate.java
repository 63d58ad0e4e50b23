package dev.onsale.lab.report;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Fills a page among the resources, with style sheet and script put in where the page names them. What is written as {@code {{…}}} is
 * escaped, what is written as {@code {{{…}}}} must be markup already. Stateless.
 */
final class PageTemplate {

    private static final String FOLDER = "/rehearsal/";

    private PageTemplate() {}

    /**
     * The page. A name that it uses and that is not among the values fails.
     *
     * @param name of its file
     */
    static String fill(String name, Map<String, Object> values) {
        try (Reader reader = open(name)) {
            return Mustache.compiler()
                    .withLoader(PageTemplate::open)
                    .compile(reader)
                    .execute(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reader open(String name) {
        InputStream in = PageTemplate.class.getResourceAsStream(FOLDER + name);
        if (in == null) {
            throw new IllegalStateException("the program lacks its file " + FOLDER + name);
        }
        return new InputStreamReader(in, StandardCharsets.UTF_8);
    }
}
