package dev.onsale.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.onsale.config.Limits;
import dev.onsale.json.BadInputException;
import dev.onsale.json.Notation;
import dev.onsale.json.SaleReader;
import dev.onsale.json.StrictJson;
import dev.onsale.sale.Sale;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads files of sales: one sale, or a list of them, as YAML or, where the name ends in {@code .json}, as JSON, in the form that the HTTP
 * interface takes. A sale that does not say when it opens does so when it is put on sale, at the first start with the file; at every later
 * start the file asks for that sale.
 */
public final class SaleFile {

    private SaleFile() {}

    /**
     * Reads all files, each of which must be right before any sale of them is opened.
     *
     * @throws StartException naming file, line and field of the first fault
     */
    public static List<WrittenSale> readAll(List<Path> files) throws StartException {
        List<WrittenSale> sales = new ArrayList<>();
        Map<String, String> whereById = new HashMap<>();
        for (Path file : files) {
            for (WrittenSale written : parse(file.toString(), bytes(file))) {
                String id = written.sale().id();
                String other = whereById.put(id, written.where());
                if (other != null) {
                    throw new StartException(written.where() + ": a sale \"" + id + "\" stands in " + other
                            + " already: give one of them another id");
                }
                sales.add(written);
            }
        }
        return sales;
    }

    private static byte[] bytes(Path file) throws StartException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(Limits.SALE_BODY_BYTES_MAX + 1);
            if (bytes.length > Limits.SALE_BODY_BYTES_MAX) {
                throw new StartException(file + ": is larger than " + Limits.SALE_BODY_BYTES_MAX
                        + " bytes, which is the most that a sale file may have");
            }
            return bytes;
        } catch (IOException e) {
            throw new StartException(
                    file + ": cannot be read (" + Sentences.reason(e) + "): see to the file named by --sale", e);
        }
    }

    /**
     * Reads the sales of one file.
     *
     * @param name of the file, for messages and for its ending
     * @throws StartException naming file, line and field of the first fault
     */
    static List<WrittenSale> parse(String name, byte[] bytes) throws StartException {
        boolean isJson = name.toLowerCase(Locale.ROOT).endsWith(".json");
        JsonFactory factory = isJson ? new JsonFactory() : yaml();
        String text = decode(name, bytes);
        SaleFileLines lines = SaleFileLines.of(name, factory, text);
        List<WrittenSale> sales = new ArrayList<>();
        try (JsonParser parser = factory.createParser(text)) {
            StrictJson json = new StrictJson(parser, isJson ? Notation.JSON : Notation.YAML);
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                json.array("", Limits.LEDGER_SALES_MAX, path -> sales.add(read(name, json, path)));
            } else {
                sales.add(read(name, json, ""));
            }
            json.end();
        } catch (BadInputException e) {
            throw new StartException(lines.sentence(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
        return sales;
    }

    private static WrittenSale read(String name, StrictJson json, String path) throws BadInputException {
        Sale sale = SaleReader.read(json, path);
        return new WrittenSale(name, sale);
    }

    private static YAMLFactory yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Limits.SALE_BODY_BYTES_MAX);
        return YAMLFactory.builder().loaderOptions(options).build();
    }

    private static String decode(String name, byte[] bytes) throws StartException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new StartException(name + ": is not valid UTF-8: save it in that encoding", e);
        }
    }
}
