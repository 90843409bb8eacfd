package io.muster.valkey;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer of the server that is a list, by position. */
record Reply(List<?> values) {
    /** The list; nothing when the answer is none. */
    static Optional<Reply> of(@Nullable Object answer) {
        return answer instanceof List<?> values ? Optional.of(new Reply(values)) : Optional.empty();
    }

    /** The elements, each a list. */
    List<Reply> rows() {
        return values.stream().flatMap(row -> of(row).stream()).toList();
    }

    Optional<byte[]> bytes(int at) {
        return values.get(at) instanceof byte[] bytes ? Optional.of(bytes) : Optional.empty();
    }

    Optional<String> text(int at) {
        return bytes(at).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** A number; 0 when there is none. */
    long number(int at) {
        return values.get(at) instanceof Long number
                ? number
                : text(at).map(Long::parseLong).orElse(0L);
    }

    Optional<Instant> instant(int at) {
        return text(at).map(Long::parseLong).map(Instant::ofEpochMilli);
    }
}
