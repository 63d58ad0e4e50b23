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
--   {sale}:made               hash    buyer -> how many orders they have made, whatever became of them; only of buyers whose orders come to be counted
--   {sale}:deadlines          zset    "number:id" of each held order that has a deadline, by that deadline; ten digits, so that
--                                     equal deadlines are in the order of the numbers
--   {sale}:tier:<tier>        hash    capacity, touched, free runs (r), held (h) and paid (p) by leg
--   {sale}:run:<tier>:<a>-<b> zset    the touched seats whose free run is legs a ... b - 1, by their number
--   {sale}:seats:<tier>       hash    touched seat -> its legs, as in "..xx."; only where the sale has several legs
--   {sale}:changes            hash    key of an opening or a change of the sale -> what it came to, as the program writes it; the last ones
--   {sale}:changed            list    those keys, the oldest first
--   {sale}:done:<n>           hash    id of a payment, release or refund -> the state and time that the order had by it; of the n-th
--                                     DONE_EVENTS events of the sale, and those before them
--   {sale}:events             stream  what happened; the entry that ends with the n-th event has the id n-0
--   {onsale}:sales            set     the ids of the sales that are open, or ended lately
--   {onsale}:over             zset    the ids of those that are over for good, by the tag of their orders
--   {onsale}:back             string  how often one of those was opened again
--
-- A call decides all its commands against the state as the commands before have left it, in tables of its own, and writes nothing until all
-- are decided: an error on the way leaves everything as it was, since a script cannot roll back. Then it writes each key once, with
-- all that changed in it, and the events of the whole call as one entry of the stream. Redis runs a call as a whole, and
-- makes it durable as a whole.
--
-- A call is sent again when its answer was lost, and is told what it came to the first time: an order by its key, an opening or a change of a sale by its key in
-- {sale}:changes, a payment, release or refund by the id that the program made for it.
--
-- Time is Redis' own, the same throughout a call; what a command says of the time counts only where a test asks for that.
--
-- Only one key is named in each call. The others follow from it and have its hash tag; which ones they are is known only when
-- the seats are chosen.
--
-- A record is what is stored of an order, what the stream says and what is answered. It is bytes, numbers with the highest byte first, since
-- making and reading tables of sixteen fields was the dearest part of a call. First what changes:
--
--   1 byte    the state's place in STATES
--   1 byte    1 recovered + 2 put back by this very event + 4 has a deadline + 8 has a payment reference
--   8 bytes   number
--   8 bytes   time of its last event, in milliseconds since 1970
--   8 bytes   deadline, or 0
--   2 bytes   length of its field in {sale}:keys
--   2 bytes   length of the payment reference, and then the reference
--   2 bytes   how many seats it has, and then 4 bytes for each
--
-- then its form, what never changes, as the program sends it; of which the functions read no more than they have to:
--
--   8 bytes   time at which it was placed
--   1, 1      first and last leg of the journey, counted from 1
--   1 byte    quantity
--   1 byte    length of the tier's id, and then the id
--   8 bytes   amount
--   1 byte    length of the currency, and then the currency
--
-- and last its field in {sale}:keys: "3:annkey" for the key "key" of the buyer "ann".
--
-- An entry of the stream has either a field "sale", an event as the program writes it, or the fields "ids", the ids of orders with a space
-- behind each, and "records", their records one behind the other.
--
-- A free run is a stretch of legs [a, b) of one seat that cannot be longer. Seats are given best fit: of those free on the whole journey
-- the one whose run is shortest, ties by the lowest number. So the seats are kept by their runs, and the best one is the lowest of the
-- shortest run that any seat has. Seats above `touched` have never been sold: they are free all the way, are not written down
-- one by one, and come last, since their numbers are the highest. So a concert opens at once, whatever its size.
--
-- Numbers in Lua are doubles: exact up to 2^53. All times and amounts stay below that.

-- What Lua and Redis offer. A global is looked for in three tables, and some are asked for a hundred times in a call, so they are kept here. When the library is loaded there is
-- only what registers functions; the rest is there when the first one is called.
local redis = redis
local error, ipairs, math, pairs, pcall, string, struct, table, tonumber, tostring, type, unpack

local function take_globals()
    local all = _G
    redis, error, ipairs, math, pairs, pcall, string = all.redis, all.error, all.ipairs, all.math, all.pairs, all.pcall, all.string
    struct, table, tonumber, tostring, type, unpack = all.struct, all.table, all.tonumber, all.tostring, all.type, all.unpack
end

-- Grows with each release whose functions are not the same to the last byte: programs go by it, and where it is the same they hold other code for a fault.
local VERSION = 5

-- The oldest version whose data this one can go on with. Version 1 had other records.
local READS_FROM = 2

-- The oldest version of programs that this one serves: it understands what they ask, and tells them nothing that they do not know.
local SERVES_FROM = 2

-- In the order of the bytes that stand for them.
local STATES = { 'held', 'placed', 'paid', 'released', 'expired', 'refund_due', 'refunded' }

-- For how many events of a sale it is known what its payments, releases and refunds came to: at least so many, at most twice as many.
local DONE_EVENTS = 65536

-- Arguments of one command of Redis; Lua's stack holds 8,000.
local CHUNK = 4000

-- Seats that are read of a run at once: few at first, since most runs of a train give few, and then more.
local PAGE, PAGE_MAX = 8, 64

-- Of an order that has none.
local NO_SEATS = {}

-- A run [a, b) as one number; a sale has at most 63 legs.
local WIDTH = 64

local LIVE = { held = true, placed = true, paid = true }
