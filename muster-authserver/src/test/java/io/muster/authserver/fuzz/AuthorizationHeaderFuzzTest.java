package io.muster.authserver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.muster.wire.http.Authenticator.Admitted;
import io.muster.wire.http.Authenticator.Answered;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any {@code Authorization} header. */
class AuthorizationHeaderFuzzTest {
    private static final List<String> ENDPOINTS =
            List.of("/oauth/token", "/oauth/introspect", "/oauth/revoke", "/oauth/userinfo", "/oauth/register");
    private static final String BODY = "grant_type=refresh_token&refresh_token=x&token=x";

    @FuzzTest
    void only_a_header_with_a_token_is_admitted(byte[] data) {
        var server = FuzzedServer.withSessions();
        var input = server.text(data);
        var headers = Headers.of("Authorization", input);

        switch (server.world().server().resourceServer().admit(HttpRequest.of("POST", "/mcp", headers, data))) {
            case Admitted<?> _ ->
                assertThat(new String(data, StandardCharsets.ISO_8859_1)).containsAnyOf("{access}", "{subject}");
            case Answered<?>(var answer) -> Oracle.check(server, input, answer);
        }
        for (var endpoint : ENDPOINTS) {
            Oracle.check(server, input, server.post(endpoint, headers, BODY));
        }
    }
}
