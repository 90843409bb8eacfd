package io.muster.wire.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/** Reads and writes JSON (RFC 8259). */
public final class Json {
    private Json() {}

    /**
     * Reads one document; the array must not be changed afterwards.
     *
     * @throws JsonException when the bytes are not one JSON document in UTF-8, or exceed {@link JsonLimits#DEFAULT}
     */
    public static JsonValue parse(byte[] document) {
        return parse(document, JsonLimits.DEFAULT);
    }

    /** Reads one document within limits. */
    public static JsonValue parse(byte[] document, JsonLimits limits) {
        return JsonReader.read(document, limits, _ -> {});
    }

    /**
     * Reads one document and tells on the way what its values take in memory, beyond the document.
     *
     * @param taken hears of further bytes, estimated, from time to time and at the end; may throw to give up
     */
    public static JsonValue parse(byte[] document, LongConsumer taken) {
        return JsonReader.read(document, JsonLimits.DEFAULT, taken);
    }

    public static JsonValue parse(String document) {
        return parse(document.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The object that the document is.
     *
     * @throws JsonException when it is not JSON, or not an object
     */
    public static JsonObject parseObject(String document) {
        if (parse(document) instanceof JsonObject object) {
            return object;
        }
        throw new JsonException(JsonException.Reason.MALFORMED, "not a JSON object", 1, 1);
    }

    /**
     * How many bytes of text the value keeps in memory. What was read counts as its whole document, however small a part of
     * it the value is, and each document once.
     */
    public static long footprint(JsonValue value) {
        return Footprint.of(value);
    }

    /** How many bytes {@link #bytes} answers, more or less: what needs escapes is longer. */
    public static long sizeHint(JsonValue value) {
        return JsonWriter.sizeHint(value);
    }

    /** The value in UTF-8: compact where it was built or edited, as it was read elsewhere. */
    public static byte[] bytes(JsonValue value) {
        return JsonWriter.written(value, JsonFormat.AS_IS).bytes();
    }

    /** As {@link #bytes}, but on one line: for transports that frame by newline (MCP stdio, SSE). */
    public static byte[] line(JsonValue value) {
        return JsonWriter.written(value, JsonFormat.AS_IS).line();
    }

    /** Writes what {@link #bytes} answers to a stream, in one piece. */
    public static void write(JsonValue value, OutputStream stream) throws IOException {
        JsonWriter.written(value, JsonFormat.AS_IS).to(stream);
    }

    /** The value as text: compact where it was built or edited, as it was read elsewhere. */
    public static String text(JsonValue value) {
        return text(value, JsonFormat.AS_IS);
    }

    /** The value as text in a given form, written anew unless the form is {@link JsonFormat#AS_IS}. */
    public static String text(JsonValue value, JsonFormat format) {
        return JsonWriter.written(value, format).text();
    }
}
