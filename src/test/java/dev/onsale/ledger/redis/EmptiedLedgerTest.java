package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.events.EventFeed;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Outcome;
import dev.onsale.sale.SampleSale;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Redis is emptied under a node, and another brings the sale back: what the first one remembers of the sale does not stand in its way. */
@Tag("servers")
class EmptiedLedgerTest extends OneRedis {

    private static final int ORDERS = 3;

    private RedisLedger node;
    private RedisLedger repairer;
    private final List<String> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void sellSome() throws Exception {
        server.tell("FLUSHALL");
        node = Desk.open(server);
        node.onCommit(new EventFeed.Listener() {
            @Override
            public void committed(String journal, List<Event> events, long position) {
                told.add("up to " + position);
            }

            @Override
            public void cut(String journal) {
                told.add("cut");
            }
        });
        sell(node, "first");
        assertThat(told).containsExactly("up to 1", "up to 2", "up to 3", "up to 4");
        told.clear();
        server.tell("FLUSHALL");
        repairer = Desk.open(server);
    }

    @AfterEach
    void closeTheLedgers() {
        node.close();
        repairer.close();
        assertThat(Desk.FATAL).isEmpty();
    }

    private static void sell(RedisLedger ledger, String key) throws Exception {
        Desk.opened(
                ledger,
                new Command.OpenSale(Desk.NOW, SampleSale.concert("night", 10).sale()));
        for (int i = 0; i < ORDERS; i++) {
            assertThat(Desk.ask(ledger, Desk.wish("night", "ann", key + i))).isInstanceOf(Outcome.OfOrder.class);
        }
    }

    private void lookAnew() throws Exception {
        CompletableFuture<Boolean> looked = new CompletableFuture<>();
        node.lookAnew(() -> looked.complete(true));
        assertThat(looked.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSaleThatIsGoneAndComesBackIsShownAndTold() throws Exception {
        assertThat(Desk.ask(node, Desk.wish("night", "bob", "b"))).isEqualTo(Question.UNKNOWN_SALE);
        Desk.opened(
                repairer,
                new Command.OpenSale(Desk.NOW, SampleSale.concert("night", 10).sale()));

        assertThat(Desk.ask(node, Desk.wish("night", "bob", "b"))).isInstanceOf(Outcome.OfOrder.class);
        assertThat(node.sale("night")).isNotNull();
        assertThat(told).containsExactly("cut", "up to 1", "up to 2");
    }

    /** It was read while it was gone, as any look at the sales does. */
    @Test
    void aSaleThatWasSeenToBeGoneIsShownAgainWithTheNextOrder() throws Exception {
        lookAnew();
        assertThat(node.sale("night")).isNull();
        sell(repairer, "second");

        assertThat(Desk.ask(node, Desk.wish("night", "bob", "b"))).isInstanceOf(Outcome.OfOrder.class);
        assertThat(node.sale("night")).isNotNull();
        assertThat(told).contains("cut").endsWith("up to 5");
    }

    /** Nobody at the node had noticed that it was gone: the new journal is as long as the old one. */
    @Test
    void aSaleThatWasReplacedIsNoticedByLookingAnew() throws Exception {
        sell(repairer, "second");

        lookAnew();
        assertThat(Desk.ask(node, Desk.wish("night", "bob", "b"))).isInstanceOf(Outcome.OfOrder.class);
        assertThat(told).containsExactly("cut", "up to 1", "up to 2", "up to 3", "up to 4", "up to 5");
    }

    /** Whoever takes the hash away has emptied nothing: no events are lost, and nobody is told that there is no such sale. */
    @Test
    void aSaleThatIsDeniedWhileItsStreamIsThereStandsStillAndGoesOn() throws Exception {
        sell(node, "third");
        told.clear();
        server.tell("RENAME {night}:sale {night}:aside");

        assertThat(Desk.ask(node, Desk.wish("night", "bob", "b"))).isEqualTo(Question.UNKNOWN);
        assertThat(node.obstacle()).contains("{night}:sale is gone");
        assertThat(node.sale("night")).isNotNull();
        assertThat(told).isEmpty();

        server.tell("RENAME {night}:aside {night}:sale");
        Desk.placedInTheEnd(node, "night", "b");
        Desk.await("nothing stands in the way", () -> node.obstacle() == null);
    }
}
