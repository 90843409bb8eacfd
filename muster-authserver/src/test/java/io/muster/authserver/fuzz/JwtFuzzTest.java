package io.muster.authserver.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.muster.wire.http.Authenticator.Admitted;
import io.muster.wire.http.Authenticator.Answered;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;

/** Any JWT. A line break in the input stands between header and claims that are signed with a key that is trusted. */
class JwtFuzzTest {
    private static String token(String input) {
        var end = input.indexOf('\n');
        return end < 0
                ? input
                : FuzzedServer.KEY.sign(
                        input.substring(0, end).getBytes(ISO_8859_1),
                        input.substring(end + 1).getBytes(ISO_8859_1));
    }

    @FuzzTest
    void only_a_signed_bearer_token_is_admitted(byte[] data) {
        var server = FuzzedServer.asking();
        var input = server.text(data);
        var request = HttpRequest.of("POST", "/mcp", Headers.of("Authorization", "Bearer " + token(input)), data);

        switch (server.world().server().resourceServer().admit(request)) {
            case Admitted<?> _ -> assertThat(input).contains("\n").contains(FuzzedServer.TRUSTED);
            case Answered<?>(var answer) -> Oracle.check(server, input, answer);
        }
    }

    @FuzzTest
    void a_proof_is_good_or_refused(byte[] data) {
        var server = FuzzedServer.withSessions();
        var input = server.text(data);
        var proof = Headers.of("DPoP", token(input));
        var form =
                server.text("grant_type=refresh_token&client_id={client}&refresh_token={refresh}".getBytes(ISO_8859_1));

        Oracle.check(server, form + input, server.post("/oauth/token", proof, form));
    }

    @FuzzTest
    void an_assertion_authenticates_or_not(byte[] data) {
        var server = FuzzedServer.asking();
        var input = server.text(data);
        var form = "grant_type=authorization_code&code=x&code_verifier=x&redirect_uri=x"
                + "&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion="
                + token(input);

        var answer = server.post("/oauth/token", Headers.EMPTY, form);

        Oracle.check(server, form, answer);
        assertThat(answer.status()).isBetween(400, 503);
    }
}
