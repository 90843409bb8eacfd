package io.muster.authserver.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;

/** Any query of {@code /oauth/authorize}. */
class AuthorizeFuzzTest {
    @FuzzTest
    void a_query_is_answered_with_a_page_or_a_redirect(byte[] query) {
        for (var server : new FuzzedServer[] {FuzzedServer.asking(), FuzzedServer.trusting()}) {
            var input = server.text(query);

            var answer =
                    server.world().send(HttpRequest.of("GET", "/oauth/authorize?" + input, Headers.EMPTY, new byte[0]));

            Oracle.check(server, input, answer);
        }
    }
}
