package dev.onsale.orders;

import dev.onsale.ledger.Order;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a book follows again a ledger that had lost events, once people have seen to it.
 *
 * @param journals that do not lead to where the book is: they are begun anew
 * @param whyNot why an order could not be given back to the ledger, for each that could not; the book keeps them apart
 * @param whyAll why all orders of these journals are kept apart, or null
 * @param owner whose book it is from now on
 * @param now milliseconds since 1970
 */
public record BookAnew(
        List<String> journals,
        Map<Order, String> whyNot,
        @Nullable String whyAll,
        BookOwner owner,
        long now) {

    public BookAnew {
        journals = List.copyOf(journals);
        whyNot = Map.copyOf(whyNot);
    }
}
