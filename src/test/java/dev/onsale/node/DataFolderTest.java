package dev.onsale.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    private Path folder;

    @Test
    void aUsersFolderIsWhereTheXdgSpecificationPutsData() {
        assertThat(DataFolder.ofUser(Map.of(), "/home/ann")).hasToString("/home/ann/.local/share/onsale");
        assertThat(DataFolder.ofUser(Map.of("XDG_DATA_HOME", "/data"), "/home/ann"))
                .hasToString("/data/onsale");
    }

    /** The specification: a relative path is to be ignored. */
    @Test
    void aRelativeXdgFolderIsIgnored() {
        assertThat(DataFolder.ofUser(Map.of("XDG_DATA_HOME", "data"), "/home/ann"))
                .hasToString("/home/ann/.local/share/onsale");
        assertThat(DataFolder.ofUser(Map.of("XDG_DATA_HOME", ""), "/home/ann"))
                .hasToString("/home/ann/.local/share/onsale");
    }

    @Test
    void isMadeOnceForItsOwnerAlone() throws Exception {
        Path data = folder.resolve("a/b");

        assertThat(DataFolder.prepare(data)).isTrue();
        assertThat(DataFolder.prepare(data)).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
    }

    @Test
    void aFileInItsPlaceIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "mine");

        assertThatThrownBy(() -> DataFolder.prepare(file))
                .isInstanceOf(StartException.class)
                .hasMessage("the data folder " + file + " is a file: choose another one with --data");
        assertThatThrownBy(() -> DataFolder.prepare(file.resolve("data")))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("cannot make the data folder " + file.resolve("data"))
                .hasMessageEndingWith("choose another one with --data");
        assertThat(file).hasContent("mine");
    }
}
