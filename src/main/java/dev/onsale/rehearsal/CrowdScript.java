package dev.onsale.rehearsal;

import dev.onsale.config.LoadLimits;
import dev.onsale.load.Answer;
import dev.onsale.load.LoadScript;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * What buyers do: come, order, come back when told to, ask again with the same key when no answer comes, pay or leave it, wait for tickets that come
 * back, give up when all is sold. Owned by the load's thread.
 *
 * <p>How long an answer took is counted from when its buyer came, also where it took several attempts: the buyer has waited all that time.
 */
final class CrowdScript implements LoadScript {

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(LoadLimits.RETRY_MILLIS);
    private static final long RETRY_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(LoadLimits.RETRY_MILLIS_MAX);

    private final RehearsalPlan plan;
    private final Crowd crowd;
    private final Trips trips;
    private final Requests requests;
    private final Papers papers;
    private final Tally tally;
    private final Timeline timeline;
    private final Words words = new Words();
    private final Agenda agenda = new Agenda();
    private final StockWatch watch;
    private final LongConsumer onTick;

    /** Requests under way, by their number: who asked, for what, since when. */
    private final int[] who;

    private final Call[] what;
    private final long[] since;
    private final int[] unused;
    private int unusedCount;

    private final byte[] attempts;
    private int arrived;
    private long nextArrivalNanos;

    /** Buyers who are neither done nor waiting, of those who have come. */
    private int busyBuyers;

    /** @param onTick told the time now and then */
    CrowdScript(
            RehearsalPlan plan,
            Crowd crowd,
            Trips trips,
            Requests requests,
            Papers papers,
            Tally tally,
            Timeline timeline,
            StockWatch watch,
            LongConsumer onTick) {
        this.plan = plan;
        this.crowd = crowd;
        this.trips = trips;
        this.requests = requests;
        this.papers = papers;
        this.tally = tally;
        this.timeline = timeline;
        this.watch = watch;
        this.onTick = onTick;
        this.attempts = new byte[plan.buyers()];
        this.who = new int[plan.connections()];
        this.what = new Call[plan.connections()];
        this.since = new long[plan.connections()];
        this.unused = new int[plan.connections()];
        for (int i = 0; i < unused.length; i++) {
            unused[unusedCount++] = i;
        }
        this.nextArrivalNanos = arrivalNanos(0);
    }

    private long arrivalNanos(int buyer) {
        return buyer == plan.buyers()
                ? NEVER
                : (long) (plan.arrivals().secondsAt((double) buyer / plan.buyers()) * TimeUnit.SECONDS.toNanos(1));
    }

    // ---- what is asked --------------------------------------------------------------------------------------------

    @Override
    public long nextDueNanos() {
        return Math.min(nextArrivalNanos, agenda.firstDue());
    }

    @Override
    public int take(ByteBuffer request, long nowNanos) {
        int number = unused[--unusedCount];
        // Whoever is there already goes first: outside a rehearsal they have a connection of their own.
        if (agenda.firstDue() > nowNanos) {
            begin(number, arrived, Call.ORDER, nextArrivalNanos);
            papers.state(arrived, BuyerState.ASKING);
            busyBuyers++;
            nextArrivalNanos = arrivalNanos(++arrived);
        } else {
            begin(number, agenda.firstBuyer(), agenda.firstCall(), agenda.firstSince());
            agenda.removeFirst();
        }
        write(request, who[number], what[number]);
        return number;
    }

    private void begin(int number, int buyer, Call call, long sinceNanos) {
        who[number] = buyer;
        what[number] = call;
        since[number] = sinceNanos;
    }

    private void write(ByteBuffer request, int buyer, Call call) {
        switch (call) {
            case ORDER, REPEAT -> {
                tally.sent(call == Call.REPEAT || attempts[buyer] > 0);
                requests.order(request, buyer, crowd.trip(buyer, trips));
            }
            case PAYMENT -> {
                tally.sent(attempts[buyer] > 0);
                requests.payment(request, buyer, paperOf(buyer).order());
            }
            case STOCK -> {
                tally.sent(false);
                requests.stock(request, buyer);
            }
        }
    }

