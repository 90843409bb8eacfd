package io.muster.authserver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.muster.authserver.AuthServerWorld;
import io.muster.wire.http.Headers;
import java.nio.charset.StandardCharsets;

/** Any form for {@code /oauth/token}. */
class TokenFuzzTest {
    private static final Headers FORM = Headers.of("Content-Type", "application/x-www-form-urlencoded");

    @FuzzTest
    void only_a_form_with_a_credential_gets_a_token(byte[] form) {
        var server = FuzzedServer.withSessions();
        var input = server.text(form);

        var answer = server.post("/oauth/token", FORM, input);

        Oracle.check(server, input, answer);
        if (answer.status() == 200) {
            assertThat(AuthServerWorld.json(answer).text("access_token")).isPresent();
            assertThat(new String(form, StandardCharsets.ISO_8859_1)).containsAnyOf("{code}", "{refresh}", "{subject}");
        } else {
            assertThat(AuthServerWorld.json(answer).text("error")).isPresent();
            assertThat(AuthServerWorld.json(answer).has("access_token")).isFalse();
        }
    }
}
