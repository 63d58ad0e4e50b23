package dev.onsale.gate;

import dev.onsale.config.Limits;
import dev.onsale.events.EventFeed;
import dev.onsale.events.EventLog;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.CommandId;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.Sale;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The door to the ledger for those who want seats.
 *
 * <p>It answers from memory what cannot be otherwise: that a sale is not open, that seats are gone which the ledger has refused
 * since stock last came back. It learns from events alone, and in their order. Until it has read a journal's events of the time before its
 * start it knows nothing of the sales in it, and asks the ledger everything: a buyer who repeats an order of yesterday must get that order, not
 * {@code sold_out}. Nor does it answer from memory while it may not have heard what happened elsewhere: a node that is cut off asks, and what it cannot ask is
 * {@code busy}.
 * Where there are so many journals that reading them would take minutes, each is read when somebody asks for its sale.
 *
 * <p>Any thread.
 */
public final class Gate implements EventFeed.Listener {

    private static final Outcome BUSY = new Outcome.Refused(new Refusal.Busy(Limits.BUSY_RETRY_SECONDS));

    private final Ledger ledger;
    private final LocalStockRule rule;
    private final BooleanSupplier isFresh;
    private final ConcurrentMap<String, SaleGate> sales = new ConcurrentHashMap<>();
    private final KnownBuyers knownBuyers = new KnownBuyers();
    private final AtomicInteger inFlight = new AtomicInteger();

    /** By the journal's name. */
    private final ConcurrentMap<String, JournalMemory> journals = new ConcurrentHashMap<>();

    /** Journals that have to be read, by their names. */
    private final Set<String> toRead = ConcurrentHashMap.newKeySet();

    /** Whether there are so many journals that one is read only when somebody asks for its sale. */
    private volatile boolean readsWhenAsked;

    /** Whether the journals that there were at the start are learnt. */
    private volatile boolean caughtUp;

    /** In front of {@code ledger}; to be told its commits, and to {@link #catchUp} on those before. */
    public Gate(Ledger ledger) {
        this(ledger, LocalStockRule.alone());
    }

    /** The same, with a rule for how much it may forward. */
    public Gate(Ledger ledger, LocalStockRule rule) {
        this(ledger, rule, () -> true);
    }

    /**
     * The same, in front of a ledger that others ask, too.
     *
     * @param isFresh whether what was told of the ledger counts at this moment; asked for each order that memory would refuse, by any thread
     */
    public Gate(Ledger ledger, LocalStockRule rule, BooleanSupplier isFresh) {
        this.ledger = ledger;
        this.rule = rule;
        this.isFresh = isFresh;
    }

    /**
     * Asks for seats.
     *
     * @param asker told the outcome exactly once, on a thread of the ledger's, if this method returns null; else never. Gets nothing if it is gone
     *     when its turn comes
     * @return the outcome, if memory knows it; null if the ledger is asked
     */
    public @Nullable Outcome place(Command.PlaceOrder command, Asker asker) {
        if (ledger.standsStill()) {
            return BUSY;
        }
        SaleGate sale = informed(command.sale());
        if (sale != null) {
            Refusal refusal = sale.refusal(command);
            if (refusal != null) {
                return new Outcome.Refused(refusal);
            }
        }
        if (inFlight.incrementAndGet() > Limits.GATE_ORDERS_IN_FLIGHT_MAX) {
            inFlight.decrementAndGet();
            return BUSY;
        }
        if (sale == null) {
            ledger.submit(command, answered(asker)::tell);
            return null;
        }
        Outcome atOnce = sale.place(command, answered(asker));
        if (atOnce != null) {
            inFlight.decrementAndGet();
        }
        return atOnce;
    }

    /** Orders that wait for the ledger's answer now, or for those before them. */
    public int inFlight() {
        return inFlight.get();
    }

    /**
     * What could be forwarded now of a tier, and who waits for more.
     *
     * @param seatLegs seats times legs
     * @param waiting orders
     */
    public record LocalStockFigures(String sale, String tier, long seatLegs, int waiting) {}

    /** The local stock of some sales, each with all its tiers. */
    public List<LocalStockFigures> localStock(int salesMax) {
        return sales.values().stream()
                .limit(salesMax)
                .flatMap(sale -> sale.localStock().stream())
                .toList();
    }

    /**
     * What memory says to a buyer who is asking for the first time, and so can have no order. Cheaper than {@link #place}, and spares the caller the making of
     * an order's id for an order that will not be.
     *
     * @param command whose order id, buyer and key are not looked at
     * @return no, and why; null if the ledger must be asked
     */
    public @Nullable Outcome refusalToStranger(Command.PlaceOrder command) {
        if (ledger.standsStill()) {
            return BUSY;
        }
        SaleGate sale = informed(command.sale());
        Refusal refusal = sale == null ? null : sale.refusalToStranger(command);
        return refusal == null ? null : new Outcome.Refused(refusal);
    }

