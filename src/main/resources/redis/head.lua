#!lua name=onsale

-- The ledger's stock and orders on Redis: a library of functions (Redis 7.0 and newer). It is the files of this folder one behind the other, as
-- FunctionLibrary names them; this one comes first. Each begins with what it guarantees; a function that is called from outside also with its
-- KEYS, its ARGV and its answer.
--
-- All state of a sale lies under one hash tag, so that on Redis Cluster it is in one slot, and each call is about one sale:
--
--   {sale}:sale               hash    what the sale is, and its counters (see the fields below)
--   {sale}:orders             hash    order id -> record
--   {sale}:keys               hash    buyer and idempotency key -> order id
--   {sale}:buyers             hash    buyer -> seats in live orders; only where the sale limits them
--   {sale}:deadlines          zset    "number:id" of each held order that has a deadline, by that deadline; ten digits, so that
--                                     equal deadlines are in the order of the numbers
--   {sale}:tier:<tier>        hash    capacity, touched, free runs (r), held (h) and paid (p) by leg
--   {sale}:run:<tier>:<a>-<b> zset    the touched seats whose free run is legs a ... b - 1, by their number
--   {sale}:seats:<tier>       hash    touched seat -> its legs, as in "..xx."; only where the sale has several legs
--   {sale}:events             stream  what happened; the entry that ends with the n-th event has the id n-0
--   {onsale}:sales            set     the ids of all sales
--
-- A call decides all its commands against the state as the commands before have left it, in tables of its own, and writes nothing until all
-- are decided: an error on the way leaves everything as it was, since a script cannot roll back. Then it writes each key once, with
-- all that changed in it, and the events of the whole call as one entry of the stream. Redis runs a call as a whole, and
-- makes it durable as a whole.
--
-- Only one key is named in each call. The others follow from it and have its hash tag; which ones they are is known only when
-- the seats are chosen.
--
-- A record is a MessagePack array, in the order of the constants below; it is what is stored, what the stream says and what is answered.
--
-- A free run is a stretch of legs [a, b) of one seat that cannot be longer. Seats are given best fit: of those free on the whole journey
-- the one whose run is shortest, ties by the lowest number. So the seats are kept by their runs, and the best one is the lowest of the
-- shortest run that any seat has. Seats above `touched` have never been sold: they are free all the way, are not written down
-- one by one, and come last, since their numbers are the highest. So a concert opens at once, whatever its size.
--
-- Numbers in Lua are doubles: exact up to 2^53. All times and amounts stay below that.

local VERSION = 1

-- The places of a record. The last one is there only where the order was lost and put back by this very event.
local NUMBER, AT, STATE, TIER, FROM, TO, QUANTITY, SEATS = 1, 2, 3, 4, 5, 6, 7, 8
local AMOUNT, CURRENCY, PLACED_AT, EXPIRES_AT, BUYER, KEY, REFERENCE, RECOVERED = 9, 10, 11, 12, 13, 14, 15, 16
local RESTORED = 17

-- Arguments of one command of Redis; Lua's stack holds 8,000.
local CHUNK = 4000

-- Seats that are read of a run at once.
local PAGE = 64

-- A run [a, b) as one number; a sale has at most 63 legs.
local WIDTH = 64

local LIVE = { held = true, placed = true, paid = true }
