package dev.onsale.lab.shop;

import dev.onsale.json.OrderRequest;
import dev.onsale.sale.Sale;
import io.vertx.core.Future;

/** What keeps a contender's stock. Called by event loops, and answers on the one that called; nothing may block there. */
public interface Shop extends AutoCloseable {

    /**
     * Puts a sale's tickets on sale. It has one tier and no stops; its policy is the shop's own, whatever the sale says.
     *
     * @return fails if the stock cannot be written
     */
    Future<Said> open(Sale sale);

    /** A buyer wants tickets. */
    Future<Said> place(String sale, String buyer, String key, OrderRequest wanted);

    /** A buyer has paid. */
    Future<Said> pay(String order, String reference);

    /** What is left. */
    Future<Said> look(String sale);

    /** How many writes the database has been made to keep since it began. */
    Future<Long> writes();

    /** Lets the database go; waits for what is under way. */
    @Override
    void close();
}
