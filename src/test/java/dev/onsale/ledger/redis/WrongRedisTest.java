package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.redis.RedisSettings.Fsync;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Redis that cannot be a ledger is refused in one sentence, and left as it was. */
@Tag("servers")
class WrongRedisTest {

    @TempDir
    private Path dir;

    private static void assertRefused(RedisSettings settings, FunctionLibrary library, String sentence) {
        assertThatThrownBy(() -> RedisLedger.open(settings, library, Desk.LONG_AGO, true, LedgerMeter.NONE, e -> {})
                        .close())
                .isInstanceOf(RedisLedgerException.class)
                .hasMessageContaining(sentence)
                .hasMessageEndingWith(".");
    }

    private static void assertRefused(RedisServer server, String sentence) {
        assertRefused(RedisSettings.of(server.url()), FunctionLibrary.ofThisProgram(), sentence);
    }

    @Test
    void oneThatThrowsKeysAwayIsRefused() {
        try (RedisServer server = RedisServer.start(dir, "--maxmemory-policy", "allkeys-lru")) {
            assertRefused(server, "maxmemory-policy allkeys-lru");
            assertThat(server.tell("FUNCTION LIST")).startsWith("*0");
        }
    }

    @Test
    void oneThatMayForgetIsRefusedUnlessThatWasAskedFor() {
        try (RedisServer server = RedisServer.start(dir, "--appendfsync", "everysec")) {
            assertRefused(server, "appendfsync everysec");
            Desk.open(new RedisSettings(server.url(), Fsync.EVERYSEC, 0), LedgerMeter.NONE)
                    .close();
            assertThat(server.tell("CONFIG SET appendonly no")).startsWith("+OK");
            assertRefused(
                    new RedisSettings(server.url(), Fsync.EVERYSEC, 0),
                    FunctionLibrary.ofThisProgram(),
                    "appendonly no");
        }
    }

    private static RedisSettings seller(RedisServer server, String rights) {
        assertThat(server.tell("ACL SETUSER seller on >pw ~* &* +@all " + rights))
                .startsWith("+OK");
        assertThat(server.tell("ACL SETUSER default off")).startsWith("+OK");
        return RedisSettings.of("redis://seller:pw@127.0.0.1:" + server.port());
    }

    /** As Redis 7 makes a user, among others: no channels, unless they are given. */
    @ParameterizedTest
    @ValueSource(strings = {"resetchannels", "-xadd", "-fcall", "resetkeys ~{onsale}*"})
    void aUserWhoMayNotDoAllIsRefused(String rights) {
        try (RedisServer server = RedisServer.start(dir)) {
            assertRefused(
                    seller(server, rights), FunctionLibrary.ofThisProgram(), "does not let the user seller do what");
        }
    }

    @Test
    void aUserOfItsOwnIsEnough() {
        try (RedisServer server = RedisServer.start(dir)) {
            Desk.open(seller(server, "-@dangerous +info +config|get"), LedgerMeter.NONE)
                    .close();
        }
    }

    @Test
    void aWrongPasswordIsRefused() {
        try (RedisServer server = RedisServer.start(dir, "--requirepass", "right")) {
            assertRefused(server, "password");
            assertRefused(
                    RedisSettings.of("redis://:wrong@127.0.0.1:" + server.port()),
                    FunctionLibrary.ofThisProgram(),
                    "password");
            Desk.open(RedisSettings.of("redis://:right@127.0.0.1:" + server.port()), LedgerMeter.NONE)
                    .close();
        }
    }

    /** This program's functions as another version of them. */
    private static FunctionLibrary version(int version) {
        return FunctionLibrary.of(FunctionLibrary.ofThisProgram()
                .code()
                .replaceFirst("(?m)^local VERSION = \\d+$", "local VERSION = " + version));
    }

    private static void load(RedisServer server, FunctionLibrary library) {
        RedisLedger.open(RedisSettings.of(server.url()), library, Desk.LONG_AGO, true, LedgerMeter.NONE, e -> {})
                .close();
    }

