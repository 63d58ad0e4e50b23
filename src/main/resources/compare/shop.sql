-- The tables of a shop that deducts stock when it is ordered, for PostgreSQL and SQLite alike. What people write first: no deadlines,
-- so what is ordered and never paid stays taken.

CREATE TABLE stock (
  sale      TEXT PRIMARY KEY,
  tier      TEXT NOT NULL,
  capacity  INTEGER NOT NULL,
  free      INTEGER NOT NULL CHECK (free >= 0)
);

CREATE TABLE orders (
  id               TEXT PRIMARY KEY,
  sale             TEXT NOT NULL REFERENCES stock (sale),
  buyer            TEXT NOT NULL,
  idempotency_key  TEXT NOT NULL,
  quantity         INTEGER NOT NULL CHECK (quantity > 0),
  state            TEXT NOT NULL CHECK (state IN ('held', 'paid')),
  reference        TEXT,
  placed_at        BIGINT NOT NULL,
  UNIQUE (sale, buyer, idempotency_key)
);