    private Asker answered(Asker asker) {
        return new Asker() {
            @Override
            public void tell(Outcome outcome) {
                inFlight.decrementAndGet();
                asker.tell(outcome);
            }

            @Override
            public boolean isGone() {
                return asker.isGone();
            }
        };
    }

    /** What is known of a sale, if all of it is. */
    private @Nullable SaleGate informed(String id) {
        SaleGate sale = sales.get(id);
        if (sale != null && sale.isInformed()) {
            return sale;
        }
        if (readsWhenAsked && toRead.size() < Limits.GATE_JOURNALS_WANTED_MAX && ledger.sale(id) != null) {
            toRead.add(id); // where there are many journals, each is a sale's
        }
        return null;
    }

    /**
     * Reads the events that were not told live, on the calling thread: those of the time before the gate was listening, and those of journals
     * with a gap. To be called by one thread at a time, when the gate is told every commit already. Until a journal is read, live commits in it are only noted:
     * it has them too, and in their order.
     *
     * @throws dev.onsale.events.EventLogException if a journal cannot be read; to be called again then
     */
    public void catchUp(Journals ledger) {
        if (!caughtUp) {
            Collection<String> names = ledger.open();
            readsWhenAsked = names.size() > Limits.GATE_JOURNALS_READ_MAX;
            if (!readsWhenAsked) {
                toRead.addAll(names);
            }
        }
        for (String name : List.copyOf(toRead)) {
            JournalMemory memory = memory(name);
            if (!memory.isWhole()) {
                catchUp(name, memory, ledger.journal(name));
            }
            if (memory.isWhole()) {
                toRead.remove(name);
            }
            if (readsWhenAsked && memory.learnt() == 0) {
                journals.remove(name, memory); // somebody asked for a sale that is not there
            }
        }
        caughtUp = true;
    }

    private void catchUp(String name, JournalMemory memory, EventLog journal) {
        long end = journal.end();
        boolean whole = false;
        if (memory.learnt() < journal.begin()) {
            whole = memory.read(journal.summarize(events -> learn(memory, events)), end);
        }
        while (!whole) {
            long learnt = memory.learnt();
            EventLog.Page page = journal.read(learnt, Limits.GATE_CATCH_UP_EVENTS);
            learn(memory, page.events());
            whole = memory.read(page.position(), end);
            if (memory.isForgotten()) {
                return; // what takes its place is read in the next round
            }
            if (!whole && page.position() == learnt) {
                throw new EventLogException(
                        "The journal " + name + " has nothing behind event " + learnt + " although more was told of.");
            }
        }
    }

    /** Whether everything of the time before the start is learnt. A journal that came later may still have to be read. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    /** Whether a journal has to be read, by {@link #catchUp}. */
    public boolean isMissingEvents() {
        return !caughtUp || !toRead.isEmpty();
    }

    @Override
    public void committed(String journal, List<Event> events, long position) {
        JournalMemory memory = memory(journal);
        memory.told(events.size(), position, () -> learn(memory, events));
        if (!memory.isWhole()) {
            noteMissing(journal);
        }
    }

    private void noteMissing(String journal) {
        if (!readsWhenAsked) {
            toRead.add(journal);
        }
    }

    @Override
    public void cut(String journal) {
        JournalMemory memory = journals.remove(journal);
        if (memory != null) {
            memory.forget();
            sales.values().removeIf(sale -> sale.isOf(memory));
            memory(journal);
            noteMissing(journal);
        }
    }

    @Override
    public void late(String journal) {
        memory(journal).miss();
    }

    private JournalMemory memory(String journal) {
        JournalMemory known = journals.get(journal);
        return known != null ? known : journals.computeIfAbsent(journal, name -> new JournalMemory());
    }

    private void learn(JournalMemory memory, List<Event> events) {
        for (Event event : events) {
            switch (event) {
                case Event.SaleOpened(long at, Sale sale, CommandId by) ->
                    sales.compute(sale.id(), (id, known) -> opened(sale, known, memory));
                case Event.SaleChanged(long at, Sale sale, CommandId by) ->
                    known(sale.id(), memory).ifPresent(gate -> gate.learn(sale));
                case Event.OfOrder moved -> known(moved.saleId(), memory).ifPresent(gate -> gate.learn(moved.order()));
            }
        }
    }

    private @Nullable SaleGate opened(Sale sale, @Nullable SaleGate known, JournalMemory memory) {
        // A journal may be cut while it is read; what it said before counts no more.
        return known != null || memory.isForgotten()
                ? known
                : new SaleGate(sale, memory, ledger, knownBuyers, rule, isFresh);
    }

    private Optional<SaleGate> known(String id, JournalMemory memory) {
        SaleGate sale = sales.get(id);
        if (sale == null && !memory.isForgotten()) {
            throw new IllegalStateException("the sale's opening comes before all else of it");
        }
        return Optional.ofNullable(sale);
    }
}
