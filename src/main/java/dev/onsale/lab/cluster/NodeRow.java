package dev.onsale.lab.cluster;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One node in a cluster's table.
 *
 * @param up whether its process lives
 * @param requests that it answered, over all its lives
 * @param sold orders that it said yes to, over all its lives
 * @param localStock tickets that it may still forward; empty where it does not say
 * @param free seats times legs that nobody has, of the sale shown, as the node knows it; empty where it does not say
 */
public record NodeRow(
        int port, int weight, boolean up, long requests, long sold, OptionalLong localStock, OptionalLong free) {

    static NodeRow of(
            int port, int weight, boolean up, long requestsBefore, long soldBefore, @Nullable NodeFigures figures) {
        if (figures == null) {
            return new NodeRow(
                    port, weight, up, requestsBefore, soldBefore, OptionalLong.empty(), OptionalLong.empty());
        }
        return new NodeRow(
                port,
                weight,
                up,
                requestsBefore + figures.requests(),
                soldBefore + figures.sold(),
                up ? figures.localStock() : OptionalLong.empty(),
                up ? figures.free() : OptionalLong.empty());
    }
}
