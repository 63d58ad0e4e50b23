package dev.onsale.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NodeFiguresTest {

    private static final String METRICS = """
            # HELP onsale_http_requests_total Requests answered
            # TYPE onsale_http_requests_total counter
            onsale_http_requests_total{outcome="ok",route="buy_ticket"} 120.0
            onsale_http_requests_total{outcome="sold_out",route="buy_ticket"} 1.2345E7
            onsale_http_requests_total{outcome="ok",route="place_order"} 7.0
            onsale_http_requests_total{outcome="replayed",route="place_order"} 3.0
            onsale_http_requests_total{outcome="ok",route="operations"} 999.0
            onsale_http_requests_total{outcome="unknown_path",route="other"} 999.0
            onsale_local_stock_seat_legs{sale="g1",tier="second"} 3.0
            onsale_local_stock_seat_legs{sale="rush",tier="ticket"} 16.0
            onsale_local_stock_waiting_orders{sale="rush",tier="ticket"} 1.0
            onsale_stock_seat_legs{sale="g1",state="free",tier="second"} 5.0
            onsale_stock_seat_legs{sale="rush",state="free",tier="ticket"} 40.0
            onsale_stock_seat_legs{sale="rush",state="free",tier="balcony"} 2.0
            onsale_stock_seat_legs{sale="rush",state="held",tier="ticket"} 60.0
            jvm_something NaN
            """;

    @Test
    void requestsSoldAndStockAreReadFromTheFigures() {
        assertThat(NodeFigures.parse(METRICS, "rush"))
                .isEqualTo(new NodeFigures(12_345_130, 127, OptionalLong.of(16), OptionalLong.of(42)));
    }

    @Test
    void aNodeThatSaysNothingHasNoStockToShow() {
        assertThat(NodeFigures.parse("", "rush"))
                .isEqualTo(new NodeFigures(0, 0, OptionalLong.empty(), OptionalLong.empty()));
    }

    @Test
    void theTableHasALineForEachNodeAndTheirSum() {
        NodeRow up = new NodeRow(3001, 1, true, 250, 20, OptionalLong.of(145), OptionalLong.of(9_960));
        NodeRow down = new NodeRow(3002, 3, false, 750, 20, OptionalLong.empty(), OptionalLong.empty());

        ClusterTable nodesAlone = new ClusterTable(List.of(up, down), List.of());
        assertThat(nodesAlone.lines())
                .containsExactly(
                        "  node   weight     requests    share  local stock         sold",
                        "  3001        1          250   25.0 %          145           20",
                        "  3002        3          750   75.0 %         down           20",
                        "  all         4        1,000  100.0 %   9,960 left           40");
        assertThat(nodesAlone.line())
                .isEqualTo(
                        "3001: 250 requests, local stock 145, sold 20; 3002 down: 750 requests, local stock -, sold 20;"
                                + " all: sold 40, left 9,960");
    }

    @Test
    void theTableShowsWhatEachRedisIs() {
        ClusterTable table = new ClusterTable(
                List.of(new NodeRow(3001, 1, true, 0, 0, OptionalLong.empty(), OptionalLong.empty())),
                List.of(new RedisRow("redis", 15_001, "down"), new RedisRow("redis-2", 15_002, "primary, 1 replica")));

        assertThat(table.lines())
                .hasSize(5)
                .endsWith("  redis      port 15001   down", "  redis-2    port 15002   primary, 1 replica");
        assertThat(table.line()).endsWith("left -; redis: down; redis-2: primary, 1 replica");
    }

    @Test
    void aNodesLivesAreCountedTogether() {
        NodeFigures figures = new NodeFigures(5, 2, OptionalLong.of(1), OptionalLong.of(9));

        assertThat(NodeRow.of(3001, 1, true, 100, 10, figures))
                .isEqualTo(new NodeRow(3001, 1, true, 105, 12, OptionalLong.of(1), OptionalLong.of(9)));
        assertThat(NodeRow.of(3001, 1, false, 100, 10, null))
                .isEqualTo(new NodeRow(3001, 1, false, 100, 10, OptionalLong.empty(), OptionalLong.empty()));
    }
}
