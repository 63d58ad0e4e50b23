package dev.onsale.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.lab.cluster.ClusterException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteCountTest {

    private static final String TEXT = "# HELP a what it is\na 3.0\na_more 100\nb 1.0E3\n";

    @Test
    void figuresAreAddedUpByTheirWholeName() throws Exception {
        assertThat(WriteCount.sum(TEXT, List.of("a", "b"))).isEqualTo(1_003);
    }

    @Test
    void aFigureThatIsMissingIsNotZero() {
        assertThatThrownBy(() -> WriteCount.sum(TEXT, List.of("a", "c")))
                .isInstanceOf(ClusterException.class)
                .hasMessage("the server's figures lack one of a, c");
    }
}
