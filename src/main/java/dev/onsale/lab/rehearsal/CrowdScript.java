package dev.onsale.lab.rehearsal;

import dev.onsale.config.LoadLimits;
import dev.onsale.lab.load.Answer;
import dev.onsale.lab.load.LoadScript;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * What buyers do: come, order, come back when told to, ask again with the same key when no answer comes, pay or leave it, wait for tickets that come
 * back, give up when all is sold. Owned by the load's thread.
 *
 * <p>How long an answer took is counted from when its buyer came, also where it took several attempts and where the server told the buyer to
 * come later: the buyer has waited all that time. Who waits for tickets to come back is counted anew from when they are seen to have come
 * back, and a payment from when the buyer meant to pay. Those who give up have no such time, and are counted by themselves. Asking again
 * with an answer in the hand is not counted among the orders: a server finds an answer faster than it makes a new one.
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
    private final Deaths deaths;
    private final LongConsumer onTick;

    private final UnderWay underWay;

    private int arrived;
    private long nextArrivalNanos;

    /** What those who have come still have to ask: one thing each who is neither done nor waiting, and one who asks again. */
    private int errands;

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
            Deaths deaths,
            LongConsumer onTick) {
        this.plan = plan;
        this.crowd = crowd;
        this.trips = trips;
        this.requests = requests;
        this.papers = papers;
        this.tally = tally;
        this.timeline = timeline;
        this.watch = watch;
        this.deaths = deaths;
        this.onTick = onTick;
        this.underWay = new UnderWay(plan.connections());
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
        int number;
        // Whoever is there already goes first: outside a rehearsal they have a connection of their own.
        if (agenda.firstDue() > nowNanos) {
            number = underWay.begin(arrived, Call.ORDER, nextArrivalNanos, nowNanos, 0);
            papers.state(arrived, BuyerState.ASKING);
            watch.came(nowNanos);
            errands++;
            nextArrivalNanos = arrivalNanos(++arrived);
        } else {
            number = underWay.begin(
                    agenda.firstBuyer(), agenda.firstCall(), agenda.firstSince(), nowNanos, agenda.firstAttempts());
            agenda.removeFirst();
        }
        write(request, underWay.who(number), underWay.what(number), underWay.attempts(number) > 0);
        return number;
    }

    private void write(ByteBuffer request, int buyer, Call call, boolean again) {
        tally.sent(again);
        switch (call) {
            case ORDER, REPEAT -> requests.order(request, buyer, crowd.trip(buyer, trips));
            case PAYMENT -> requests.payment(request, buyer, paperOf(buyer).order());
            case STOCK -> requests.stock(request, buyer);
        }
    }

    private Paper paperOf(int buyer) {
        Paper paper = papers.order(buyer);
        if (paper == null) {
            throw new IllegalStateException("buyer " + buyer + " has no order");
        }
        return paper;
    }

    // ---- what is answered -----------------------------------------------------------------------------------------

    @Override
    public void answered(int number, Answer answer, long nowNanos) {
        Call call = underWay.end(number);
        int buyer = underWay.who(number);
        long micros = TimeUnit.NANOSECONDS.toMicros(nowNanos - underWay.since(number));
        try {
            switch (call) {
                case ORDER -> ordered(number, answer, nowNanos, micros);
                case REPEAT -> repeated(number, answer, nowNanos, micros);
                case PAYMENT -> paid(number, answer, nowNanos, micros);
                case STOCK -> stock(buyer, answer, nowNanos, underWay.since(number), micros);
            }
        } catch (IOException e) {
            tally.answered(call, "unreadable");
            deaths.trouble(call, "unreadable");
            doubt(number);
            timeline.answered(Timeline.Kind.OTHER, nowNanos, micros);
            again(number, nowNanos, 0);
        }
    }

    private void ordered(int number, Answer answer, long now, long micros) throws IOException {
        int buyer = underWay.who(number);
        if (isYes(answer)) {
            Paper paper = words.order(answer, crowd.trip(buyer, trips));
            tally.answered(Call.ORDER, paper.state());
            tally.record(Tally.Kind.ORDER, micros);
            timeline.answered(Timeline.Kind.PLACED, now, micros);
            dated(buyer, number, now);
            has(buyer, paper, now);
            deaths.told(trips.to(paper.trip()) - trips.from(paper.trip()), underWay.sent(number), now);
        } else if (words.isSoldOut(answer)) {
            tally.soldOut(micros);
            timeline.answered(Timeline.Kind.SOLD_OUT, now, micros);
            papers.toldNo(buyer, underWay.sent(number));
            soldOut(buyer);
        } else {
            tally.answered(Call.ORDER, words.refusal(answer));
            timeline.answered(Timeline.Kind.OTHER, now, micros);
            refused(number, answer, now);
        }
    }

    /** Has an order and asked again. */
    private void repeated(int number, Answer answer, long now, long micros) throws IOException {
        int buyer = underWay.who(number);
        Paper before = paperOf(buyer);
        Paper paper = isYes(answer) ? words.order(answer, before.trip()) : null;
        String word = paper == null ? words.refusal(answer) : paper.state();
        tally.answered(Call.REPEAT, word);
        timeline.answered(Timeline.Kind.OTHER, now, micros);
        if (paper == null && saysLater(answer)) {
            deaths.trouble(Call.REPEAT, word);
            again(number, now, pauseNanos(answer));
            return;
        }
        papers.repeated();
        if (paper == null) {
            papers.contradicted(
                    "buyer " + buyer + " has order " + before.order() + ", asked again and was told " + word);
        } else if (!paper.order().equals(before.order())) {
            papers.contradicted("buyer " + buyer + " got order " + before.order() + " and then " + paper.order());
        } else if (paper.state().equals(before.state()) && !paper.seats().equals(before.seats())) {
            papers.contradicted("buyer " + buyer + " got order " + paper.order() + " with seats " + before.seats()
                    + " and then with " + paper.seats());
        }
        errands--;
    }

    private static boolean isYes(Answer answer) {
        return answer.status() == 201 || answer.status() == 200;
    }

    /** Tells what the order of an answer says of the server's clock. */
    private void dated(int buyer, int number, long now) {
        long placedAt = words.placedAtMillis();
        if (placedAt != RecordedOrder.UNKNOWN) {
            papers.clock().told(placedAt, now);
            if (!papers.isInDoubt(buyer)) {
                papers.clock().asked(placedAt, underWay.sent(number));
            }
        }
    }

    /** Has an order now. */
    private void has(int buyer, Paper paper, long now) {
        watch.moved(now);
        papers.order(buyer, paper);
        if (crowd.repeats(buyer)) {
            long at = now + crowd.pauseNanos(buyer, 1);
            agenda.add(at, at, buyer, Call.REPEAT, 1);
            errands++;
        }
        if (crowd.abandons(buyer)) {
            done(buyer, BuyerState.ABANDONED);
        } else {
            papers.state(buyer, BuyerState.HOLDING);
            long at = now + crowd.pauseNanos(buyer, 0);
            agenda.add(at, at, buyer, Call.PAYMENT, 0);
        }
    }

    private void soldOut(int buyer) {
        if (crowd.isPatient(buyer)) {
            done(buyer, BuyerState.WAITING);
            watch.waiting().add(buyer, crowd.trip(buyer, trips));
        } else {
            done(buyer, BuyerState.SOLD_OUT);
        }
    }

    private void refused(int number, Answer answer, long now) {
        if (saysLater(answer)) {
            deaths.trouble(underWay.what(number), words.refusal(answer));
            if (mayBeDone(answer)) {
                doubt(number);
            }
            again(number, now, pauseNanos(answer));
        } else {
            papers.toldNo(underWay.who(number), underWay.sent(number));
            done(underWay.who(number), BuyerState.REFUSED);
        }
    }

    /** Whether the server has said that it has too much to do, or cannot just now. */
    private static boolean saysLater(Answer answer) {
        return answer.status() == 503 || answer.status() == 429 || answer.status() == 502 || answer.status() == 504;
    }

    /** Whether it may have been done for all that was answered. Who is busy has done nothing, and says so. */
    private static boolean mayBeDone(Answer answer) {
        return answer.status() == 502 || answer.status() == 504;
    }

    private void doubt(int number) {
        if (underWay.what(number) == Call.ORDER) {
            papers.doubt(underWay.who(number));
        }
    }

    /** When to come back, at the earliest, as the server says. */
    private static long pauseNanos(Answer answer) {
        return TimeUnit.SECONDS.toNanos(Math.clamp(answer.retryAfterSeconds(), 0, LoadLimits.RETRY_AFTER_SECONDS_MAX));
    }

    private void paid(int number, Answer answer, long now, long micros) throws IOException {
        int buyer = underWay.who(number);
        if (!isYes(answer)) {
            tally.answered(Call.PAYMENT, words.refusal(answer));
            timeline.answered(Timeline.Kind.OTHER, now, micros);
            refused(number, answer, now);
            return;
        }
        Paper paper = words.order(answer, crowd.trip(buyer, trips));
        tally.answered(Call.PAYMENT, paper.state());
        tally.record(Tally.Kind.PAYMENT, micros);
        timeline.answered(Timeline.Kind.PAID, now, micros);
        watch.moved(now);
        String before = paperOf(buyer).order();
        if (!paper.order().equals(before)) {
            papers.contradicted("buyer " + buyer + " paid order " + before + " and was told of order " + paper.order());
        }
        papers.order(buyer, paper);
        done(buyer, paper.isPaid() ? BuyerState.PAID : BuyerState.REFUSED);
    }

    private void stock(int trip, Answer answer, long now, long dueNanos, long micros) throws IOException {
        watch.looked(trip);
        Words.Stock stock = isYes(answer) ? words.stock(answer) : null;
        tally.answered(Call.STOCK, stock == null ? words.refusal(answer) : "ok");
        timeline.answered(Timeline.Kind.OTHER, now, micros);
        if (stock == null) {
            return;
        }
        if (trip == watch.wholeWay()) {
            timeline.stock(stock, now);
            deaths.shown(stock.free(), now);
        }
        watch.read(trip, stock, dueNanos, now);
        for (int i = watch.toWake(trip, stock); i > 0; i--) {
            int buyer = watch.waiting().remove(trip);
            papers.state(buyer, BuyerState.ASKING);
            errands++;
            agenda.add(now, now, buyer, Call.ORDER, 1);
        }
    }

    // ---- what is not answered -------------------------------------------------------------------------------------

    @Override
    public void failed(int number, Failure failure, long nowNanos) {
        deaths.trouble(underWay.end(number), failure.name().toLowerCase(Locale.ROOT));
        doubt(number);
        switch (failure) {
            case TIMED_OUT -> tally.timedOut();
            case BROKEN, MALFORMED -> tally.broken();
        }
        again(number, nowNanos, 0);
    }

    /** Asks again for the same, with the same key, unless that was too often already; {@code waitNanos} is what the server asks for. */
    private void again(int number, long now, long waitNanos) {
        int buyer = underWay.who(number);
        Call call = underWay.what(number);
        if (call == Call.STOCK) {
            watch.looked(buyer);
            return; // the next look is due soon
        }
        int attempt = underWay.attempts(number) + 1;
        if (attempt >= LoadLimits.ATTEMPTS_MAX) {
            if (call == Call.REPEAT) {
                errands--;
            } else {
                done(buyer, BuyerState.UNANSWERED);
            }
            return;
        }
        long pause = Math.min(RETRY_NANOS_MAX, RETRY_NANOS << Math.min(attempt - 1, 16));
        long spread = (long) (pause * (0.5 + crowd.fraction(buyer, attempt)));
        agenda.add(now + waitNanos + spread, underWay.since(number), buyer, call, attempt);
    }

    private void done(int buyer, BuyerState state) {
        papers.state(buyer, state);
        errands--;
    }

    // ---- how it goes on -------------------------------------------------------------------------------------------

    @Override
    public void tick(long nowNanos) {
        timeline.advance(nowNanos);
        for (int trip : watch.due(nowNanos)) {
            agenda.add(nowNanos, nowNanos, trip, Call.STOCK, 0);
        }
        onTick.accept(nowNanos);
    }

    @Override
    public boolean isOver() {
        return arrived == plan.buyers() && errands == 0 && watch.isSettled();
    }

    /** Buyers who have come. */
    int arrived() {
        return arrived;
    }

    /** Buyers who have come and need nothing more, or wait for tickets to come back; one who asks again counts as one that does need more. */
    int settledBuyers() {
        return Math.max(0, arrived - errands);
    }
}
