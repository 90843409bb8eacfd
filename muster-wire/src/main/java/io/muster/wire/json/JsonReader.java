package io.muster.wire.json;

import io.muster.wire.json.JsonException.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Validates a document in one pass of the streaming parser and records where the values of its upper levels begin.
 * Containers below are only checked, names included, and indexed by {@link Scan} if someone asks.
 */
final class JsonReader {
    /** Enough to reach the members of each tool in the answer to {@code tools/list}. */
    private static final int INDEXED_LEVELS = 4;

    /** Its constraints are the outer bound; the reader checks the limits of each call itself. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonLimits.DEEPEST + 1)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] document;
    private final JsonLimits limits;
    private final JsonParser parser;
    private final NameStack names = new NameStack();
    private final boolean mayHoldTooLongStrings;

    private JsonReader(byte[] document, JsonLimits limits, JsonParser parser) {
        this.document = document;
        this.limits = limits;
        this.parser = parser;
        this.mayHoldTooLongStrings = document.length > limits.maxStringLength();
    }

    static JsonValue read(byte[] document, JsonLimits limits) {
        if (document.length > limits.maxDocumentBytes()) {
            throw new JsonException(Reason.TOO_LARGE, "more than " + limits.maxDocumentBytes() + " bytes", 0, 0);
        }
        refuseOtherEncodings(document);
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), document)) {
            return new JsonReader(document, limits, parser).root();
        } catch (StreamConstraintsException e) {
            throw fault(Reason.TOO_LARGE, e.getOriginalMessage(), document, offset(e));
        } catch (JacksonException e) {
            throw fault(Reason.MALFORMED, e.getOriginalMessage(), document, offset(e));
        }
    }

    /** The parser would guess UTF-16 and UTF-32 and skip a byte order mark; RFC 8259 section 8.1 has only UTF-8. */
    private static void refuseOtherEncodings(byte[] document) {
        var invalid = Utf8.firstFault(document);
        if (invalid >= 0) {
            throw fault(Reason.MALFORMED, "not UTF-8", document, invalid);
        }
        if (document.length >= 3 && document[0] == (byte) 0xEF && document[1] == (byte) 0xBB) {
            throw fault(Reason.MALFORMED, "a byte order mark", document, 0);
        }
        for (int i = 0; i < Math.min(4, document.length); i++) {
            if (document[i] == 0) {
                throw fault(Reason.MALFORMED, "a NUL byte", document, i);
            }
        }
    }

    private JsonValue root() {
        var token = parser.nextToken();
        if (token == null) {
            throw fault(Reason.MALFORMED, "no value", document, document.length);
        }
        // A case for null would cost the first document of a process more than the rest of its reading.
        var value = switch (token) {
            case START_OBJECT -> object(1);
            case START_ARRAY -> array(1);
            default -> {
                var start = tokenStart();
                checkScalar(token);
                parser.finishToken();
                yield Scan.scalar(document, start, Scan.scalarEnd(document, start));
            }
        };
        if (parser.nextToken() != null) {
            throw fault(Reason.MALFORMED, "more than one value", document, tokenStart());
        }
        return value;
    }

    private JsonObject object(int level) {
        var start = tokenStart();
        if (level > INDEXED_LEVELS) {
            return JsonObject.unread(skipped(start));
        }
        open();
        var memberNames = new Members.Names();
        var parts = new Parts.Builder(document);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            parts.endedBefore(tokenStart());
            memberNames.add(checkedName());
            part(parser.nextToken(), level, parts);
        }
        parts.endedBefore(tokenStart());
        names.close();
        return JsonObject.read(sliceFrom(start), new Members(memberNames.toArray(), parts.build()));
    }

    private JsonArray array(int level) {
        var start = tokenStart();
        if (level > INDEXED_LEVELS) {
            return JsonArray.unread(skipped(start));
        }
        open();
        var parts = new Parts.Builder(document);
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            parts.endedBefore(tokenStart());
            part(token, level, parts);
        }
        parts.endedBefore(tokenStart());
        names.close();
        return JsonArray.read(sliceFrom(start), parts.build());
    }

    private void part(@Nullable JsonToken token, int level, Parts.Builder parts) {
        if (token == null) {
            throw fault(Reason.MALFORMED, "unexpected end", document, document.length);
        }
        var start = tokenStart();
        switch (token) {
            case START_OBJECT -> parts.add(start, object(level + 1));
            case START_ARRAY -> parts.add(start, array(level + 1));
            default -> {
                checkScalar(token);
                parts.add(start, null);
            }
        }
    }

    /** Checks the container whose start is the current token, without recursion and without keeping anything. */
    private Slice skipped(int start) {
        var outer = open() - 1;
        var depth = outer + 1;
        while (depth > outer) {
            var token = parser.nextToken();
            switch (token) {
                case START_OBJECT, START_ARRAY -> depth = open();
                case END_OBJECT, END_ARRAY -> {
                    names.close();
                    depth--;
                }
                case PROPERTY_NAME -> checkedName();
                case null -> throw fault(Reason.MALFORMED, "unexpected end", document, document.length);
                default -> checkScalar(token);
            }
        }
        return sliceFrom(start);
    }

    private int open() {
        var depth = names.open();
        if (depth > limits.maxDepth()) {
            throw fault(Reason.TOO_DEEP, "nested deeper than " + limits.maxDepth(), document, tokenStart());
        }
        return depth;
    }

    private String checkedName() {
        var name = parser.currentName();
        if (name.length() > limits.maxStringLength()) {
            throw tooLong("name", limits.maxStringLength());
        }
        if (!names.add(name)) {
            throw fault(Reason.DUPLICATE_NAME, "duplicate name", document, tokenStart());
        }
        return name;
    }

    private void checkScalar(JsonToken token) {
        switch (token) {
            case VALUE_STRING -> {
                if (mayHoldTooLongStrings && parser.getStringLength() > limits.maxStringLength()) {
                    throw tooLong("string", limits.maxStringLength());
                }
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                if (parser.getStringLength() > limits.maxNumberLength()) {
                    throw tooLong("number", limits.maxNumberLength());
                }
            }
            default -> {}
        }
    }

    private JsonException tooLong(String what, int limit) {
        return fault(Reason.TOO_LARGE, "a " + what + " of more than " + limit + " characters", document, tokenStart());
    }

    private int tokenStart() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private Slice sliceFrom(int start) {
        return new Slice(document, start, (int) parser.currentLocation().getByteOffset());
    }

    private static int offset(JacksonException e) {
        var location = e.getLocation();
        return location == null ? -1 : (int) location.getByteOffset();
    }

    private static JsonException fault(Reason reason, String message, byte[] document, int offset) {
        if (offset < 0) {
            return new JsonException(reason, message, 0, 0);
        }
        var line = 1;
        var column = 1;
        for (int i = 0; i < Math.min(offset, document.length); i++) {
            if (document[i] == '\n') {
                line++;
                column = 1;
            } else if ((document[i] & 0xC0) != 0x80) {
                column++;
            }
        }
        return new JsonException(reason, message, line, column);
    }
}
