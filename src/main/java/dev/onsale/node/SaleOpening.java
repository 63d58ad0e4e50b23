package dev.onsale.node;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.ledger.SaleView;
import dev.onsale.sale.Sale;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts the sales of a start on sale. Used by the starting thread, before anybody else asks the ledger for anything. */
public final class SaleOpening {

    private final Ledger ledger;
    private final InstantSource clock;

    /** Opens in {@code ledger}, at the time that {@code clock} tells. */
    public SaleOpening(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Opens the sales that are not open yet. One that is open with the same terms is left as it is, whatever operators have changed of it
     * since.
     *
     * @return ids of those that were opened now
     * @throws StartException if one of them is open with other terms; then none was opened
     */
    public List<String> open(List<WrittenSale> sales) throws StartException {
        List<WrittenSale> unknown = new ArrayList<>();
        for (WrittenSale written : sales) {
            SaleView known = ledger.sale(written.sale().id());
            if (known == null) {
                unknown.add(written);
            } else {
                // Changes nothing: it is either the same question as before, or refused.
                open(written, known.sale());
            }
        }
        // The point of no return.
        for (WrittenSale written : unknown) {
            open(written, written.sale());
        }
        return unknown.stream().map(written -> written.sale().id()).toList();
    }

    /**
     * The demo sales, if nothing else was ever opened. A start that was cut off between two of them is completed by the next one. A sale
     * of the operator's own stands for the demo sale of its id.
     *
     * @param written what the operator wants to open now
     */
    public List<WrittenSale> missingDemo(List<WrittenSale> written) {
        Collection<SaleView> known = ledger.sales();
        if (known.size() >= DemoSales.COUNT) {
            return List.of();
        }
        List<WrittenSale> demo = DemoSales.read();
        if (!known.stream()
                .allMatch(view -> demo.stream().anyMatch(sale -> sale.sale().asksFor(view.sale())))) {
            return List.of();
        }
        Set<String> ids = written.stream().map(sale -> sale.sale().id()).collect(Collectors.toSet());
        return demo.stream().filter(sale -> !ids.contains(sale.sale().id())).toList();
    }

    private void open(WrittenSale written, Sale known) throws StartException {
        Outcome outcome = ask(written);
        if (outcome instanceof Outcome.Refused(Refusal refusal)) {
            throw notOpened(written, sentence(refusal, written.sale(), known));
        }
        if (outcome instanceof Outcome.Unknown) {
            throw notOpened(
                    written,
                    "sale \"" + written.sale().id()
                            + "\" may be open or not, since the ledger was lost before it had answered: start again, which opens it once");
        }
    }

    private static StartException notOpened(WrittenSale written, String why) {
        return new StartException(written.where() + ": " + why);
    }

    private Outcome ask(WrittenSale written) throws StartException {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        ledger.submit(new Command.OpenSale(clock.millis(), written.sale()), answer::complete);
        try {
            return answer.get(Limits.SALE_OPENING_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new StartException(
                    written.where() + ": the ledger did not open the sale within " + Limits.SALE_OPENING_SECONDS_MAX
                            + " seconds: see whether the disk of the data folder is very slow or full",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException(written.where() + ": interrupted while the sale was being opened", e);
        } catch (ExecutionException e) {
            throw new AssertionError("nobody fails this answer", e);
        }
    }

    private static String sentence(Refusal refusal, Sale wanted, Sale known) {
        String sale = "sale \"" + wanted.id() + "\" ";
        return switch (refusal) {
            case Refusal.SaleExists() ->
                sale + "is on sale already with other terms" + differences(wanted, known)
                        + ": give this one another id, or change the one on sale over HTTP (PATCH /v1/sales/"
                        + wanted.id() + ")";
            case Refusal.BadChange(String field, String why) -> sale + "cannot be opened: " + field + " " + why;
            case Refusal.Busy _ -> sale + "was not opened, since the ledger is busy: start again";
            case Refusal.UnknownSale _,
                    Refusal.NotOpen _,
                    Refusal.Paused _,
                    Refusal.Closed _,
                    Refusal.UnknownTier _,
                    Refusal.BadJourney _,
                    Refusal.BadQuantity _,
                    Refusal.KeyReused _,
                    Refusal.BuyerLimit _,
                    Refusal.TooManyOrders _,
                    Refusal.SoldOut _,
                    Refusal.LedgerFull _,
                    Refusal.UnknownOrder _,
                    Refusal.NotYours _,
                    Refusal.Already _,
                    Refusal.NotAdmitted _ -> throw new AssertionError("no answer to an opening: " + refusal);
        };
    }

    /** The fields in which the two differ, as they are written in a file. */
    private static String differences(Sale wanted, Sale known) {
        Map<String, Function<Sale, Object>> fields = new LinkedHashMap<>();
        fields.put("name", Sale::name);
        fields.put("opensAt", Sale::opensAt);
        fields.put("closesAt", Sale::closesAt);
        fields.put("holdSeconds", Sale::holdSeconds);
        fields.put("deduct", Sale::deduct);
        fields.put("perBuyer", Sale::perBuyer);
        fields.put("buyerRefunds", Sale::buyerRefunds);
        fields.put("stops", Sale::stops);
        fields.put("tiers", Sale::tiers);
        Sale meant = wanted.openedAt(known.opensAt());
        fields.values().removeIf(field -> field.apply(meant).equals(field.apply(known)));
        return fields.isEmpty() ? "" : " (" + String.join(", ", fields.keySet()) + ")";
    }
}