    private Paper paperOf(int buyer) {
        Paper paper = papers.order(buyer);
        if (paper == null) {
            throw new IllegalStateException("buyer " + buyer + " has no order");
        }
        return paper;
    }

    private Call end(int number) {
        unused[unusedCount++] = number;
        return what[number];
    }

    // ---- what is answered -----------------------------------------------------------------------------------------

    @Override
    public void answered(int number, Answer answer, long nowNanos) {
        Call call = end(number);
        int buyer = who[number];
        long micros = TimeUnit.NANOSECONDS.toMicros(nowNanos - since[number]);
        try {
            switch (call) {
                case ORDER, REPEAT -> ordered(buyer, call, answer, nowNanos, since[number], micros);
                case PAYMENT -> paid(buyer, answer, nowNanos, since[number], micros);
                case STOCK -> stock(buyer, answer, nowNanos, since[number], micros);
            }
        } catch (IOException e) {
            tally.answered(call, "unreadable");
            timeline.answered(Timeline.Kind.OTHER, nowNanos, micros);
            again(buyer, call, nowNanos, since[number], 0);
        }
    }

    private void ordered(int buyer, Call call, Answer answer, long now, long sinceNanos, long micros)
            throws IOException {
        if (isYes(answer)) {
            Paper paper = words.order(answer, crowd.trip(buyer, trips));
            tally.answered(call, paper.state());
            tally.record(Tally.Kind.ORDER, micros);
            timeline.answered(Timeline.Kind.PLACED, now, micros);
            has(buyer, call, paper, now);
            return;
        }
        if (words.isSoldOut(answer)) {
            tally.soldOut(micros);
            timeline.answered(Timeline.Kind.SOLD_OUT, now, micros);
            refused(buyer, call, "sold_out", now, sinceNanos, answer);
            return;
        }
        String word = words.refusal(answer);
        tally.answered(call, word);
        timeline.answered(Timeline.Kind.OTHER, now, micros);
        refused(buyer, call, word, now, sinceNanos, answer);
    }

    private static boolean isYes(Answer answer) {
        return answer.status() == 201 || answer.status() == 200;
    }

    /** Has an order now, or the same one again. */
    private void has(int buyer, Call call, Paper paper, long now) {
        if (call == Call.REPEAT) {
            String before = paperOf(buyer).order();
            if (before.equals(paper.order())) {
                papers.repeated();
            } else {
                papers.contradicted("buyer " + buyer + " got order " + before + " and then " + paper.order());
            }
            busyBuyers--;
            return;
        }
        watch.moved(now);
        attempts[buyer] = 0;
        papers.order(buyer, paper);
        if (crowd.repeats(buyer)) {
            long at = now + crowd.pauseNanos(buyer, 1);
            agenda.add(at, at, buyer, Call.REPEAT);
            busyBuyers++;
        }
        if (crowd.abandons(buyer)) {
            done(buyer, BuyerState.ABANDONED);
        } else {
            papers.state(buyer, BuyerState.HOLDING);
            long at = now + crowd.pauseNanos(buyer, 0);
            agenda.add(at, at, buyer, Call.PAYMENT);
        }
    }

    private void refused(int buyer, Call call, String word, long now, long sinceNanos, Answer answer) {
        if (saysLater(answer)) {
            int seconds = Math.min(LoadLimits.RETRY_AFTER_SECONDS_MAX, Math.max(0, answer.retryAfterSeconds()));
            again(buyer, call, now, sinceNanos, TimeUnit.SECONDS.toNanos(seconds));
            return;
        }
        if (call == Call.REPEAT) {
            papers.contradicted(
                    "buyer " + buyer + " has order " + paperOf(buyer).order() + ", asked again and was told " + word);
            busyBuyers--;
        } else if (word.equals("sold_out") && crowd.isPatient(buyer)) {
            papers.state(buyer, BuyerState.WAITING);
            attempts[buyer] = 0;
            busyBuyers--;
            watch.waiting().add(buyer, crowd.trip(buyer, trips));
        } else {
            done(buyer, word.equals("sold_out") ? BuyerState.SOLD_OUT : BuyerState.REFUSED);
        }
    }

