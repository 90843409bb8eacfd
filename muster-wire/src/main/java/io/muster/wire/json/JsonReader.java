package io.muster.wire.json;

import java.util.ArrayList;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Builds values from the tokens of the streaming parser. */
final class JsonReader {
    private JsonReader() {}

    static JsonValue read(byte[] document, JsonLimits limits) {
        var factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxDepth())
                        .maxStringLength(limits.maxStringLength())
                        .maxNameLength(limits.maxStringLength())
                        .maxNumberLength(limits.maxNumberLength())
                        .maxDocumentLength(limits.maxDocumentBytes())
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (var parser = factory.createParser(ObjectReadContext.empty(), document)) {
            parser.nextToken();
            var value = value(parser);
            if (parser.nextToken() != null) {
                throw new JsonException(JsonException.Reason.MALFORMED, "more than one value", 0, 0);
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw new JsonException(JsonException.Reason.TOO_DEEP, e.getOriginalMessage(), 0, 0);
        } catch (JacksonException e) {
            throw new JsonException(JsonException.Reason.MALFORMED, e.getOriginalMessage(), 0, 0);
        }
    }

    private static JsonValue value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                var builder = JsonObject.builder();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    var name = parser.currentName();
                    parser.nextToken();
                    builder.put(name, value(parser));
                }
                yield builder.build();
            }
            case START_ARRAY -> {
                var values = new ArrayList<JsonValue>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(value(parser));
                }
                yield JsonArray.of(values);
            }
            case VALUE_STRING -> new JsonString(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getString());
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            case null, default -> throw new JsonException(JsonException.Reason.MALFORMED, "no value", 1, 1);
        };
    }
}
