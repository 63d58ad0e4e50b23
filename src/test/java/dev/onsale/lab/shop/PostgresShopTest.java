package dev.onsale.lab.shop;

import dev.onsale.orders.TestPostgres;
import org.junit.jupiter.api.Tag;

@Tag("servers")
class PostgresShopTest extends SqlShopContract {

    @Override
    ShopServer start() throws Exception {
        return ShopServer.postgres(0, EVENT_LOOPS, TOKEN, TestPostgres.shared().newSchema(), null);
    }
}
