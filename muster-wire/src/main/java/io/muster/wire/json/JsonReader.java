package io.muster.wire.json;

import io.muster.wire.json.JsonException.Reason;

/**
 * Validates a document in one pass over its bytes and records where the values of its upper levels are. Containers below
 * are only checked, names included, and indexed by {@link Scan} if someone asks. Recursive, but never deeper than
 * {@link JsonLimits} allow.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-2">RFC 8259, section 2</a>
 */
final class JsonReader {
    /** Enough to reach the members of each tool in the answer to {@code tools/list}. */
    private static final int INDEXED_LEVELS = 4;

    private static final byte END = 0;

    private final byte[] document;
    private final JsonLimits limits;
    private final NameStack names = new NameStack();
    private final NameCache known;
    private int at;

    private JsonReader(byte[] document, JsonLimits limits) {
        this.document = document;
        this.limits = limits;
        this.known = new NameCache(document);
    }

    static JsonValue read(byte[] document, JsonLimits limits) {
        if (document.length > limits.maxDocumentBytes()) {
            throw new JsonException(Reason.TOO_LARGE, "more than " + limits.maxDocumentBytes() + " bytes", 0, 0);
        }
        return new JsonReader(document, limits).root();
    }

    private JsonValue root() {
        var first = next();
        var start = at;
        var value = switch (first) {
            case '{' -> object(1);
            case '[' -> array(1);
            default -> {
                scalar(first);
                yield Scan.scalar(document, start, at);
            }
        };
        next();
        if (at < document.length) {
            throw malformed("more than one value");
        }
        return value;
    }

    private JsonObject object(int level) {
        var start = at;
        if (level > INDEXED_LEVELS) {
            skipObject();
            return JsonObject.unread(new Slice(document, start, at));
        }
        var memberNames = new Members.Names();
        var parts = new Parts.Builder(document);
        open();
        for (var more = isNotEmpty('}'); more; more = isContinued('}')) {
            memberNames.add(name());
            part(level, parts);
        }
        names.close();
        return JsonObject.read(new Slice(document, start, at), new Members(memberNames.toArray(), parts.build()));
    }

    private JsonArray array(int level) {
        var start = at;
        if (level > INDEXED_LEVELS) {
            skipArray();
            return JsonArray.unread(new Slice(document, start, at));
        }
        var parts = new Parts.Builder(document);
        open();
        for (var more = isNotEmpty(']'); more; more = isContinued(']')) {
            part(level, parts);
        }
        names.close();
        return JsonArray.read(new Slice(document, start, at), parts.build());
    }

    private void part(int level, Parts.Builder parts) {
        var first = next();
        var start = at;
        switch (first) {
            case '{' -> parts.add(start, object(level + 1));
            case '[' -> parts.add(start, array(level + 1));
            default -> {
                scalar(first);
                parts.add(start, null);
            }
        }
        parts.ended(at);
    }

    private void skip() {
        var first = next();
        switch (first) {
            case '{' -> skipObject();
            case '[' -> skipArray();
            default -> scalar(first);
        }
    }

    private void skipObject() {
        open();
        for (var more = isNotEmpty('}'); more; more = isContinued('}')) {
            name();
            skip();
        }
        names.close();
    }

    private void skipArray() {
        open();
        for (var more = isNotEmpty(']'); more; more = isContinued(']')) {
            skip();
        }
        names.close();
    }

    /** Enters the container that begins here. */
    private void open() {
        if (names.open() > limits.maxDepth()) {
            throw fault(Reason.TOO_DEEP, "nested deeper than " + limits.maxDepth(), at);
        }
        at++;
    }

    private boolean isNotEmpty(char close) {
        if (next() != close) {
            return true;
        }
        at++;
        return false;
    }

    private boolean isContinued(char close) {
        var separator = next();
        if (separator != ',' && separator != close) {
            throw malformed("a comma or " + close + " is expected");
        }
        at++;
        return separator == ',';
    }

