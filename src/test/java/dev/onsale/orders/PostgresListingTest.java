package dev.onsale.orders;

class PostgresListingTest extends OrderListingContract {

    @Override
    BookTables newTables() {
        return BookDatabase.create();
    }
}
