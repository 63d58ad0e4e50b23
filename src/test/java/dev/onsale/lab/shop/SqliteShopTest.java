package dev.onsale.lab.shop;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteShopTest extends SqlShopContract {

    @TempDir
    private Path folder;

    @Override
    ShopServer start() throws Exception {
        return ShopServer.sqlite(0, EVENT_LOOPS, TOKEN, folder.resolve("shop.db"));
    }
}
