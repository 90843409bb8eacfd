package io.muster.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.config.AuthServerConfig;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.Decoded;
import io.muster.wire.json.decode.Decoder;
import io.muster.wire.yaml.YamlDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthSummaryTest {
    private static final String KEY = "H4s8fZLkBWqxyPcgPV6aZMCbcv6B00VqC+eVjC9k0aM=";

    private static AuthServerConfig config(String block) {
        var yaml = "baseUrl: https://muster.example\n"
                + "dex: {issuerUrl: 'https://dex.example', clientId: muster, clientSecret: hidden}\n" + block;
        return switch (Decoder.decode((JsonObject) YamlDocument.parse(yaml).value(), AuthServerConfig::read)) {
            case Decoded.Valid<AuthServerConfig>(var config, var _) -> config;
            case Decoded.Invalid<AuthServerConfig>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    @Test
    void operators_read_what_protects_them() {
        assertThat(AuthSummary.of(config("storage: {type: memory}"), "dex", "memory"))
                .containsEntry("provider", "dex")
                .containsEntry("storage", "memory")
                .containsEntry("address_limit", "50 a second, 100 at once")
                .containsEntry("user_limit", "100 a second, 200 at once")
                .containsKey("further_limits");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            storage: {type: memory}                                   | not needed
            storage: {type: file}                                     | key beside the store
            storage: {type: valkey, valkey: {url: 'valkey:6379'}}     | none
            """)
    void what_seals_depends_on_the_store(String block, String encryption) {
        assertThat(AuthSummary.of(config(block), "dex", "here")).containsEntry("encryption", encryption);
    }

    @Test
    void a_key_is_named_and_not_shown() {
        assertThat(AuthSummary.of(config("encryptionKey: " + KEY), "dex", "here"))
                .hasEntrySatisfying(
                        "encryption",
                        text -> assertThat(text).startsWith("key ").doesNotContain(KEY));
    }
}
