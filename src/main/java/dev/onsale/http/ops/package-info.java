/**
 * For those who run a node and those who program against it: {@code /livez}, {@code /readyz} and {@code /metrics}
 * ({@code OpsPages}, with {@code StockFigures} counted when somebody looks), {@code /docs}, {@code /openapi.yaml} and what each problem means
 * ({@code DocsPages}).
 */
@NullMarked
package dev.onsale.http.ops;

import org.jspecify.annotations.NullMarked;
