-- The order book in SQLite, schema 1.
--
-- Written from the journal's events and from nothing else. A ledger that has lost events is found out by it, so do not delete it
-- without need; if it is moved away while the server is stopped, it is written anew. Look at it with `sqlite3 orders.db`, and change nothing.
--
-- Instants are milliseconds since 1970, UTC; the view order_list has them as RFC 3339. Amounts and prices are in minor units of their
-- currency: 55300 CNY is 553 yuan. Seats and order numbers count from 1, a sale's stops from 0. NULL means "none".

-- The ledger that this book belongs to, one row; and the last decision of people to go on with it after it had lost something, in
-- milliseconds since 1970, that the book has followed.
CREATE TABLE onsale_ledger (
  id       TEXT NOT NULL,
  accepted INTEGER NOT NULL
) STRICT;

-- How far the book has followed each journal, written in the same transaction as the rows that follow from it. The embedded
-- ledger has one journal, with the name ''; on Redis each sale has one, named by its id.
CREATE TABLE bookmarks (
  journal   TEXT PRIMARY KEY,
  position  INTEGER NOT NULL,               -- of the last event that is in this book
  event     TEXT NOT NULL                   -- that event in words, to see that the journal is still the same one
) STRICT, WITHOUT ROWID;

CREATE TABLE sales (
  id            TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  opens_at      INTEGER NOT NULL,
  closes_at     INTEGER,                    -- NULL: stays open
  hold_seconds  INTEGER NOT NULL,
  deduct        TEXT NOT NULL CHECK (deduct IN ('hold', 'order', 'payment')),
  per_buyer     INTEGER,                    -- seats that one buyer may have; NULL: no limit
  buyer_refunds INTEGER NOT NULL CHECK (buyer_refunds IN (0, 1)),
  status        TEXT NOT NULL CHECK (status IN ('active', 'paused', 'closed'))
) STRICT, WITHOUT ROWID;

