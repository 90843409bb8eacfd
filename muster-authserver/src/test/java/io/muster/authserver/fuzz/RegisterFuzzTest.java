package io.muster.authserver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.muster.authserver.AuthServerWorld;
import io.muster.wire.http.Headers;

/** Any document for {@code /oauth/register}. */
class RegisterFuzzTest {
    @FuzzTest
    void a_document_makes_a_client_or_an_error(byte[] document) {
        var server = FuzzedServer.asking();
        var input = server.text(document);

        var answer = server.post("/oauth/register", Headers.of("Content-Type", "application/json"), input);

        Oracle.check(server, input, answer);
        var member = answer.status() == 201 ? "client_id" : "error";
        assertThat(AuthServerWorld.json(answer).text(member)).isPresent();
    }
}