    /** Whether the server has said that it has too much to do, or cannot just now. */
    private static boolean saysLater(Answer answer) {
        return answer.status() == 503 || answer.status() == 429 || answer.status() == 502 || answer.status() == 504;
    }

    private void paid(int buyer, Answer answer, long now, long sinceNanos, long micros) throws IOException {
        if (!isYes(answer)) {
            String word = words.refusal(answer);
            tally.answered(Call.PAYMENT, word);
            timeline.answered(Timeline.Kind.OTHER, now, micros);
            refused(buyer, Call.PAYMENT, word, now, sinceNanos, answer);
            return;
        }
        Paper paper = words.order(answer, crowd.trip(buyer, trips));
        tally.answered(Call.PAYMENT, paper.state());
        tally.record(Tally.Kind.PAYMENT, micros);
        timeline.answered(Timeline.Kind.PAID, now, micros);
        watch.moved(now);
        papers.order(buyer, paper);
        done(buyer, paper.isPaid() ? BuyerState.PAID : BuyerState.REFUSED);
    }

    private void stock(int trip, Answer answer, long now, long dueNanos, long micros) throws IOException {
        tally.answered(Call.STOCK, isYes(answer) ? "ok" : words.refusal(answer));
        timeline.answered(Timeline.Kind.OTHER, now, micros);
        if (!isYes(answer)) {
            return;
        }
        Words.Stock stock = words.stock(answer);
        if (trip == watch.wholeWay()) {
            timeline.stock(stock, now);
        }
        watch.read(trip, stock, dueNanos);
        for (int i = watch.toWake(trip, stock); i > 0; i--) {
            int buyer = watch.waiting().remove(trip);
            papers.state(buyer, BuyerState.ASKING);
            busyBuyers++;
            agenda.add(now, now, buyer, Call.ORDER);
        }
    }

    // ---- what is not answered -------------------------------------------------------------------------------------

    @Override
    public void failed(int number, Failure failure, long nowNanos) {
        Call call = end(number);
        switch (failure) {
            case TIMED_OUT -> tally.timedOut();
            case BROKEN, MALFORMED -> tally.broken();
        }
        again(who[number], call, nowNanos, since[number], 0);
    }

    /** Asks again for the same, with the same key, unless that was too often already. */
    private void again(int buyer, Call call, long now, long sinceNanos, long notBeforeNanos) {
        if (call == Call.STOCK) {
            return; // the next look is due soon
        }
        if (++attempts[buyer] >= LoadLimits.ATTEMPTS_MAX) {
            if (call == Call.REPEAT) {
                busyBuyers--;
            } else {
                done(buyer, BuyerState.UNANSWERED);
            }
            return;
        }
        long pause = Math.min(RETRY_NANOS_MAX, RETRY_NANOS << Math.min(attempts[buyer] - 1, 16));
        long spread = (long) (pause * (0.5 + crowd.fraction(buyer, attempts[buyer])));
        agenda.add(now + Math.max(spread, notBeforeNanos + spread), sinceNanos, buyer, call);
    }

    private void done(int buyer, BuyerState state) {
        papers.state(buyer, state);
        busyBuyers--;
    }

    // ---- how it goes on -------------------------------------------------------------------------------------------

    @Override
    public void tick(long nowNanos) {
        timeline.advance(nowNanos);
        for (int trip : watch.due(nowNanos)) {
            agenda.add(nowNanos, nowNanos, trip, Call.STOCK);
        }
        onTick.accept(nowNanos);
    }

    @Override
    public boolean isOver() {
        return arrived == plan.buyers() && busyBuyers == 0 && watch.isSettled();
    }

    /** Buyers who have come. */
    int arrived() {
        return arrived;
    }

    /** Buyers who have come and need nothing more, or wait for tickets to come back. */
    int settledBuyers() {
        return Math.max(0, arrived - busyBuyers);
    }
}
