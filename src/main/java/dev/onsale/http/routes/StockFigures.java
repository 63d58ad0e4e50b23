package dev.onsale.http.routes;

import dev.onsale.config.Limits;
import dev.onsale.json.SalePhase;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.SaleView;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Tier;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Free, held and paid by tier, as figures that are counted when somebody looks. Counted in seats times legs, so that the three always add
 * up to the capacity: for a concert that is seats. With many sales only some are shown, those that are open first; how many there are
 * and how many are shown are figures too. Any thread.
 */
final class StockFigures implements MultiCollector {

    private final Ledger ledger;
    private final InstantSource clock;

    StockFigures(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public MetricSnapshots collect() {
        Collection<SaleView> all = ledger.sales();
        List<SaleView> shown = shown(all);
        GaugeSnapshot.Builder stock = GaugeSnapshot.builder()
                .name("onsale_stock_seat_legs")
                .help("Seats times legs by sale, tier and state, of at most " + Limits.METRICS_SALES_MAX + " sales");
        for (SaleView view : shown) {
            for (int i = 0; i < view.tiers().size(); i++) {
                add(stock, view.sale(), view.sale().tiers().get(i), view.tiers().get(i));
            }
        }
        return MetricSnapshots.of(
                stock.build(),
                gauge("onsale_sales", "Sales that the ledger has", all.size()),
                gauge("onsale_sales_shown", "Sales whose stock is shown here", shown.size()));
    }

    private List<SaleView> shown(Collection<SaleView> all) {
        if (all.size() <= Limits.METRICS_SALES_MAX) {
            return List.copyOf(all);
        }
        long now = clock.millis();
        List<SaleView> open = new ArrayList<>();
        List<SaleView> others = new ArrayList<>();
        for (SaleView view : all) {
            (SalePhase.of(view.sale(), now) == SalePhase.OPEN ? open : others).add(view);
        }
        open.addAll(others);
        return open.subList(0, Limits.METRICS_SALES_MAX);
    }

    private static void add(GaugeSnapshot.Builder stock, Sale sale, Tier tier, SaleView.TierView view) {
        long held = 0;
        long paid = 0;
        for (int leg = 0; leg < sale.legs(); leg++) {
            held += view.held(leg);
            paid += view.paid(leg);
        }
        stock.dataPoint(point(sale, tier, "free", (long) tier.capacity() * sale.legs() - held - paid));
        stock.dataPoint(point(sale, tier, "held", held));
        stock.dataPoint(point(sale, tier, "paid", paid));
    }

    private static GaugeDataPointSnapshot point(Sale sale, Tier tier, String state, long value) {
        return GaugeDataPointSnapshot.builder()
                .labels(Labels.of("sale", sale.id(), "tier", tier.id(), "state", state))
                .value((double) value)
                .build();
    }

    private static GaugeSnapshot gauge(String name, String help, int value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }
}
