package dev.onsale.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.LoadLimits;
import dev.onsale.lab.load.Answer;
import dev.onsale.lab.load.Answers;
import dev.onsale.lab.load.LoadScript;
import dev.onsale.lab.report.Report;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The crowd, led by hand: the test is the load and the server, and its clock. */
abstract class LedCrowd {

    static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    static final int STOCK_AGE_MILLIS = 100;

    static final Answer SOLD_OUT = Answers.of(409, "{\"type\":\"/problems/sold_out\",\"status\":409}");

    long now;

    /** The last request that was taken, and its number. */
    String request = "";

    int number;

    /** A crowd with its papers. */
    static final class Crew {
        final RehearsalPlan plan;
        final Trips trips;
        final Crowd crowd;
        final Papers papers;
        final Tally tally = new Tally();
        final Timeline timeline = new Timeline();
        final StockWatch watch;
        final Deaths deaths;
        final List<Long> halves = new ArrayList<>();
        final CrowdScript script;

        Crew(Plans plans) {
            plan = plans.plan();
            trips = new Trips(plan.legs());
            crowd = new Crowd(plan);
            papers = new Papers(plan.buyers());
            watch = new StockWatch(plan, trips, STOCK_AGE_MILLIS);
            deaths = new Deaths(plan, halves::add);
            Requests requests = new Requests("localhost:8080", "token", "s", "buyer-", trips, plan.stops() > 0);
            script = new CrowdScript(plan, crowd, trips, requests, papers, tally, timeline, watch, deaths, time -> {});
        }

        long count(String call, String word) {
            return tally.requests().outcomes().stream()
                    .filter(outcome ->
                            outcome.call().equals(call) && outcome.word().equals(word))
                    .mapToLong(Report.Outcome::count)
                    .sum();
        }

        Report.Latency latency(String what) {
            return tally.latencies().stream()
                    .filter(latency -> latency.what().equals(what))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static String order(String id, String state, String seat) {
        return "{\"id\":\"" + id + "\",\"sale\":\"s\",\"seats\":[\"" + seat + "\"],\"state\":\"" + state
                + "\",\"amount\":{\"value\":1,\"currency\":\"CNY\"}}";
    }

    static Answer held(String id, String seat) {
        return Answers.of(201, order(id, "held", seat));
    }

    static Answer stock(int free, int held, int paid) {
        return Answers.of(
                200,
                "{\"id\":\"s\",\"tiers\":[{\"id\":\"standard\",\"free\":" + free + ",\"held\":" + held + ",\"paid\":"
                        + paid + "}]}");
    }

    /** Goes on to when the next request is due, and takes it. */
    void next(Crew crew) {
        assertThat(crew.script.nextDueNanos()).as("something is due").isNotEqualTo(LoadScript.NEVER);
        now = Math.max(now, crew.script.nextDueNanos());
        ByteBuffer bytes = ByteBuffer.allocate(LoadLimits.REQUEST_BYTES_MAX);
        number = crew.script.take(bytes, now);
        request = StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
    }

    void answer(Crew crew, Answer answer, long afterNanos) {
        now += afterNanos;
        crew.script.answered(number, answer, now);
    }

    /** A look at the stock, as the ticks bring about. */
    void look(Crew crew, Answer stock) {
        now += LoadLimits.STOCK_MILLIS * MILLI;
        crew.script.tick(now);
        next(crew);
        assertThat(request).startsWith("GET /v1/sales/s");
        answer(crew, stock, MILLI);
    }

    String key() {
        return request.lines()
                .filter(line -> line.startsWith("Idempotency-Key: "))
                .findFirst()
                .orElseThrow();
    }

    /** A buyer with an order has just asked again. */
    Crew repeating() {
        now = 0;
        Crew crew = new Crew(Plans.of(1, 1).abandon(1).repeat(1));
        next(crew);
        String first = request;
        answer(crew, held("A", "1"), MILLI);
        assertThat(crew.script.nextDueNanos() - now).isBetween(0L, 100 * MILLI);
        next(crew);
        assertThat(request).isEqualTo(first);
        return crew;
    }
}
