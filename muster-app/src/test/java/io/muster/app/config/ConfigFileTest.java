package io.muster.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.config.ProviderConfig;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    Path directory;

    @Test
    void a_missing_file_and_an_empty_one_give_the_defaults() throws Exception {
        assertThat(file().load().config()).isEqualTo(MusterConfig.defaults());
        assertThat(new ConfigFile(directory.resolve("missing")).load().config()).isEqualTo(MusterConfig.defaults());

        given("# nothing yet\n");

        assertThat(file().load().config()).isEqualTo(MusterConfig.defaults());
    }

    @Test
    void an_error_is_one_line_with_file_line_column_and_key_of_each_problem() throws Exception {
        given("namespace: ai\naggregator:\n  port: high\n  host: [1]\n");

        assertThatThrownBy(() -> file().load())
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("failed to load muster configuration from path " + directory + ": ")
                .hasMessageContaining("config.yaml line 3, column 3: aggregator.port: must be a whole number; ")
                .hasMessageContaining("config.yaml line 4, column 3: aggregator.host: must be a string")
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    }

    @Test
    void bad_yaml_is_told_with_its_place() throws Exception {
        given("aggregator:\n  port: [1\nnamespace: x\n");

        assertThatThrownBy(() -> file().load())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("config.yaml line ")
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    }

    @Test
    void other_things_than_a_mapping_are_refused() throws Exception {
        given("- a\n- b\n");

        assertThatThrownBy(() -> file().load()).hasMessageContaining("must be a mapping");
    }

    @Test
    void values_are_not_quoted_in_errors() throws Exception {
        given("aggregator:\n  oauth:\n    server:\n      registrationToken: [s3cret]\n");

        assertThatThrownBy(() -> file().load())
                .hasMessageContaining("registrationToken: must be a string")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void what_is_no_text_or_too_large_or_no_directory_is_refused() throws Exception {
        Files.write(directory.resolve("config.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});
        assertThatThrownBy(() -> file().load()).hasMessageContaining("not UTF-8");

        Files.write(directory.resolve("config.yaml"), "#".repeat(2 << 20).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> file().load()).hasMessageContaining("larger than 1 MiB");

        Files.delete(directory.resolve("config.yaml"));
        Files.createDirectory(directory.resolve("config.yaml"));
        assertThatThrownBy(() -> file().load()).isInstanceOf(ConfigException.class);
    }

    @Test
    void warnings_name_their_place() throws Exception {
        given("namespace: ai\nkubernets: true\n");

        assertThat(file().load().warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning)
                        .endsWith("config.yaml line 2, column 1: kubernets: unknown key, did you mean 'kubernetes'?"));
    }

    @Test
    void a_written_file_is_for_its_owner_only_and_leaves_nothing_behind() throws Exception {
        var nested = new ConfigFile(directory.resolve("a/b"));

        nested.write(JsonObject.of("namespace", "ai"));

        assertThat(nested.load().config().namespace()).isEqualTo("ai");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(nested.path())))
                .isEqualTo("rw-------");
        try (var left = Files.list(directory.resolve("a/b"))) {
            assertThat(left).containsExactly(nested.path());
        }
    }

    @Test
    void a_link_stays_a_link() throws Exception {
        var dotfiles = Files.createDirectory(directory.resolve("dotfiles")).resolve("muster.yaml");
        Files.writeString(dotfiles, "namespace: old\n");
        Files.createSymbolicLink(directory.resolve("config.yaml"), dotfiles);

        file().write(JsonObject.of("namespace", "new"));

        assertThat(Files.isSymbolicLink(directory.resolve("config.yaml"))).isTrue();
        assertThat(Files.readString(dotfiles)).contains("new");
    }

    private ConfigFile file() {
        return new ConfigFile(directory);
    }

    private void given(String text) throws IOException {
        Files.writeString(directory.resolve("config.yaml"), text);
    }

    @Test
    void a_block_under_its_old_name_counts_and_is_told_with_its_place() throws Exception {
        given("""
                aggregator:
                  port: 9000
                  oauthServer:
                    enabled: true
                    baseUrl: https://old.example
                    provider: google
                    google: {clientId: c, clientSecret: s}
                  oauth:
                    server: {baseUrl: https://new.example}
                """);

        var loaded = file().load();

        var server = loaded.config().aggregator().authServer().orElseThrow();
        assertThat(server.locations().issuer())
                .as("what stands where it belongs wins")
                .isEqualTo("https://new.example");
        assertThat(server.provider()).isInstanceOf(ProviderConfig.Google.class);
        assertThat(loaded.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning)
                        .endsWith("config.yaml line 3, column 3: aggregator.oauthServer: is called oauth.server now;"
                                + " rename it"));
    }

    @Test
    void a_mistake_under_an_old_name_is_found_where_it_is() throws Exception {
        given("aggregator:\n  oauthServer:\n    enabled: true\n    baseUrl: ftp://muster.example\n");

        assertThatThrownBy(() -> file().load())
                .hasMessageContaining("config.yaml line 4, column 5: aggregator.oauthServer.baseUrl: must be https");
    }

    @Test
    void a_secret_file_that_is_missing_is_an_error_though_nothing_is_protected() throws Exception {
        given("aggregator:\n  oauth:\n    server:\n      registrationTokenFile: /nowhere/token\n");

        assertThatThrownBy(() -> file().load())
                .hasMessageContaining("line 4, column 7: aggregator.oauth.server.registrationTokenFile: error resolving"
                        + " secret files: failed to read registration token from /nowhere/token: ");
    }
}
