package dev.onsale.lab.load;

import java.nio.charset.StandardCharsets;

/** Answers as they come from a server, for tests of scripts. */
public final class Answers {

    private Answers() {}

    /** An answer with a body. */
    public static Answer of(int status, String body) {
        return of(status, "", body);
    }

    /**
     * An answer.
     *
     * @param fields of the head, each with its line end
     */
    public static Answer of(int status, String fields, String body) {
        byte[] bytes = text(status, fields, body).getBytes(StandardCharsets.UTF_8);
        Answer answer = new Answer();
        try {
            if (AnswerReader.read(bytes, bytes.length, answer) != bytes.length) {
                throw new IllegalArgumentException("no whole answer: " + text(status, fields, body));
            }
        } catch (MalformedAnswerException e) {
            throw new IllegalArgumentException(text(status, fields, body), e);
        }
        return answer;
    }

    private static String text(int status, String fields, String body) {
        return "HTTP/1.1 " + status + " Word\r\n" + fields + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }
}
