package dev.onsale.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.BookLimits;
import dev.onsale.ledger.Event;
import dev.onsale.orders.ListLog;
import dev.onsale.orders.SampleOrder;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditTextTest {

    private static String text(List<Event> events) {
        return AuditText.of(Audit.run(new ListLog(events), Optional::empty, (position, end) -> {}));
    }

    @Test
    void theReportIsAShortTable() {
        Sale rush = SampleSale.concert("rush", 10_000).name("抢票 Rush").sale();
        Sale g1 = SampleSale.train("g1", 3, 1_000).name("G1 北京南 — 上海虹桥").sale();
        List<Event> events = List.of(
                new Event.SaleOpened(1, rush),
                new Event.SaleOpened(2, g1),
                SampleOrder.of(rush, 1).event(),
                SampleOrder.of(rush, 2).event(),
                SampleOrder.of(rush, 2).paid().event(SampleSale.OPENS_AT + 5),
                SampleOrder.of(g1, 1).journey(0, 2).event());

        assertThat(text(events)).isEqualToNormalizingNewlines("""
                Audit of 6 events

                sale   tier     seats  legs  held  paid    free  amount paid  name
                g1     second   1,000     3     2     0   2,998     0.00 CNY  G1 北京南 — 上海虹桥, Second class
                rush   floor   10,000     1     1     1   9,998    80.00 EUR  抢票 Rush, Floor
                total          11,000           3     1  12,996
                A seat is held, paid or free on each leg by itself, and counts once for each.

                sale   orders  held  placed  paid  released  expired  refund_due  refunded
                g1          1     1       0     0         0        0           0         0
                rush        2     1       0     1         0        0           0         0
                total       3     2       0     1         0        0           0         0

                journal whole           ok
                never twice (law 1)     ok
                conservation (law 2)    ok
                once (law 4)            ok
                nothing lost (law 3)    not compared with an order book
                deadlines (law 5)       ok
                states of orders        ok
                seats of orders         ok
                numbers of orders       ok
                amounts and payments    ok
                sales and their terms   ok
                nothing left over       ok
                the ledger's own state  not looked at: there is nothing but events
                order book              not compared: there is none yet

                Clean: nothing was sold twice, lost or left over.
                """);
    }

    @Test
    void findingsAreToldAndTheRestCounted() {
        Sale sale = SampleSale.concert("sale", 1_000).sale();
        List<Event> events = new ArrayList<>(List.of(new Event.SaleOpened(1, sale)));
        for (int i = 1; i <= 1_234; i++) {
            events.add(SampleOrder.of(sale, i).seats(1).sale("gone\u001b[2J").event());
        }

        String text = text(events);

        assertThat(text)
                .contains("sales and their terms   BROKEN, 1,234 findings")
                .contains("unknown_sale, event 2: Order ")
                .contains("... and " + String.format("%,d", 1_234 - BookLimits.AUDIT_FINDINGS_PER_FAULT_MAX) + " more")
                .endsWith(
                        "NOT CLEAN: 1,234 findings. Keep ledger and order book as they are, and do not sell from them."
                                + System.lineSeparator())
                .doesNotContain("\u001b");
    }

    @Test
    void aTableHasAnEndAndTheTotalCountsAll() {
        List<Event> events = new ArrayList<>();
        int sales = BookLimits.AUDIT_TABLE_ROWS_MAX + 60;
        for (int i = 0; i < sales; i++) {
            events.add(
                    new Event.SaleOpened(1, SampleSale.concert("sale-" + i, 10).sale()));
        }

        String text = text(events);

        assertThat(text).contains("... 60 more").containsPattern("total +" + String.format("%,d", 10 * sales) + " ");
        assertThat(text.lines().filter(line -> line.startsWith("sale-"))).hasSize(2 * BookLimits.AUDIT_TABLE_ROWS_MAX);
    }

    @Test
    void aBookThatIsBehindSaysHowFar() {
        AuditReport report = new AuditReport(
                1_500,
                List.of(),
                java.util.Map.of(),
                List.of(),
                new AuditReport.BookFigures(1_200, null),
                Lost.NOTHING,
                0,
                0,
                0);

        assertThat(AuditText.of(report))
                .contains("order book              ok for 1,200 events; the other 300 are to follow");
    }
}
