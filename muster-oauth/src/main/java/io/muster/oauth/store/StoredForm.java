package io.muster.oauth.store;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.Decoded;
import io.muster.wire.json.decode.Decoder;
import io.muster.wire.json.decode.Fields;
import java.time.DateTimeException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The written form of one kind of values: a JSON document that names its version. What cannot be read, because another
 * version wrote it or somebody else, counts as absent; that is logged once, without what it says.
 *
 * @param <T> the kind
 */
public final class StoredForm<T> {
    private static final Logger log = LoggerFactory.getLogger(StoredForm.class);
    private static final String VERSION_MEMBER = "v";
    private static final long VERSION = 1;

    private final String kind;
    private final Function<T, JsonObject> writer;
    private final Decoder<T> reader;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param kind what people call it
     * @param reader may throw what constructors and {@code orElseThrow} throw when something is missing or wrong
     */
    public StoredForm(String kind, Function<T, JsonObject> writer, Decoder<T> reader) {
        this.kind = kind;
        this.writer = writer;
        this.reader = reader;
    }

    public String write(T value) {
        return Json.text(writer.apply(value).with(VERSION_MEMBER, VERSION));
    }

    public Optional<T> read(String text) {
        try {
            return switch (Decoder.decode(Json.parseObject(text), this::versioned)) {
                case Decoded.Valid<T>(var value, var _) -> Optional.of(value);
                case Decoded.Invalid<T>(var problems) -> unreadable(problems.toString());
            };
        } catch (JsonException | IllegalArgumentException | DateTimeException | NoSuchElementException e) {
            // The message may quote what was stored.
            return unreadable(e.getClass().getSimpleName());
        }
    }

    private T versioned(Fields fields) {
        if (fields.integer(VERSION_MEMBER, VERSION, VERSION).isEmpty()) {
            throw new NoSuchElementException("a version that is known");
        }
        return reader.decode(fields);
    }

    private Optional<T> unreadable(String reason) {
        if (!told.getAndSet(true)) {
            log.atWarn()
                    .addKeyValue("kind", kind)
                    .addKeyValue("reason", reason)
                    .log("something stored cannot be read and counts as absent");
        }
        return Optional.empty();
    }
}