CREATE TABLE stops (
  sale  TEXT NOT NULL,
  place INTEGER NOT NULL,                   -- 0 is where the train begins
  name  TEXT NOT NULL,
  PRIMARY KEY (sale, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE tiers (
  sale     TEXT NOT NULL,
  id       TEXT NOT NULL,
  place    INTEGER NOT NULL,                -- among the tiers of its sale, from 0
  name     TEXT NOT NULL,
  capacity INTEGER NOT NULL,
  price    INTEGER NOT NULL,                -- of one seat over the whole way
  currency TEXT NOT NULL,
  PRIMARY KEY (sale, id)
) STRICT, WITHOUT ROWID;

-- Prices of parts of the way that differ from the tier's.
CREATE TABLE fares (
  sale      TEXT NOT NULL,
  tier      TEXT NOT NULL,
  place     INTEGER NOT NULL,               -- among the fares of its tier, from 0
  from_stop INTEGER NOT NULL,
  to_stop   INTEGER NOT NULL,
  price     INTEGER NOT NULL,
  PRIMARY KEY (sale, tier, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE orders (
  id         TEXT PRIMARY KEY,              -- a later order has a higher id
  number     INTEGER NOT NULL,              -- counts the orders of its sale
  sale       TEXT NOT NULL,
  buyer      TEXT NOT NULL,
  key        TEXT NOT NULL,                 -- the buyer's idempotency key
  tier       TEXT NOT NULL,
  from_stop  INTEGER NOT NULL,              -- places of stops; 0 and 1 where the sale has none
  to_stop    INTEGER NOT NULL,
  quantity   INTEGER NOT NULL,
  seats      TEXT NOT NULL,                 -- as in '17,18'; stays when they were given up; '' before there are any
  state      TEXT NOT NULL
             CHECK (state IN ('held', 'placed', 'paid', 'released', 'expired', 'refund_due', 'refunded')),
  amount     INTEGER NOT NULL,
  currency   TEXT NOT NULL,
  placed_at  INTEGER NOT NULL,
  expires_at INTEGER,                       -- NULL: may wait for its payment for ever
  reference  TEXT,                          -- of the payment
  recovered  INTEGER NOT NULL CHECK (recovered IN (0, 1))  -- whether it expired and was paid all the same
) STRICT, WITHOUT ROWID;

-- Every listing is newest first by id. A table without row ids keeps its primary key at the end of each index, so each of
-- these is ordered by id within its own columns.
CREATE INDEX orders_by_sale ON orders (sale);
CREATE INDEX orders_by_buyer ON orders (buyer);
CREATE INDEX orders_by_state ON orders (state);
CREATE INDEX orders_by_sale_and_state ON orders (sale, state);

-- The orders as a person reads them.
CREATE VIEW order_list AS
SELECT o.id, o.number, o.sale, s.name AS sale_name, o.buyer, o.tier, f.name AS from_name, t.name AS to_name,
       o.quantity, o.seats, o.state, o.amount, o.currency,
       strftime('%Y-%m-%dT%H:%M:%fZ', o.placed_at / 1000.0, 'unixepoch') AS placed_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', o.expires_at / 1000.0, 'unixepoch') AS expires_at,
       o.reference, o.recovered
FROM orders o
JOIN sales s ON s.id = o.sale
LEFT JOIN stops f ON f.sale = o.sale AND f.place = o.from_stop
LEFT JOIN stops t ON t.sale = o.sale AND t.place = o.to_stop;

-- What each tier has sold. A seat that is sold on two parts of the way counts twice.
CREATE VIEW sold_by_tier AS
SELECT t.sale, t.id AS tier, t.name, t.capacity,
       count(o.id) AS orders,
       coalesce(sum(o.quantity) FILTER (WHERE o.state = 'held'), 0) AS seats_held,
       coalesce(sum(o.quantity) FILTER (WHERE o.state = 'paid'), 0) AS seats_paid,
       coalesce(sum(o.amount) FILTER (WHERE o.state = 'paid'), 0) AS amount_paid,
       coalesce(sum(o.amount) FILTER (WHERE o.state = 'refund_due'), 0) AS amount_refund_due,
       t.currency
FROM tiers t
LEFT JOIN orders o ON o.sale = t.sale AND o.tier = t.id
GROUP BY t.sale, t.id
ORDER BY t.sale, t.place;

-- What each sale has sold, and where its orders stand.
CREATE VIEW sold_by_sale AS
SELECT s.id AS sale, s.name,
       (SELECT sum(capacity) FROM tiers t WHERE t.sale = s.id) AS capacity,
       coalesce(sum(o.quantity) FILTER (WHERE o.state = 'held'), 0) AS seats_held,
       coalesce(sum(o.quantity) FILTER (WHERE o.state = 'paid'), 0) AS seats_paid,
       count(o.id) AS orders,
       count(*) FILTER (WHERE o.state = 'held') AS held,
       count(*) FILTER (WHERE o.state = 'placed') AS placed,
       count(*) FILTER (WHERE o.state = 'paid') AS paid,
       count(*) FILTER (WHERE o.state = 'released') AS released,
       count(*) FILTER (WHERE o.state = 'expired') AS expired,
       count(*) FILTER (WHERE o.state = 'refund_due') AS refund_due,
       count(*) FILTER (WHERE o.state = 'refunded') AS refunded
FROM sales s
LEFT JOIN orders o ON o.sale = s.id
GROUP BY s.id
ORDER BY s.id;

-- Who has which seat, a row for each seat of a live order.
CREATE VIEW seats_taken AS
SELECT o.sale, o.tier, CAST(j.value AS INTEGER) AS seat, o.from_stop, o.to_stop, o.state, o.buyer, o.id AS "order"
FROM orders o, json_each('[' || o.seats || ']') j
WHERE o.state IN ('held', 'paid');
