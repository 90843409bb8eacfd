package io.muster.wire.http.sse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * One event.
 *
 * @param type the {@code event} field; absent means {@code message}
 * @param data the {@code data} field in UTF-8; may contain line feeds
 * @param id the {@code id} field
 * @param retry the {@code retry} field
 */
public record ServerSentEvent(Optional<String> type, byte[] data, Optional<String> id, Optional<Duration> retry) {

    public static ServerSentEvent message(byte[] data) {
        return new ServerSentEvent(Optional.of("message"), data, Optional.empty(), Optional.empty());
    }

    public static ServerSentEvent of(String type, String data) {
        return new ServerSentEvent(
                Optional.of(type), data.getBytes(StandardCharsets.UTF_8), Optional.empty(), Optional.empty());
    }

    public String text() {
        return new String(data, StandardCharsets.UTF_8);
    }
}
