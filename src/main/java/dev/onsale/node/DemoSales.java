package dev.onsale.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The sales that an empty data folder gets, so that there is something to try.
 *
 * <ul>
 *   <li>{@code rush}, the rush of the article: ten thousand tickets, one to a request, and no time to think. An order takes its
 *       ticket for good.
 *   <li>{@code g1} from Beijing to Shanghai, a Fuxing train of 17 cars with 1,283 seats (CR400AF-B). Fares are in fen, as they
 *       were when the line opened; a part of the way costs what {@code fares} says.
 * </ul>
 *
 * <p>They are JSON, not YAML: reading them is part of a first start, and the YAML parser alone would take a tenth of the second
 * in which a node should answer.
 */
public final class DemoSales {

    private static final List<String> FILES = List.of("rush.json", "g1.json");

    /** How many they are. */
    public static final int COUNT = FILES.size();

    private DemoSales() {}

    /** Reads them. */
    public static List<WrittenSale> read() {
        List<WrittenSale> sales = new ArrayList<>();
        for (String file : FILES) {
            try (InputStream resource = DemoSales.class.getResourceAsStream("/demo/" + file)) {
                if (resource == null) {
                    throw new IllegalStateException("the program lacks its file demo/" + file);
                }
                sales.addAll(SaleFile.parse(file, resource.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (StartException e) {
                throw new IllegalStateException("the program's own sale is not one: " + e.getMessage(), e);
            }
        }
        return List.copyOf(sales);
    }
}
