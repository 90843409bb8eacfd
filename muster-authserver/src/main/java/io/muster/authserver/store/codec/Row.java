package io.muster.authserver.store.codec;

import io.muster.wire.json.JsonObject;
import java.time.Instant;

/**
 * A value and when it is forgotten.
 *
 * @param until {@link #FOREVER} when it is not
 */
public record Row<V>(V value, Instant until) {
    public static final Instant FOREVER = Instant.ofEpochMilli(Long.MAX_VALUE);

    public boolean isLive(Instant now) {
        return now.isBefore(until);
    }

    /** The written form of such rows. */
    public static <V> Codec<Row<V>> codec(Codec<V> values) {
        return new Codec<>() {
            @Override
            public JsonObject encode(Row<V> row) {
                return JsonObject.builder()
                        .put("until", row.until().toEpochMilli())
                        .put("value", values.encode(row.value()))
                        .build();
            }

            @Override
            public Row<V> decode(Document document) {
                return new Row<>(values.decode(document.document("value")), document.instant("until"));
            }
        };
    }
}
