package dev.onsale.lab.rehearsal;

import java.util.List;
import java.util.Map;

/**
 * What the server shows of a sale when all is over.
 *
 * @param orders all that it has
 * @param legs stock of each leg
 * @param wanted what is free of each trip that somebody still waits for
 */
record Records(List<RecordedOrder> orders, List<Words.Stock> legs, Map<Integer, Integer> wanted) {

    Records {
        orders = List.copyOf(orders);
        legs = List.copyOf(legs);
        wanted = Map.copyOf(wanted);
    }
}
