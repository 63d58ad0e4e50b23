package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.events.EventLog;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.events.LedgerIdentity;
import dev.onsale.events.StoredState;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.OrderId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The journals of a {@link RedisLedger} as their readers see them: one for each sale, named by its id, over a connection that is this
 * instance's own and changes no fact. Events that it returns are on the primary's disk, since Redis answers nobody before, and on as many replicas as the
 * settings ask for: an order that no replica has got was told to nobody, and a failover undoes it.
 *
 * <p>Any thread. A call blocks until Redis answers, for at most {@link Limits#REDIS_READ_MILLIS_MAX}; while Redis is away it fails, at once.
 */
public final class RedisJournals implements Journals {

    private final RedisSettings settings;
    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setPreferNativeTransport(true));
    private final Context loop = vertx.getOrCreateContext();
    private final RedisServers servers;
    private final ConcurrentMap<String, EventLog> journals = new ConcurrentHashMap<>();

    /** Completed when the first attempt to connect has come to something. */
    private final CompletableFuture<Void> tried = new CompletableFuture<>();

    private final AtomicBoolean isClosed = new AtomicBoolean();

    /** Why there is no connection, or null. */
    private volatile @Nullable Throwable trouble;

    private RedisJournals(RedisSettings settings) {
        this.settings = settings;
        this.servers = RedisServers.of(
                vertx,
                settings,
                (connection, place) -> ServerCheck.checkReadable(connection, place, settings),
                new RedisLink.Watcher() {
                    @Override
                    public void up() {
                        trouble = null;
                        tried.complete(null);
                    }

                    @Override
                    public void down(String place, Throwable why) {
                        trouble = why;
                        tried.complete(null);
                    }
                });
    }

    /** Begins to connect, and does not wait for it. */
    public static RedisJournals open(RedisSettings settings) {
        RedisJournals opened = new RedisJournals(settings);
        opened.loop.runOnContext(start -> opened.servers.open());
        return opened;
    }

    @Override
    public Collection<String> names() {
        Set<String> names = new LinkedHashSet<>(open());
        pages(Calls::listOverSales, page -> names.addAll(overOnes(page)));
        return names;
    }

    private static List<String> overOnes(Response page) {
        List<String> names = new ArrayList<>(page.size() / 2);
        for (int i = 0; i < page.size(); i += 2) { // each with its tag
            names.add(page.get(i).toString());
        }
        return names;
    }

    @Override
    public Over over(String from) {
        Response page = call(Calls.SALES_TAG, Calls.listOverSales(from.isEmpty() ? "0" : from));
        String next = page.get(0).toString();
        return new Over(overOnes(page.get(1)), next.equals("0") ? "" : next);
    }

    @Override
    public Collection<String> open() {
        Set<String> names = new LinkedHashSet<>();
        pages(Calls::listSales, page -> page.forEach(sale -> names.add(sale.toString())));
        return names;
    }

    /** Reads a list of sales a page at a time; one may come twice. */
    private void pages(Function<String, Request> list, Consumer<Response> reader) {
        String cursor = "0";
        do {
            Response page = call(Calls.SALES_TAG, list.apply(cursor));
            reader.accept(page.get(1));
            cursor = page.get(0).toString();
        } while (!cursor.equals("0"));
    }

    @Override
    public EventLog journal(String name) {
        return journals.computeIfAbsent(name, SaleJournal::new);
    }

    @Override
    public LedgerIdentity identity() {
        return new RedisIdentity(
                request -> call(Calls.SALES_TAG, request), request -> callDurably(Calls.SALES_TAG, request));
    }

    @Override
    public Optional<StoredState> state(String name) {
        return Optional.of(new RedisSaleState(name, requests -> {
            // One behind the other on one connection, so that hardly anybody gets in between.
            List<CompletableFuture<Response>> answers = new ArrayList<>();
            requests.forEach(request -> answers.add(send(calls -> calls.call(request), name)));
            return answers.stream().map(this::await).toList();
        }));
    }

    /** {@inheritDoc} In a Redis Cluster only of the server that has the list. */
    @Override
    public Collection<String> unlisted() {
        Set<String> unlisted = new TreeSet<>();
        String cursor = "0";
        do {
            Response page = call(Calls.SALES_TAG, Calls.scanSales(cursor));
            cursor = page.get(0).toString();
            for (Response key : page.get(1)) {
                String text = key.toString();
                unlisted.add(text.substring(1, text.lastIndexOf('}')));
            }
        } while (!cursor.equals("0"));
        unlisted.removeAll(names()); // asked for behind that: a sale is listed before it is opened
        return unlisted;
    }

    /** Asked for many at once, since there may be a hundred thousand. */
    @Override
    public Map<String, Long> ends(Collection<String> names) {
        Map<String, Long> ends = new HashMap<>();
        List<String> all = List.copyOf(names);
        for (int first = 0; first < all.size(); first += Limits.REDIS_CALLS_MAX) {
            List<String> some = all.subList(first, Math.min(all.size(), first + Limits.REDIS_CALLS_MAX));
            Map<String, CompletableFuture<Response>> asked = new HashMap<>();
            for (String name : some) {
                asked.put(name, send(calls -> calls.call(Calls.position(name)), name));
            }
            asked.forEach((name, answer) -> {
                @Nullable Response position = await(answer);
                ends.put(name, position == null ? endOfStream(name) : Calls.number(position));
            });
        }
        return ends;
    }

    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        CompletableFuture<Void> closed = new CompletableFuture<>();
        loop.runOnContext(end -> {
            servers.close();
            vertx.close().onComplete(done -> closed.complete(null));
        });
        try {
            closed.get(Limits.REDIS_READ_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the connection to Redis at " + settings.place() + " does not close", e);
        }
    }

    private Response call(String tag, Request request) {
        return await(send(calls -> calls.call(request), tag));
    }

    /** Answers when as many replicas as are asked for have what was read, too: what they have not got may never have been told. */
    private Response callConfirmed(String tag, Request request) {
        return await(send(
                calls -> calls.call(request).compose(read -> calls.confirm().map(read)), tag));
    }

    private Response callDurably(String tag, Request request) {
        return await(send(calls -> calls.callDurably(request), tag));
    }

    private CompletableFuture<Response> send(Function<RedisCalls, Future<Response>> call, String tag) {
        if (isClosed.get()) {
            throw new EventLogException("The reader of the journals on Redis was closed.");
        }
        CompletableFuture<Response> answer = new CompletableFuture<>();
        await(tried);
        loop.runOnContext(
                send -> call.apply(servers.of(tag)).onComplete(answer::complete, answer::completeExceptionally));
        return answer;
    }

    private <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(Limits.REDIS_READ_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (TimeoutException e) {
            throw failure(new TimeoutException("no answer within " + Limits.REDIS_READ_MILLIS_MAX + " ms"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(new InterruptedException("interrupted"));
        }
    }

    private EventLogException failure(@Nullable Throwable of) {
        // What the connection failed of says more than that there is none.
        Throwable why = trouble == null ? of : trouble;
        if (why == null) {
            return new EventLogException(unreadable("no answer"));
        }
        RedisLedgerException forGood = RedisTrouble.forGood(why, settings.place());
        return new EventLogException(
                String.valueOf(forGood == null ? unreadable(String.valueOf(why.getMessage())) : forGood.getMessage()),
                why);
    }

    private String unreadable(String why) {
        return "The journals on Redis at " + settings.place() + " cannot be read now (" + why + ").";
    }

    /** What a sale has told even if the hash is gone that says what it is; 0 when there is no such sale. */
    private long endOfStream(String sale) {
        return StreamEntry.lastPosition(call(sale, Calls.lastEntry(sale)));
    }

    /** The journal of one sale. */
    private final class SaleJournal implements EventLog {

        private final String sale;

        SaleJournal(String sale) {
            this.sale = sale;
        }

        @Override
        public Page read(long after, int eventsMax) {
            List<Event> events = new ArrayList<>();
            long position = after;
            int entriesMax = 1;
            while (events.size() < eventsMax) {
                List<StreamEntry> entries = entries(position, entriesMax);
                for (StreamEntry entry : entries) {
                    if (entry.before() > position) {
                        throw new EventLogException("The events of sale " + sale + " up to " + entry.before()
                                + " are no longer on Redis: its stream was trimmed.");
                    }
                    events.addAll(entry.eventsBehind(position));
                    position = entry.position();
                }
                if (entries.size() < entriesMax) {
                    break;
                }
                // As many more as are likely to be enough.
                long perEntry = Math.max(1, (position - after) / entries.size());
                entriesMax = Math.clamp((eventsMax - events.size()) / perEntry, 1, Limits.REDIS_JOURNAL_ENTRIES_MAX);
            }
            return new Page(events, position);
        }

        private List<StreamEntry> entries(long after, int entriesMax) {
            Response entries = callConfirmed(sale, Calls.entries(sale, after, entriesMax));
            try {
                return StreamEntry.read(sale, entries);
            } catch (RuntimeException e) {
                throw new EventLogException(
                        "The stream of sale " + sale + " behind event " + after + " cannot be read: " + e.getMessage(),
                        e);
            }
        }

        @Override
        public long begin() {
            List<StreamEntry> first = entries(0, 1);
            return first.isEmpty() ? 0 : first.getFirst().before();
        }

        @Override
        public long summarize(Consumer<List<Event>> reader) {
            Response summary = callConfirmed(sale, Calls.summary(sale));
            for (Response part : summary) {
                if (part == null) {
                    throw new EventLogException("The hash {" + sale
                            + "}:sale, which says what the sale is, is gone from" + " Redis, or a part of it.");
                }
            }
            long position = Calls.number(summary.get(2));
            Event current = Calls.event(summary.get(1).toBytes());
            Event opened = Calls.event(summary.get(0).toBytes());
            reader.accept(opened.equals(current) ? List.of(opened) : List.of(opened, current));
            String cursor = "0";
            do {
                Response page = callConfirmed(sale, Calls.orders(sale, cursor));
                cursor = page.get(0).toString();
                reader.accept(orders(page.get(1)));
            } while (!cursor.equals("0"));
            return position;
        }

        private List<Event> orders(Response idsAndRecords) {
            List<Event> orders = new ArrayList<>();
            for (int i = 0; i + 1 < idsAndRecords.size(); i += 2) {
                OrderId id = OrderId.parse(idsAndRecords.get(i).toString()).orElseThrow();
                try {
                    orders.add(
                            OrderRecords.read(sale, id, idsAndRecords.get(i + 1).toBytes()));
                } catch (RedisLedgerException e) {
                    throw new EventLogException(String.valueOf(e.getMessage()), e);
                }
            }
            return orders;
        }

        @Override
        public long end() {
            @Nullable Response position = call(sale, Calls.position(sale));
            return position == null ? endOfStream(sale) : Calls.number(position);
        }

        @Override
        public void close() {
            // Closed with all of them.
        }
    }
}
