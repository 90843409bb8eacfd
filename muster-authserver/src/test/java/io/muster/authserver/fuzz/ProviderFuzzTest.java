package io.muster.authserver.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.muster.authserver.provider.FakeIdp;

/**
 * Anything that the identity provider may say. Where the input is a token, a line break stands between a header and claims
 * that are signed with the provider's key; without one the input is the token itself.
 */
class ProviderFuzzTest {
    @FuzzTest
    void an_id_token_logs_somebody_in_or_nobody(byte[] data) {
        var server = FuzzedServer.trusting();
        var idp = server.world().idp;
        var input = server.text(data);

        var answer = server.world()
                .callback(
                        server.client(),
                        nonce -> idp.tokens(
                                issued -> issued.with("id_token", token(idp, input.replace("{nonce}", nonce)))));

        Oracle.check(server, input, answer);
        if (Oracle.isCode(answer)) {
            assertThat(input).contains("\n", FakeIdp.ISSUER, FakeIdp.CLIENT, "alice", "{nonce}");
        }
    }

    private static String token(FakeIdp idp, String input) {
        var end = input.indexOf('\n');
        return end < 0
                ? input
                : idp.sign(
                        input.substring(0, end).getBytes(ISO_8859_1),
                        input.substring(end + 1).getBytes(ISO_8859_1));
    }

    @FuzzTest
    void an_answer_of_the_token_endpoint_logs_somebody_in_or_nobody(byte[] data) {
        var server = FuzzedServer.trusting();
        var idp = server.world().idp;
        var input = server.text(data);

        var answer = server.world().callback(server.client(), nonce -> {
            idp.nonce(nonce);
            idp.answer("/token", 200, input.replace("{id_token}", idp.idToken()));
        });

        Oracle.check(server, input, answer);
        if (Oracle.isCode(answer)) {
            assertThat(input).contains("access_token", "{id_token}");
        }
    }

    @FuzzTest
    void a_discovery_document_leads_to_logins_or_to_none(byte[] data) {
        var server = FuzzedServer.trusting();
        var idp = server.world().idp;
        var input = server.text(data).replace("{issuer}", FakeIdp.ISSUER);
        idp.answer("/.well-known/openid-configuration", 200, input);

        var answer = server.world().callback(server.client(), idp::nonce);

        Oracle.check(server, input, answer);
        if (Oracle.isCode(answer)) {
            assertThat(input).contains(FakeIdp.ISSUER, "authorization_endpoint", "token_endpoint", "jwks_uri");
        }
        assertThat(idp.requests())
                .allMatch(request -> "https".equals(request.uri().getScheme()));
    }
}
