package dev.onsale.orders;

import org.junit.jupiter.api.Tag;

@Tag("servers")
class PostgresListingTest extends OrderListingContract {

    @Override
    BookTables newTables() {
        return BookDatabase.create();
    }
}
