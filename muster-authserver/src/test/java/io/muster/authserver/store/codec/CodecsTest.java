package io.muster.authserver.store.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.store.Fixtures;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

    @Test
    void every_kind_of_value_is_read_as_it_was_written() {
        var session = Fixtures.session("s1", NOW);
        survives(Codecs.SESSION, session);
        survives(Codecs.SESSION, session.rotated(NOW.plusSeconds(5)).ended(NOW));
        survives(Codecs.TOKEN, Fixtures.access("a", session, 7, NOW));
        survives(Codecs.LOGIN, Fixtures.login("verifier", NOW));
        survives(Codecs.CONSENT, Fixtures.consent("verifier", NOW));
        survives(Codecs.CODE, Fixtures.code("s1", NOW));
        survives(Codecs.CLIENT, Fixtures.client("c", NOW, Optional.empty()));
        survives(Codecs.PROVIDER_TOKENS, Fixtures.providerTokens("a", NOW));
        survives(Codecs.USER, Fixtures.user(Fixtures.ALICE));
        survives(Row.codec(Codecs.USER), new Row<>(Fixtures.user(Fixtures.BOB), Row.FOREVER));
    }

    private static <T> void survives(Codec<T> codec, T value) {
        assertThat(codec.read(codec.write(value))).isEqualTo(value);
    }

    @Test
    void a_value_of_another_version_is_not_read() {
        var written = (JsonObject) Json.parse(Codecs.USER.write(Fixtures.user(Fixtures.ALICE)));

        assertThatThrownBy(() -> Codecs.USER.read(Json.bytes(written.with("v", 2))))
                .isInstanceOf(UnreadableValue.class)
                .hasMessageContaining("version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"v\":1}",
                "{\"v\":1,\"id\":\"\",\"sub\":\"a\",\"client\":\"c\",\"gen\":0,\"began\":0,\"exp\":0}",
                "{\"v\":1,\"id\":7,\"sub\":\"a\",\"client\":\"c\",\"gen\":0,\"began\":0,\"exp\":0}",
                "{\"v\":1,\"id\":\"s\",\"sub\":\"a\",\"client\":\"c\",\"gen\":\"0\",\"began\":0,\"exp\":0}"
            })
    void what_was_not_written_by_a_codec_is_not_read(String document) {
        assertThatThrownBy(() -> Codecs.SESSION.read(document.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableValue.class);
    }
}
