package io.muster.wire.http.engine;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets whose request Helidon refuses itself, before a handler sees it: the status and its name. Details,
 * which may quote the request or show code, stay inside.
 */
final class Refusal implements DirectHandler {
    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        headers.set(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .keepAlive(false)
                .entity(status.reasonPhrase().getBytes(StandardCharsets.UTF_8))
                .build();
    }
}
