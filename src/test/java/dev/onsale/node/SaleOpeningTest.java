package dev.onsale.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.MemoryLedger;
import dev.onsale.ledger.SaleChange;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaleOpeningTest {

    private final MemoryLedger ledger = new MemoryLedger();
    private final SaleOpening opening = new SaleOpening(ledger, () -> Instant.ofEpochSecond(1_800_000_000));

    private static WrittenSale written(String id, int capacity) throws StartException {
        String text = "{id: " + id + ", tiers: [{id: hall, capacity: " + capacity + ", price: 1, currency: EUR}]}";
        return SaleFile.parse(id + ".yaml", text.getBytes(StandardCharsets.UTF_8))
                .getFirst();
    }

    private List<String> openDemo(WrittenSale... own) throws StartException {
        return opening.open(opening.missingDemo(List.of(own)));
    }

    @Test
    void whatIsOpenAlreadyIsLeftAsItIs() throws StartException {
        assertThat(opening.open(List.of(written("a", 10), written("b", 10)))).containsExactly("a", "b");
        ledger.submit(new Command.ChangeSale(0, "change 1", "a", SaleChange.addStock("hall", 5)), outcome -> {});
        long end = ledger.end();

        assertThat(opening.open(List.of(written("a", 10), written("b", 10)))).isEmpty();
        assertThat(ledger.end()).isEqualTo(end);
        assertThat(ledger.sale("a").sale().tiers().getFirst().capacity()).isEqualTo(15);
    }

    /** At a later start the file means the sale that was opened then, and not another one that opens now. */
    @Test
    void aFileThatDoesNotSayWhenItsSaleOpensMeansNowAndLaterTheSameSale() throws StartException {
        opening.open(List.of(written("a", 10)));
        assertThat(ledger.sale("a").sale().opensAt()).isEqualTo(1_800_000_000_000L);
        SaleOpening later = new SaleOpening(ledger, () -> Instant.ofEpochSecond(1_900_000_000));

        assertThat(later.open(List.of(written("a", 10)))).isEmpty();
        assertThat(ledger.sale("a").sale().opensAt()).isEqualTo(1_800_000_000_000L);
        assertThat(later.missingDemo(List.of())).isEmpty();
    }

    @Test
    void theDemoOpensNowAndIsKnownAgainLater() throws StartException {
        opening.open(opening.missingDemo(List.of()).subList(0, 1));
        assertThat(ledger.sale("rush").sale().opensAt()).isEqualTo(1_800_000_000_000L);
        SaleOpening later = new SaleOpening(ledger, () -> Instant.ofEpochSecond(1_900_000_000));

        assertThat(later.open(later.missingDemo(List.of()))).containsExactly("g1");
    }

    @Test
    void otherTermsAreRefusedBeforeAnythingIsOpened() throws StartException {
        opening.open(List.of(written("b", 10)));

        assertThatThrownBy(() -> opening.open(List.of(written("a", 10), written("b", 11))))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("b.yaml: sale \"b\" is on sale already with other terms (tiers): ");
        assertThat(ledger.sale("a")).isNull();
    }

    @Test
    void theDemoIsForAnEmptyLedger() throws StartException {
        assertThat(openDemo()).containsExactly("rush", "g1");
        assertThat(openDemo()).isEmpty();
    }

    @Test
    void theDemoIsNotForALedgerThatSoldSomethingElse() throws StartException {
        opening.open(List.of(written("a", 10)));

        assertThat(openDemo()).isEmpty();
    }

    /** As after a crash between the two. */
    @Test
    void halfADemoIsCompleted() throws StartException {
        opening.open(opening.missingDemo(List.of()).subList(0, 1));

        assertThat(openDemo()).containsExactly("g1");
    }

    @Test
    void halfADemoThatAnOperatorChangedIsLeftAlone() throws StartException {
        opening.open(opening.missingDemo(List.of()).subList(0, 1));
        ledger.submit(new Command.ChangeSale(0, "change 2", "rush", SaleChange.to(Status.PAUSED)), outcome -> {});

        assertThat(openDemo()).isEmpty();
    }

    @Test
    void anOperatorsOwnRushStandsForTheDemos() throws StartException {
        WrittenSale own = written("rush", 7);

        assertThat(openDemo(own)).containsExactly("g1");
        assertThat(opening.open(List.of(own))).containsExactly("rush");
        assertThat(ledger.sales()).extracting(view -> view.sale().id()).containsExactly("g1", "rush");
        Sale rush = ledger.sale("rush").sale();
        assertThat(rush.tiers().getFirst().capacity()).isEqualTo(7);
    }
}
