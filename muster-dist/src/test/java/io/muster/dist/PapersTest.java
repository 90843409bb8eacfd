package io.muster.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.wire.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PapersTest {
    private static final String BILL = """
            {"bomFormat": "CycloneDX", "components": [
              {"group": "io.muster", "name": "muster-app", "version": "1.0"},
              {"group": "org.example", "name": "lib", "version": "2.1",
               "licenses": [{"license": {"id": "EPL-2.0"}}, {"license": {"name": "Another"}}],
               "externalReferences": [{"type": "vcs", "url": "git:"}, {"type": "website", "url": "https://lib.example"}]}]}""";
    private static final String RELEASE = """
            IMPLEMENTOR="A Vendor"
            JAVA_RUNTIME_VERSION="25.0.3+9"
            MODULES="java.base java.logging"
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void unpacked() throws IOException {
        Files.writeString(directory.resolve("bom.json"), BILL);
        Files.createDirectories(directory.resolve("lib"));
        Files.createDirectories(directory.resolve("runtime"));
        Files.writeString(directory.resolve("runtime/release"), RELEASE);
        try (var jar = new ZipOutputStream(Files.newOutputStream(directory.resolve("lib/lib.jar")))) {
            jar.putNextEntry(new ZipEntry("META-INF/NOTICE.txt"));
            jar.write("Lib, by its authors\r\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void the_bill_of_materials_is_completed_by_the_java_runtime() throws IOException {
        Papers.main(new String[] {directory.resolve("bom.json").toString(), directory.toString()});

        var bill = Json.parseObject(Files.readString(directory.resolve("muster.cdx.json")));
        var components = Component.all(bill.values("components")).toList();
        assertThat(bill.text("bomFormat")).contains("CycloneDX");
        assertThat(components).extracting(Component::name).containsExactly("muster-app", "lib", "OpenJDK");
        assertThat(components.getLast().version()).isEqualTo("25.0.3+9");
        assertThat(components.getLast().licenses()).containsExactly("GPL-2.0-only WITH Classpath-exception-2.0");
    }

    @Test
    void the_notice_names_what_belongs_to_others_and_repeats_what_they_ask_to_be_told() throws IOException {
        Papers.main(new String[] {directory.resolve("bom.json").toString(), directory.toString()});

        assertThat(directory.resolve("NOTICE"))
                .content()
                .contains("* lib 2.1, EPL-2.0 or Another, https://lib.example\n", "* OpenJDK 25.0.3+9, ")
                .contains("\n--- lib\nLib, by its authors\n")
                .doesNotContain("muster-app");
    }

    @Test
    void a_runtime_that_does_not_say_what_it_is_stops_the_build() throws IOException {
        Files.writeString(directory.resolve("runtime/release"), "MODULES=\"java.base\"\n");
        var arguments = new String[] {directory.resolve("bom.json").toString(), directory.toString()};

        assertThatThrownBy(() -> Papers.main(arguments)).hasMessageContaining("does not say its");
    }
}
