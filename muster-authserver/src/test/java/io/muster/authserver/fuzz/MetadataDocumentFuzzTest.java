package io.muster.authserver.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.muster.authserver.AuthServerWorld;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/** Any document under the URL that is a client's identifier. */
class MetadataDocumentFuzzTest {
    private static final String QUERY = AuthServerWorld.form(AuthServerWorld.request(AuthServerWorld.DOCUMENT));

    @FuzzTest
    void a_document_is_a_client_or_none(byte[] document) {
        var server = FuzzedServer.asking();
        var input = server.text(document);
        server.serve(AuthServerWorld.DOCUMENT, input.getBytes(StandardCharsets.ISO_8859_1));

        var answer =
                server.world().send(HttpRequest.of("GET", "/oauth/authorize?" + QUERY, Headers.EMPTY, new byte[0]));

        Oracle.check(server, input, answer);
    }
}