    @Test
    void functionsOfANewerProgramThatDoesNotServeThisOneAreLeftAlone() {
        try (RedisServer server = RedisServer.start(dir)) {
            load(
                    server,
                    FunctionLibrary.of(
                            version(8).code().replaceFirst("(?m)^local SERVES_FROM = \\d+$", "local SERVES_FROM = 8")));
            assertThat(server.tell("FCALL onsale_version 0")).startsWith(":8");
            assertRefused(server, "version 8 of the onsale functions");
            assertThat(server.tell("FCALL onsale_version 0")).startsWith(":8");
        }
    }

    @Test
    void functionsOfAnOlderProgramAreReplaced() {
        try (RedisServer server = RedisServer.start(dir)) {
            load(server, version(7));
            assertThat(server.tell("FCALL onsale_version 0")).startsWith(":7");
            load(server, version(8));
            assertThat(server.tell("FCALL onsale_version 0")).startsWith(":8");
        }
    }

    @Test
    void functionsWhoseOrdersCannotBeReadAreLeftAlone() {
        try (RedisServer server = RedisServer.start(dir)) {
            load(server, version(1));
            assertRefused(server, "version 1 of the onsale functions, and orders as they wrote them");
            assertThat(server.tell("FCALL onsale_version 0")).startsWith(":1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"onsale", "other"})
    void functionsOfSomebodyElseAreLeftAlone(String library) throws IOException {
        try (RedisServer server = RedisServer.start(dir)) {
            String code =
                    "#!lua name=" + library + "\nredis.register_function('onsale_ask', function() return 7 end)\n";
            load(server, code);
            assertRefused(server, library.equals("onsale") ? "that is not this program's" : "of somebody else's");
            assertThat(server.tell("FCALL onsale_ask 0")).startsWith(":7");
        }
    }

    private static void load(RedisServer server, String code) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("*3\r\n$8\r\nFUNCTION\r\n$4\r\nLOAD\r\n$" + code.length() + "\r\n" + code + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            assertThat(socket.getInputStream().read()).isEqualTo('$');
        }
    }

    /** No old Redis is at hand, so somebody answers as one would. */
    @Test
    void oneThatIsTooOldIsRefused() throws IOException {
        try (ServerSocket old = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> answerAsOld(old));
            assertRefused(
                    RedisSettings.of("redis://127.0.0.1:" + old.getLocalPort()),
                    FunctionLibrary.ofThisProgram(),
                    "version 6.2.14, and a ledger needs 7.0");
        }
    }

    /** Says the same to every line that begins a command, until the test ends. */
    private static void answerAsOld(ServerSocket old) {
        String info = "redis_version:6.2.14\r\nrole:master\r\n";
        byte[] answer = ("$" + info.length() + "\r\n" + info + "\r\n").getBytes(StandardCharsets.UTF_8);
        while (!old.isClosed()) {
            try (Socket socket = old.accept()) {
                for (int next = socket.getInputStream().read();
                        next >= 0;
                        next = socket.getInputStream().read()) {
                    if (next == '*') {
                        socket.getOutputStream().write(answer);
                    }
                }
            } catch (IOException e) {
                assertThat(e).isNotNull(); // that connection is over
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:6379",
                "http://localhost:6379",
                "redis://",
                "redis://h/mymaster",
                "redis://h/0",
                "redis://h,i",
                "redis://h:0",
                "redis://h:65536",
                "redis-cluster://h,",
                "redis-cluster://h/0",
                "redis-sentinel://h",
                "redis-sentinel://h/",
                "redis-sentinel://h/a b",
                "redis-other://h",
                "redis://h:x",
                "redis://a b"
            })
    void anAddressThatIsNoneIsRefused(String url) {
        assertThatThrownBy(() -> RedisSettings.of(url))
                .isInstanceOf(RedisLedgerException.class)
                .hasMessageContaining("redis://host:port");
    }

    @Test
    void aHostThatDoesNotExistIsRefused() {
        assertRefused(
                RedisSettings.of("redis://no-such-host.invalid:6379"),
                FunctionLibrary.ofThisProgram(),
                "no-such-host.invalid");
    }
}
