package dev.onsale.ledger;

import dev.onsale.sale.Sale;

/**
 * A fact that the ledger has made durable. Each one is whole in itself: it carries the sale or the order as it is
 * <em>after</em> the fact, so that whoever reads it needs no other state, and may read it twice.
 */
public sealed interface Event {

    /** Milliseconds since 1970: the {@code now} of the command that caused it. */
    long at();

    /** Id of the sale that it belongs to. */
    String saleId();

    /** The stable word for it, as in the journal's dumps, the feed and the webhooks. */
    String type();

    /** Something happened to a sale, which is now as it says. */
    sealed interface OfSale extends Event {
        /** The sale after the fact. */
        Sale sale();

        /** Of the command, or {@link CommandId#NONE}. */
        CommandId id();

        @Override
        default String saleId() {
            return sale().id();
        }
    }

    /**
     * A sale was opened.
     *
     * @param id of the command, or {@link CommandId#NONE}
     */
    record SaleOpened(long at, Sale sale, CommandId id) implements OfSale {

        /** By a command that nobody will know again. */
        public SaleOpened(long at, Sale sale) {
            this(at, sale, CommandId.NONE);
        }

        @Override
        public String type() {
            return "sale.opened";
        }
    }

    /**
     * A sale was changed, and is now this one; or it was asked for what it is already, which is to be remembered.
     *
     * @param id of the command, or {@link CommandId#NONE}
     */
    record SaleChanged(long at, Sale sale, CommandId id) implements OfSale {

        /** By a command that nobody will know again. */
        public SaleChanged(long at, Sale sale) {
            this(at, sale, CommandId.NONE);
        }

        @Override
        public String type() {
            return "sale.changed";
        }
    }

    /** Something happened to an order, which is now as it says. */
    sealed interface OfOrder extends Event {
        /** The order after the fact. */
        Order order();

        @Override
        default String saleId() {
            return order().sale();
        }
    }

    /** An order came into a state: {@code order.held}, {@code order.paid} and so on. */
    record OrderMoved(long at, Order order) implements OfOrder {

        @Override
        public String type() {
            return "order." + order.state().word();
        }
    }

    /** An order that the ledger had lost is back, in whatever state it was. */
    record OrderRestored(long at, Order order) implements OfOrder {
        @Override
        public String type() {
            return "order.restored";
        }
    }
}
