package dev.onsale.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.config.LoadLimits;
import dev.onsale.ledger.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads and bodies of answers, good and bad. */
class AnswerReaderTest {

    private static final String PLAIN =
            "HTTP/1.1 409 Conflict\r\ncontent-type: application/json\r\nConnection: keep-alive\r\n"
                    + "Retry-After: 7\r\nContent-Length: 5\r\n\r\nhello";

    private final Answer answer = new Answer();

    private int read(String text) throws MalformedAnswerException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return AnswerReader.read(bytes, bytes.length, answer);
    }

    private Answer whole(String text) throws MalformedAnswerException {
        assertThat(read(text)).isEqualTo(text.length());
        return answer;
    }

    private static String with(String fields) {
        return "HTTP/1.1 200 OK\r\n" + fields + "\r\n";
    }

    @Test
    void theFieldsThatALoadNeeds() throws Exception {
        Answer read = whole(PLAIN);

        assertThat(read.status()).isEqualTo(409);
        assertThat(read.retryAfterSeconds()).isEqualTo(7);
        assertThat(read.keepsAlive).isTrue();
        assertThat(read.text()).isEqualTo("hello");
        assertThat(read.body()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(read.bodyLength()).isEqualTo(5);
        assertThat(read.bodyIs("hello".getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(read.bodyIs("hellO".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(read.bodyIs("hell".getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void cutAtAnyByteItIsIncomplete() throws Exception {
        byte[] bytes = PLAIN.getBytes(StandardCharsets.ISO_8859_1);
        for (int end = 0; end < bytes.length; end++) {
            assertThat(AnswerReader.read(Arrays.copyOf(bytes, end), end, answer))
                    .as("the first %d bytes", end)
                    .isEqualTo(AnswerReader.INCOMPLETE);
            // What lies behind the end is of an earlier answer, and nobody's business.
            assertThat(AnswerReader.read(bytes, end, answer)).isEqualTo(AnswerReader.INCOMPLETE);
        }
    }

    @Test
    void whatFollowsIsLeft() throws Exception {
        assertThat(read(PLAIN + "HTTP/1.1 200")).isEqualTo(PLAIN.length());
    }

    @Test
    void aBodyMayBeEmptyAndLinesMayEndWithoutCarriageReturn() throws Exception {
        assertThat(whole(with("Content-Length: 0\r\n")).bodyLength()).isZero();
        assertThat(whole("HTTP/1.1 200 OK\ncontent-length:2\n\nab").text()).isEqualTo("ab");
        assertThat(whole("HTTP/1.1 200\r\nCONTENT-LENGTH:\t 2 \t\r\n\r\nab").text())
                .isEqualTo("ab");
    }

    @Test
    void nothingIsKeptOfAnEarlierAnswer() throws Exception {
        whole(PLAIN.replace("keep-alive", "close"));
        whole(with("Content-Length: 0\r\n"));

        assertThat(answer.retryAfterSeconds()).isEqualTo(-1);
        assertThat(answer.keepsAlive).isTrue();
        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void someHaveNoBodyWhateverTheirLengthSays(int status) throws Exception {
        String head = "HTTP/1.1 " + status + " None\r\n";
        assertThat(whole(head + "\r\n").bodyLength()).isZero();
        assertThat(whole(head + "Content-Length: 1234\r\n\r\n").bodyLength()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: close",
                "connection: CLOSE",
                "CONNECTION:close",
                "Connection: \t Close \t",
                "Connection: upgrade, close",
                "Connection: close,te",
                "Connection: close\r\nConnection: te",
                "Connection: te\r\nConnection: close"
            })
    void closeInAnyCaseAndPlace(String field) throws Exception {
        assertThat(whole(with(field + "\r\nContent-Length: 0\r\n")).keepsAlive).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: keep-alive",
                "Connection: closed",
                "Connection: close-by",
                "Connection: disclose",
                "Connection:",
                "X-Connection: close",
                "Connections: close",
                "Proxy: close"
            })
    void whatOnlyLooksLikeClose(String field) throws Exception {
        assertThat(whole(with(field + "\r\nContent-Length: 0\r\n")).keepsAlive).isTrue();
    }

    @Test
    void whenToComeBack() throws Exception {
        assertThat(retryAfter("0")).isZero();
        assertThat(retryAfter("  120  ")).isEqualTo(120);
        assertThat(retryAfter("2147483647")).isEqualTo(Integer.MAX_VALUE);
        // As a date, which RFC 9110 allows: the answer stands, and the buyer comes back soon.
        assertThat(retryAfter("Fri, 31 Dec 1999 23:59:59 GMT")).isEqualTo(-1);
        assertThat(retryAfter("-3")).isEqualTo(-1);
    }

    private int retryAfter(String value) throws MalformedAnswerException {
        return whole(with("Retry-After: " + value + "\r\nContent-Length: 0\r\n"))
                .retryAfterSeconds();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // no length
                "Content-Length:\r\n",
                "Content-Length: \r\n",
                "Content-Length: -1\r\n",
                "Content-Length: +1\r\n",
                "Content-Length: 1x\r\n",
                "Content-Length: 0x10\r\n",
                "Content-Length: 1 2\r\n",
                "Content-Length: 2147483648\r\n",
                "Content-Length: 99999999999999999999999999\r\n",
                "Content-Length: 3\r\nContent-Length: 4\r\n",
                "Content-Length: 3, 4\r\n",
                "Content-Length : 3\r\n",
                "Transfer-Encoding: chunked\r\n",
                "transfer-encoding:chunked\r\nContent-Length: 3\r\n",
                "Content-Length: 3\r\nTRANSFER-ENCODING: gzip, chunked\r\n",
                "Content\rLength: 3\r\n",
                "Retry-After: 1x\r\nContent-Length: 3\r\n"
            })
    void noLengthThatCanBeRead(String fields) {
        assertThatThrownBy(() -> read(with(fields) + "abc")).isInstanceOf(MalformedAnswerException.class);
    }

    @Test
    void theSameLengthTwiceIsOne() throws Exception {
        assertThat(whole(with("Content-Length: 3\r\ncontent-length: 3\r\n") + "abc")
                        .text())
                .isEqualTo("abc");
    }

    @Test
    void aLengthBeyondTheBound() throws Exception {
        String head = with("Content-Length: " + (LoadLimits.ANSWER_BYTES_MAX - 40) + "\r\n");
        assertThat(head.length()).isGreaterThan(40);
        assertThatThrownBy(() -> read(head))
                .isInstanceOf(MalformedAnswerException.class)
                .hasMessageContaining("bytes");

        String fits = with("Content-Length: " + (LoadLimits.ANSWER_BYTES_MAX - head.length()) + "\r\n");
        assertThat(read(fits)).isEqualTo(AnswerReader.INCOMPLETE);
        assertThat(read(fits + "x".repeat(LoadLimits.ANSWER_BYTES_MAX - head.length())))
                .isEqualTo(LoadLimits.ANSWER_BYTES_MAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X",
                "http/1.1 200 OK\r\n",
                "HTTP/1.0 200 OK\r\n",
                "HTTP/2 200 OK\r\n",
                "HTTP/1.1  200 OK\r\n",
                "HTTP/1.1 20 OK\r\n",
                "HTTP/1.1 2x0 OK\r\n",
                "HTTP/1.1 -20 OK\r\n",
                "HTTP/1.1 2000 OK\r\n",
                "HTTP/1.1 099 OK\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n",
                "\r\nHTTP/1.1 200 OK\r\n",
                "SSH-2.0-OpenSSH_9.6\r\n",
                "<html>"
            })
    void garbageIsKnownByItsBeginning(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedAnswerException.class);
    }

    @Test
    void anyMutationIsAnAnswerOrIncompleteOrMalformed() {
        for (long seed : Seeds.some(10)) {
            try {
                mutate(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("replay it alone with -Donsale.seed=" + seed, e);
            }
        }
    }

    private void mutate(Random random) {
        List<String> pieces = List.of(
                "\r\n",
                "\r\n\r\n",
                "\n",
                "\r",
                ":",
                ",",
                " ",
                "Content-Length: ",
                "9999999999",
                "-1",
                "close",
                "HTTP/1.1 200 OK",
                "Transfer-Encoding: chunked",
                "Retry-After: ",
                "Connection: ",
                "\0",
                "\u00ff");
        int[] counts = new int[3];
        for (int round = 0; round < 1_000; round++) {
            StringBuilder text = new StringBuilder(PLAIN);
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
                    case 2 -> text.insert(at, pieces.get(random.nextInt(pieces.size())));
                    default -> text.setLength(Math.max(1, at));
                }
                if (text.isEmpty()) {
                    text.append('H');
                }
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            try {
                int end = AnswerReader.read(bytes, bytes.length, answer);
                if (end == AnswerReader.INCOMPLETE) {
                    counts[0]++;
                } else {
                    counts[1]++;
                    assertThat(end).isBetween(1, bytes.length);
                    assertThat(answer.bodyFrom + answer.bodyLength).isEqualTo(end);
                    assertThat(answer.status()).isBetween(200, 999);
                    assertThat(answer.retryAfterSeconds()).isGreaterThanOrEqualTo(-1);
                    assertThat(answer.body()).hasSize(answer.bodyLength());
                }
            } catch (MalformedAnswerException e) {
                counts[2]++;
            }
        }
        assertThat(counts).as("incomplete, answers, malformed").doesNotContain(0);
    }
}
