package dev.onsale.node;

import dev.onsale.config.Limits;
import dev.onsale.gate.Gate;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** What the gate has left to forward, by sale and tier, and who waits for it; counted when somebody looks. Any thread. */
final class GateFigures implements MultiCollector {

    private final Gate gate;

    GateFigures(Gate gate) {
        this.gate = gate;
    }

    @Override
    public MetricSnapshots collect() {
        GaugeSnapshot.Builder stock = GaugeSnapshot.builder()
                .name("onsale_local_stock_seat_legs")
                .help("Seats times legs that this node may still ask the ledger for, of at most "
                        + Limits.METRICS_SALES_MAX + " sales");
        GaugeSnapshot.Builder waiting = GaugeSnapshot.builder()
                .name("onsale_local_stock_waiting_orders")
                .help("Orders that wait in this node for the answers to those before them");
        for (Gate.LocalStockFigures tier : gate.localStock(Limits.METRICS_SALES_MAX)) {
            Labels labels = Labels.of("sale", tier.sale(), "tier", tier.tier());
            stock.dataPoint(point(labels, tier.seatLegs()));
            waiting.dataPoint(point(labels, tier.waiting()));
        }
        return MetricSnapshots.of(stock.build(), waiting.build());
    }

    private static GaugeDataPointSnapshot point(Labels labels, long value) {
        return GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value((double) value)
                .build();
    }
}
