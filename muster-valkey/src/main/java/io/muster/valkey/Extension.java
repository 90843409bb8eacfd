package io.muster.valkey;

import io.muster.authserver.store.codec.Codec;
import io.muster.authserver.store.codec.Row;
import io.muster.valkey.Server.Repeat;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Lets what is stored live longer. Whoever changes it meanwhile says himself how long it lives. */
record Extension<T>(Server server, Values values, Codec<Row<T>> codec, InstantSource clock) {
    void extend(String key, Instant until) {
        var stored = server.get(key);
        if (stored == null) {
            return;
        }
        var now = clock.instant();
        var row = values.read(key, codec, stored);
        if (row.isLive(now) && row.until().isBefore(until)) {
            server.script(
                    Repeat.ALLOWED,
                    Script.REPLACE,
                    List.of(key),
                    stored,
                    values.write(key, codec, new Row<>(row.value(), until)),
                    Ttl.millis(now, until));
        }
    }
}
