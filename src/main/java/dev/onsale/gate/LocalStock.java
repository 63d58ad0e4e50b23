package dev.onsale.gate;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.sale.Journey;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this node may still forward to the ledger of one tier, in cells, which are seats times legs. An order takes of it on its way to the ledger, and the answer
 * gives it back: the ledger's own count is what is sold. An order that finds too little waits here for the answers to those before it, so that at
 * the end of the stock the ledger is not asked by everybody at once whether there is a last ticket.
 *
 * <p>Nobody waits without an end: nobody waits unless another is on its way, and its answer lets the next one go. Any thread, under its own lock.
 */
final class LocalStock {

    /** An order that wants to go, what it takes, and who is told the outcome. */
    record Waiting(Command.PlaceOrder command, Journey journey, Asker asker) {
        long cells() {
            return (long) command.quantity() * (journey.to() - journey.from());
        }
    }

    /** What an order may do. */
    enum Turn {
        /** Go to the ledger; the answer must be told by {@link #answered}. */
        GO,
        /** Wait for the answers to others. */
        WAIT,
        /** Nothing is left, and nothing that is on its way could come back. */
        GONE
    }

    private final LocalStockRule rule;
    private final int legs;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    /** Cells of orders that the ledger has not answered yet. */
    private long onTheWay;

    /** Under a fixed rule: what each order has taken, on its way or for good. */
    private final Map<OrderId, Long> taken = new HashMap<>();

    private long takenCells;

    LocalStock(LocalStockRule rule, int legs) {
        this.rule = rule;
        this.legs = legs;
    }

    /** How many cells could be forwarded now, if the ledger has {@code freeCells} left. */
    synchronized long left(long freeCells) {
        return Math.max(0, room(freeCells));
    }

    /** Orders that wait here. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** Whether this order goes, without waiting. Those who wait already are not overtaken. */
    synchronized boolean goesAtOnce(Waiting order, long freeCells) {
        return waiting.isEmpty() && turn(order, freeCells) == Turn.GO && go(order);
    }

    /** Lets this order go, or wait behind the others; or says that it is too late. */
    synchronized Turn join(Waiting order, long freeCells) {
        Turn turn = waiting.isEmpty() ? turn(order, freeCells) : Turn.WAIT;
        switch (turn) {
            case GO -> go(order);
            case WAIT -> waiting.add(order);
            case GONE -> {}
        }
        return turn;
    }

    /** Who has waited longest, or null. */
    synchronized @Nullable Waiting first() {
        return waiting.peekFirst();
    }

    /** Lets the one go that has waited longest, or wait on; or says that it is too late. It waits no more unless it waits on. */
    synchronized Turn next(long freeCells) {
        Waiting first = waiting.element();
        Turn turn = turn(first, freeCells);
        if (turn != Turn.WAIT) {
            waiting.remove();
        }
        if (turn == Turn.GO) {
            go(first);
        }
        return turn;
    }

    /** The one that has waited longest waits no more. */
    synchronized void dismissFirst() {
        waiting.remove();
    }

    /** The ledger has answered an order that went. */
    synchronized void answered(Waiting order, Outcome outcome) {
        onTheWay -= order.cells();
        boolean isSold = outcome instanceof Outcome.OfOrder(var placed, boolean repeated)
                && !repeated
                && placed.id().equals(order.command().order());
        // What nobody knows may be sold: its seats count as gone until an event says that they came back.
        if (!isSold && !(outcome instanceof Outcome.Unknown)) {
            cameBack(order.command().order());
        }
    }

    /** The seats of an order are free again; they count where it was this node that sold them. */
    synchronized void cameBack(OrderId order) {
        Long cells = taken.remove(order);
        if (cells != null) {
            takenCells -= cells;
        }
    }

    private Turn turn(Waiting order, long freeCells) {
        if (order.cells() <= room(freeCells)) {
            return Turn.GO;
        }
        // Only a fixed stock can be gone: the buffer of a shared one holds the largest order, however little there
        // seems to be.
        return onTheWay > 0 ? Turn.WAIT : Turn.GONE;
    }

    private boolean go(Waiting order) {
        onTheWay += order.cells();
        if (rule instanceof LocalStockRule.Fixed) {
            taken.put(order.command().order(), order.cells());
            takenCells += order.cells();
        }
        return true;
    }

    private long room(long freeCells) {
        return switch (rule) {
            case LocalStockRule.Shared(var share) ->
                (long) Math.ceil(freeCells * share.getAsDouble()) + (long) Limits.GATE_BUFFER_SEATS * legs - onTheWay;
            case LocalStockRule.Fixed(int seats) -> (long) seats * legs - takenCells;
        };
    }
}
