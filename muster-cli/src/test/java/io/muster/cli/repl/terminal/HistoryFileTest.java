package io.muster.cli.repl.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryFileTest {
    @TempDir
    Path home;

    @Test
    void lines_are_remembered_for_the_next_session_in_a_file_of_its_owner() throws Exception {
        var file = home.resolve("state/history");
        type(file, "list tools");
        type(file, "call x text='a\\nb'");

        assertThat(remembered(file)).containsExactly("list tools", "call x text='a\\nb'");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("state"))))
                .isEqualTo("rwx------");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "call login password=x",
                "call login githubToken='x y'",
                "call login {\"api_key\": \"x\"}",
                "call fetch headers={\"Authorization\":\"x\"}",
                "call fetch header='Bearer abc'",
                "call fetch url=https://me:pw@host/",
                " list tools",
            })
    void what_looks_like_a_secret_or_begins_with_a_blank_is_not_written(String line) throws Exception {
        var file = home.resolve("history");

        type(file, line);

        assertThat(Files.readString(file)).isEmpty();
    }

    @Test
    void the_file_does_not_grow_for_ever_and_others_lose_their_access() throws Exception {
        var file = home.resolve("history");
        Files.writeString(file, "old\n".repeat(100) + "line\n".repeat(5_000));

        type(file, "newest");

        assertThat(Files.readAllLines(file))
                .hasSizeLessThanOrEqualTo(1_251)
                .last()
                .isEqualTo("newest");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void without_a_place_to_write_there_is_a_reason_and_no_failure() throws Exception {
        var blocked = Files.writeString(home.resolve("blocked"), "a file");

        assertThat(HistoryFile.configure(reader(), blocked.resolve("history")))
                .hasValueSatisfying(reason -> assertThat(reason).contains("for this session only"));
    }

    private static void type(Path file, String line) throws IOException {
        var reader = reader();
        HistoryFile.configure(reader, file);
        reader.getHistory().add(Instant.EPOCH, line);
        reader.getHistory().save();
    }

    private static List<String> remembered(Path file) throws IOException {
        var reader = reader();
        HistoryFile.configure(reader, file);
        var lines = new ArrayList<String>();
        reader.getHistory().forEach(entry -> lines.add(entry.line()));
        return lines;
    }

    private static LineReader reader() throws IOException {
        var terminal = new DumbTerminal(new ByteArrayInputStream(new byte[0]), OutputStream.nullOutputStream());
        return LineReaderBuilder.builder()
                .terminal(terminal)
                .history(new HistoryFile())
                .build();
    }
}
