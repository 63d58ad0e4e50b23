-- The order book in PostgreSQL, schema 1: the same tables, columns and views as in SQLite (orders-sqlite-1.sql).
--
-- Written from the journals' events and from nothing else. Look at it and join it with tables of your own, but change nothing.
--
-- Instants are milliseconds since 1970, UTC; the view order_list has them as timestamps. Amounts and prices are in minor units of their
-- currency: 55300 CNY is 553 yuan. Seats and order numbers count from 1, a sale's stops from 0. NULL means "none". Yes and no are
-- 1 and 0, as in the other book. Ids compare by their bytes, whatever the database's language.

-- Which of these scripts made the tables, and that it was one of these.
CREATE TABLE onsale_order_book (
  schema_version integer NOT NULL
);

-- The ledger that this book belongs to, one row; and the last decision of people to go on with it after it had lost something, in
-- milliseconds since 1970, that the book has followed.
CREATE TABLE onsale_ledger (
  id       text NOT NULL,
  accepted bigint NOT NULL
);

-- How far the book has followed each journal, written in the same transaction as the rows that follow from it. The embedded
-- ledger has one journal, with the name ''; on Redis each sale has one, named by its id.
CREATE TABLE bookmarks (
  journal   text COLLATE "C" PRIMARY KEY,
  position  bigint NOT NULL,                -- of the last event that is in this book
  event     text NOT NULL                   -- that event in words, to see that the journal is still the same one
);

CREATE TABLE sales (
  id            text COLLATE "C" PRIMARY KEY,
  name          text NOT NULL,
  opens_at      bigint NOT NULL,
  closes_at     bigint,                     -- NULL: stays open
  hold_seconds  integer NOT NULL,
  deduct        text NOT NULL CHECK (deduct IN ('hold', 'order', 'payment')),
  per_buyer     integer,                    -- seats that one buyer may have; NULL: no limit
  buyer_refunds smallint NOT NULL CHECK (buyer_refunds IN (0, 1)),
  status        text NOT NULL CHECK (status IN ('active', 'paused', 'closed'))
);

CREATE TABLE stops (
  sale  text COLLATE "C" NOT NULL,
  place integer NOT NULL,                   -- 0 is where the journey begins
  name  text NOT NULL,
  PRIMARY KEY (sale, place)
);

CREATE TABLE tiers (
  sale     text COLLATE "C" NOT NULL,
  id       text COLLATE "C" NOT NULL,
  place    integer NOT NULL,                -- among the tiers of its sale, from 0
  name     text NOT NULL,
  capacity integer NOT NULL,
  price    bigint NOT NULL,                 -- of one seat over the whole way
  currency text NOT NULL,
  PRIMARY KEY (sale, id)
);

-- Prices of parts of the way that differ from the tier's.
CREATE TABLE fares (
  sale      text COLLATE "C" NOT NULL,
  tier      text COLLATE "C" NOT NULL,
  place     integer NOT NULL,               -- among the fares of its tier, from 0
  from_stop integer NOT NULL,
  to_stop   integer NOT NULL,
  price     bigint NOT NULL,
  PRIMARY KEY (sale, tier, place)
);

CREATE TABLE orders (
  id         text COLLATE "C" PRIMARY KEY,  -- a later order has a higher id
  number     bigint NOT NULL,               -- counts the orders of its sale
  sale       text COLLATE "C" NOT NULL,
  buyer      text COLLATE "C" NOT NULL,
  key        text NOT NULL,                 -- the buyer's idempotency key
  tier       text COLLATE "C" NOT NULL,
  from_stop  integer NOT NULL,              -- places of stops; 0 and 1 where the sale has none
  to_stop    integer NOT NULL,
  quantity   integer NOT NULL,
  seats      text NOT NULL,                 -- as in '17,18'; stays when they were given up; '' before there are any
  state      text COLLATE "C" NOT NULL
             CHECK (state IN ('held', 'placed', 'paid', 'released', 'expired', 'refund_due', 'refunded')),
  amount     bigint NOT NULL,
  currency   text NOT NULL,
  placed_at  bigint NOT NULL,
  expires_at bigint,                        -- NULL: may wait for its payment for ever
  reference  text,                          -- of the payment
  recovered  smallint NOT NULL CHECK (recovered IN (0, 1))  -- whether it expired and was paid all the same
);

-- Every listing is newest first by id, so each of these ends with it: a page is then read off its index, whatever the book's size.
CREATE INDEX orders_by_sale ON orders (sale, id);
CREATE INDEX orders_by_buyer ON orders (buyer, id);
CREATE INDEX orders_by_state ON orders (state, id);
CREATE INDEX orders_by_sale_and_state ON orders (sale, state, id);

-- Orders that a ledger had answered and then lost, and that a repair could not give back to it. They are in no other table of this
-- book: whoever they belong to was told that they have seats, and perhaps paid.
CREATE TABLE lost_orders (
  id         text COLLATE "C" PRIMARY KEY,
  found_at   bigint NOT NULL,               -- when the repair met it
  why        text NOT NULL,                 -- it could not be given back, in words
  number     bigint NOT NULL,
  sale       text COLLATE "C" NOT NULL,
  buyer      text COLLATE "C" NOT NULL,
  key        text NOT NULL,
  tier       text COLLATE "C" NOT NULL,
  from_stop  integer NOT NULL,
  to_stop    integer NOT NULL,
  quantity   integer NOT NULL,
  seats      text NOT NULL,
  state      text COLLATE "C" NOT NULL,
  amount     bigint NOT NULL,
  currency   text NOT NULL,
  placed_at  bigint NOT NULL,
  expires_at bigint,
  reference  text,
  recovered  smallint NOT NULL
);

-- The orders as a person reads them.
CREATE VIEW order_list AS
SELECT o.id, o.number, o.sale, s.name AS sale_name, o.buyer, o.tier, f.name AS from_name, t.name AS to_name,
       o.quantity, o.seats, o.state, o.amount, o.currency,
       to_timestamp(o.placed_at / 1000.0) AS placed_at,
       to_timestamp(o.expires_at / 1000.0) AS expires_at,
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
SELECT o.sale, o.tier, CAST(seat AS integer) AS seat, o.from_stop, o.to_stop, o.state, o.buyer, o.id AS "order"
FROM orders o, unnest(string_to_array(o.seats, ',')) seat
WHERE o.state IN ('held', 'paid');
