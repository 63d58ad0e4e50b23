package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.http.routes.TestNode.Answer;
import dev.onsale.sale.SampleSale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries, paths and methods that there are not: each gets a problem, and changes nothing. */
class BadRequestTest {

    private static TestNode node;

    @BeforeAll
    static void open() {
        node = new TestNode().with(SampleSale.concert("c", 10)).with(SampleSale.train("t", 2, 10));
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/sales/c?from=A            | bad_journey | from",
                "/v1/sales/c?to=A              | bad_journey | to",
                "/v1/sales/t?from=X            | bad_journey | from",
                "/v1/sales/t?to=X              | bad_journey | to",
                "/v1/sales/t?from=B&to=A       | bad_journey | to",
                "/v1/sales/t?from=C            | bad_journey | from",
                "/v1/sales/t?from=             | bad_input   | from",
                "/v1/sales/t?from=A&from=A     | bad_input   | from",
                "/v1/sales/t?from=A&%66rom=A   | bad_input   | from",
                "/v1/sales/t?From=A            | bad_input   | From",
                "/v1/sales/t?from=%ff          | bad_input   | query",
                "/v1/sales/t?from=%ed%a0%80    | bad_input   | query",
                "/v1/sales/t?from=A%00         | bad_input   | query",
                "/v1/sales/t?from=A#to         | bad_journey | from",
                "/v1/sales/t?=A                | bad_input   | query",
                "/v1/sales/t??from=A           | bad_input   | ?from",
                "/v1/sales/t?from;to=A         | bad_input   | from;to",
                "/v1/sales/t?from=Ä            | bad_input   | query",
                "/v1/sales/t?from=%41%4        | bad_input   | query",
                "/v1/sales?limit=0             | bad_input   | limit",
                "/v1/sales?limit=501           | bad_input   | limit",
                "/v1/sales?limit=-1            | bad_input   | limit",
                "/v1/sales?limit=1e1           | bad_input   | limit",
                "/v1/sales?limit=9999999999999 | bad_input   | limit",
                "/v1/sales?limit               | bad_input   | limit",
                "/v1/sales?page=1              | bad_input   | page",
                "/v1/sales?&                   | bad_input   | query",
                "/v1/orders?state=open         | bad_input   | state",
                "/v1/orders?cursor=x           | bad_input   | cursor",
                "/v1/orders?limit=x            | bad_input   | limit",
                "/v1/orders?sort=asc           | bad_input   | sort",
            })
    void aQuery(String path, String code, String field) throws Exception {
        // By hand, since the client would not send some of these.
        try (RawHttp raw = new RawHttp(node)) {
            raw.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nOnsale-Buyer: alice\r\n\r\n");
            RawHttp.Reply reply = raw.read();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().path("type").asText()).isEqualTo("/problems/" + code);
            assertThat(reply.json().path("field").asText()).isEqualTo(field);
        }
    }

    @Test
    void pathsThatAreNone() {
        for (String path : new String[] {
            "/nothing",
            "/v1",
            "/v1/",
            "/v2/sales",
            "/v1/sales/c/orders/x",
            "/v1/orders/x/payment/y",
            "/buy",
            "/buy/tickets",
            "/docs/../../etc/passwd",
            "/docs/..%2f..%2fpom.xml",
            "/problems/none",
            "/buy/ticket/",
            "/v1/sales/",
            "/v1/sales/c/",
            "/v1/orders/",
            "/livez/",
            "/V1/sales"
        }) {
            node.refused(node.get(path).buyer("alice"), 404, "unknown_path");
        }
    }

    @Test
    void methodsThatAPathDoesNotKnow() {
        String[][] known = {
            {"/v1/sales", "GET, HEAD, POST"},
            {"/v1/sales/c", "GET, HEAD, PATCH"},
            {"/v1/sales/c/orders", "POST"},
            {"/v1/orders", "GET, HEAD"},
            {"/v1/orders/x", "GET, HEAD, DELETE"},
            {"/v1/orders/x/payment", "POST"},
            {"/livez", "GET, HEAD"},
            {"/metrics", "GET, HEAD"},
            {"/openapi.yaml", "GET, HEAD"},
            {"/problems", "GET, HEAD"},
        };
        for (String[] path : known) {
            for (String method : new String[] {"PUT", "TRACE", "OPTIONS", "PROPFIND"}) {
                long before = node.memory.end();
                Answer answer = node.ask(method, path[0]).answer();
                answer.problem(405, "method_not_allowed");
                assertThat(answer.header("Allow")).isEqualTo(path[1]);
                assertThat(node.memory.end()).isEqualTo(before);
            }
        }
    }
}