    /** A name of the innermost object, with its colon. */
    private String name() {
        if (next() != '"') {
            throw malformed("a name is expected");
        }
        var start = at;
        string();
        var name = known.name(start, at);
        if (name.length() > limits.maxStringLength()) {
            throw fault(Reason.TOO_LARGE, "a name of more than " + limits.maxStringLength() + " characters", start);
        }
        if (!names.add(name)) {
            throw fault(Reason.DUPLICATE_NAME, "duplicate name", start);
        }
        if (next() != ':') {
            throw malformed("a colon is expected");
        }
        at++;
        return name;
    }

    private void scalar(byte first) {
        switch (first) {
            case '"' -> text();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
    }

    private void text() {
        var start = at;
        string();
        // Characters are counted only where there are bytes enough for too many of them.
        var limit = limits.maxStringLength();
        if (at - start - 2 > limit && Scan.string(document, start, at).length() > limit) {
            throw fault(Reason.TOO_LARGE, "a string of more than " + limit + " characters", start);
        }
    }

    private void string() {
        at++;
        while (true) {
            at = StringBytes.specialOrLong(document, at);
            if (at == document.length) {
                throw malformed("a string has no end");
            }
            var special = document[at];
            if (special == '"') {
                at++;
                return;
            }
            if (special == '\\') {
                escape();
            } else if (special < 0) {
                longCharacter();
            } else {
                throw malformed("a control character in a string");
            }
        }
    }

    /** One of several bytes, which only strings may have. */
    private void longCharacter() {
        var length = Utf8.sequenceLength(document, at);
        if (length == 0) {
            throw malformed("not UTF-8");
        }
        at += length;
    }

    private void escape() {
        var kind = byteAt(at + 1);
        if (kind == 'u') {
            for (int i = at + 2; i < at + 6; i++) {
                if (byteAt(i) < 0 || Character.digit(byteAt(i), 16) < 0) {
                    throw malformed("an escape without four hexadecimal digits");
                }
            }
            at += 6;
        } else if (kind != END && "\"\\/bfnrt".indexOf(kind) >= 0) {
            at += 2;
        } else {
            throw malformed("an unknown escape");
        }
    }

    private void literal(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (byteAt(at + i) != word.charAt(i)) {
                throw malformed("a value is expected");
            }
        }
        at += word.length();
    }

    /** RFC 8259 section 6. */
    private void number() {
        var start = at;
        if (byteAt(at) == '-') {
            at++;
        }
        if (byteAt(at) == '0') {
            at++;
        } else {
            digits(start);
        }
        if (byteAt(at) == '.') {
            at++;
            digits(start);
        }
        if ((byteAt(at) | 0x20) == 'e') {
            at++;
            if (byteAt(at) == '+' || byteAt(at) == '-') {
                at++;
            }
            digits(start);
        }
        if (at - start > limits.maxNumberLength()) {
            throw fault(Reason.TOO_LARGE, "a number of more than " + limits.maxNumberLength() + " characters", start);
        }
    }

    /** At least one. */
    private void digits(int start) {
        var first = at;
        while (byteAt(at) >= '0' && byteAt(at) <= '9') {
            at++;
        }
        if (at == first) {
            throw malformed(start == at ? "a value is expected" : "a number lacks a digit");
        }
    }

    /** Moves to the next byte that is not whitespace; {@link #END} when there is none. */
    private byte next() {
        if (at < document.length && document[at] > ' ') {
            return document[at];
        }
        return nextAfterWhitespace();
    }

    private byte nextAfterWhitespace() {
        while (at < document.length) {
            var b = document[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b;
            }
            at++;
        }
        return END;
    }

    private byte byteAt(int index) {
        return index < document.length ? document[index] : END;
    }

    private JsonException malformed(String message) {
        return fault(Reason.MALFORMED, at < document.length ? message : "unexpected end", at);
    }

    private JsonException fault(Reason reason, String message, int offset) {
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
