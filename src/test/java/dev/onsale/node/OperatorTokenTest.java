package dev.onsale.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorTokenTest {

    @TempDir
    private Path folder;

    @Test
    void isMadeOnceAndKeptForItsOwnerAlone() throws Exception {
        OperatorToken first = OperatorToken.of(null, folder);
        OperatorToken second = OperatorToken.of(null, folder);

        assertThat(first.value()).matches("[0-9a-f]{64}").isEqualTo(second.value());
        assertThat(first.file()).isEqualTo(folder.resolve("operator-token")).hasContent(first.value());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first.file())))
                .isEqualTo("rw-------");
        assertThat(first.exposed()).isFalse();
        assertThat(folder).isDirectoryContaining("glob:**/operator-token").isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void differsFromFolderToFolder(@TempDir Path other) throws Exception {
        assertThat(OperatorToken.of(null, folder).value())
                .isNotEqualTo(OperatorToken.of(null, other).value());
    }

    @Test
    void theEnvironmentsIsTakenAndNotWritten() throws Exception {
        OperatorToken token = OperatorToken.of("0123456789abcdef", folder);

        assertThat(token.value()).isEqualTo("0123456789abcdef");
        assertThat(token.file()).isNull();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileThatOthersCanReadIsNoticed() throws Exception {
        Path file = OperatorToken.of(null, folder).file();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(OperatorToken.of(null, folder).exposed()).isTrue();
    }

    @Test
    void aFileWithoutATokenIsRefusedAndKept() throws Exception {
        Path file = Files.writeString(folder.resolve(OperatorToken.FILE), "short\n");

        assertThatThrownBy(() -> OperatorToken.of(null, folder))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("the file " + file + " holds no operators' token: delete it");
        assertThat(file).hasContent("short\n");
    }

    @Test
    void whatAStartCutOffLeftBehindIsReplaced() throws Exception {
        Files.writeString(folder.resolve(OperatorToken.FILE + ".new"), "half");

        assertThat(OperatorToken.of(null, folder).value()).hasSize(64);
    }

    @Test
    void isNotShown() throws Exception {
        OperatorToken token = OperatorToken.of(null, folder);

        assertThat(token.toString()).doesNotContain(token.value());
    }
}
