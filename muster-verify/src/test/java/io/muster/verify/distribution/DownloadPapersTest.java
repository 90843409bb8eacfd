package io.muster.verify.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.toolchain.Command;
import io.muster.verify.toolchain.Download;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The archive, and what it says of itself. */
@Needs(Need.DOWNLOAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DownloadPapersTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final long MEGABYTE = 1_000_000;
    private static final List<String> CLASS_PATHS = List.of("muster-server", "muster-command");

    private final Download download;
    private final Path home;

    DownloadPapersTest(Download download, @TempDir Path directory) {
        this.download = download;
        this.home = download.unpack(directory);
    }

    @Test
    void the_checksums_are_those_of_the_files() throws IOException {
        var sums = Files.readAllLines(download.beside("SHA256SUMS"));

        assertThat(sums)
                .containsExactly(
                        sha256(download.archive()) + "  " + download.name() + ".tar.gz",
                        sha256(download.beside(download.name() + ".cdx.json")) + "  " + download.name() + ".cdx.json");
    }

    @Test
    void it_is_at_most_60_megabytes_packed_and_130_unpacked() throws IOException {
        assertThat(Files.size(download.archive())).isLessThanOrEqualTo(60 * MEGABYTE);
        assertThat(size(home)).isLessThanOrEqualTo(130 * MEGABYTE);
    }

    @Test
    void its_entries_are_sorted_belong_to_nobody_and_have_one_time() {
        var listed = Command.in(
                        home,
                        "tar",
                        "--full-time",
                        "--numeric-owner",
                        "-tvzf",
                        download.archive().toString())
                .run(LIMIT);
        var entries = listed.output().lines().map(line -> line.split(" +", 6)).toList();

        assertThat(entries).hasSizeGreaterThan(100).allSatisfy(entry -> {
            assertThat(entry[1]).isEqualTo("0/0");
            assertThat(entry[3] + entry[4]).isEqualTo(entries.getFirst()[3] + entries.getFirst()[4]);
        });
        assertThat(entries)
                .extracting(entry -> entry[5].split(" -> ", 2)[0].replace("/", "\0"))
                .isSorted();
    }

    @Test
    void the_bill_of_materials_lists_every_library_and_the_java_runtime() throws IOException {
        var bill = Json.parseObject(Files.readString(home.resolve("muster.cdx.json")));
        var components =
                bill.values("components").stream().map(JsonObject.class::cast).toList();

        assertThat(bill.text("bomFormat")).contains("CycloneDX");
        assertThat(components)
                .extracting(component -> component.text("name", ""))
                .containsAll(libraries())
                .contains("OpenJDK");
        assertThat(components).allSatisfy(component -> {
            assertThat(component.text("version", ""))
                    .as("version of %s", component)
                    .isNotEmpty();
            assertThat(component.values("licenses"))
                    .as("licence of %s", component)
                    .isNotEmpty();
        });
        assertThat(download.beside(download.name() + ".cdx.json"))
                .hasSameTextualContentAs(home.resolve("muster.cdx.json"));
    }

    @Test
    void the_notice_names_every_library_of_others() throws IOException {
        var notice = Files.readString(home.resolve("NOTICE"));

        assertThat(libraries().stream().filter(name -> !name.startsWith("muster-")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(notice).contains("* " + name + " "));
        assertThat(notice).contains("* OpenJDK ", "GPL-2.0-only WITH Classpath-exception-2.0", "--- httpclient5");
        assertThat(home.resolve("LICENSE")).exists();
        assertThat(home.resolve("runtime/legal/java.base")).isDirectory();
    }

    private List<String> libraries() throws IOException {
        try (var files = Files.list(home.resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .map(name -> name.substring(0, name.length() - ".jar".length()))
                    .filter(name -> !CLASS_PATHS.contains(name))
                    .toList();
        }
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> Files.isRegularFile(file) && !Files.isSymbolicLink(file))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
