package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Many threads at once: never two live orders on a seat, the last seat sold, each question answered exactly once.
 * {@link RaceControlTest} shows that a ledger with a race in it does not pass.
 */
interface RaceContract extends LedgerScene {

    int THREADS = 8;

    /** Everybody wants one seat of a concert, several times over. */
    static Crowd.Visit wantingSeats(SampleSale sale, int wishes) {
        return desk -> {
            desk.about(sale);
            String buyer = Thread.currentThread().getName();
            desk.askAll(IntStream.range(0, wishes)
                    .mapToObj(i -> desk.wish(buyer, 1))
                    .toList());
        };
    }

    /** What is wrong after a rush of {@link #wantingSeats} that wanted more than there is. */
    static List<String> faultsOfASellOut(Crowd crowd, Sale sale) {
        List<String> faults = crowd.faults(sale);
        int sold = crowd.orders().stream().mapToInt(Order::quantity).sum();
        if (sold != sale.tiers().getFirst().capacity()) {
            faults.add(sold + " seats of " + sale.tiers().getFirst().capacity() + " were sold");
        }
        return faults;
    }

    @Test
    default void exactlyTheCapacityIsSoldAndNoSeatTwice() throws InterruptedException {
        SampleSale sale = SampleSale.concert("rush", 1_000);
        desk().open(sale);
        Crowd crowd = Crowd.rush(desk().ledger(), THREADS, wantingSeats(sale, 250));
        assertThat(faultsOfASellOut(crowd, sale.sale())).isEmpty();
        desk().assertStock(0, 1_000, 0);
    }

    @Test
    default void oneKeyAskedByManyAtOnceIsOneOrder() throws InterruptedException {
        SampleSale sale = SampleSale.concert("rush", 100);
        desk().open(sale);
        Crowd crowd = Crowd.rush(desk().ledger(), THREADS, desk -> {
            desk.about(sale);
            for (int i = 0; i < 20; i++) {
                // Each desk counts its keys from 1, so that all of them ask with the same ones.
                Outcome outcome = desk.ask(desk.wish("ann", 1));
                assertThat(outcome).isInstanceOf(Outcome.OfOrder.class);
            }
        });
        assertThat(crowd.faults(sale.sale())).isEmpty();
        assertThat(crowd.orders()).hasSize(20);
        desk().assertStock(80, 20, 0);
    }

    @Test
    default void aBuyerWhoAsksFromManyPlacesReachesTheLimitAndDoesNotPassIt() throws InterruptedException {
        SampleSale sale = SampleSale.concert("rush", 100).perBuyer(7);
        desk().open(sale);
        Crowd crowd = Crowd.rush(desk().ledger(), THREADS, desk -> {
            desk.about(sale);
            String keys = Thread.currentThread().getName();
            for (int i = 0; i < 10; i++) {
                desk.ask(new Command.PlaceOrder(
                        desk.now(), "rush", desk.newId(), "ann", keys + i, "floor", null, null, 1));
            }
        });
        assertThat(crowd.faults(sale.sale())).isEmpty();
        assertThat(crowd.orders()).hasSize(7);
    }

    @Test
    default void aTrainStaysRightWhilePeopleOrderPayAndGiveBack() throws InterruptedException {
        long seed = Seeds.next();
        int legs = 6;
        int capacity = 40;
        SampleSale sale = SampleSale.train("g1", legs, capacity);
        desk().open(sale);
        Crowd crowd = Crowd.rush(desk().ledger(), THREADS, desk -> {
            desk.about(sale);
            String buyer = Thread.currentThread().getName();
            Random random = new Random(seed + buyer.hashCode());
            for (int i = 0; i < 100; i++) {
                Journey journey = Journeys.any(random, legs);
                Command.PlaceOrder wish = desk.wish(
                        buyer, SampleSale.stop(journey.from()), SampleSale.stop(journey.to()), 1 + random.nextInt(3));
                if (desk.ask(wish) instanceof Outcome.OfOrder(Order order, boolean repeated)) {
                    switch (random.nextInt(4)) {
                        case 0 -> desk.paid(order, "p");
                        case 1, 2 -> desk.released(order);
                        default -> desk.refund(desk.paid(order, "p"), new Party.Operator());
                    }
                }
            }
        });
        assertThat(crowd.faults(sale.sale())).as("seed %d", seed).isEmpty();

        // Nothing was lost on the way: whatever no order has can still be sold, leg by leg.
        Collection<Order> orders = crowd.orders();
        for (int leg = 0; leg < legs; leg++) {
            int at = leg;
            int taken = orders.stream()
                    .filter(order -> order.state() == OrderState.PAID)
                    .filter(order -> order.journey().overlaps(new Journey(at, at + 1)))
                    .mapToInt(Order::quantity)
                    .sum();
            for (int i = taken; i < capacity; i++) {
                desk().place("late", SampleSale.stop(leg), SampleSale.stop(leg + 1), 1);
            }
        }
        desk().view(
                        "g1",
                        view -> Journeys.all(legs).stream()
                                .allMatch(j -> view.tiers().getFirst().free(j) == 0),
                        () -> "seed " + seed + ": the train is not full");
    }
}
