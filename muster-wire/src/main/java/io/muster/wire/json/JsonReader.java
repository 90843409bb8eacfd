package io.muster.wire.json;

import io.muster.wire.json.JsonException.Reason;
import io.muster.wire.json.NameCache.Name;
import java.util.function.LongConsumer;

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

    /**
     * Containers that are made of one document when it is read. Others are made when someone asks for them: two characters
     * of a document must not cost a hundred bytes, millions of times.
     */
    static final int MOST_CONTAINERS = 100_000;

    private static final byte END = 0;

    /** What values take in memory, in bytes: measured, with few in each container. Scalars stay undecoded mostly. */
    private static final int CONTAINER = 240;

    private static final int SCALAR = 24;
    private static final int NAME = 64;
    /** How much may be taken before it is told. */
    private static final int STRETCH = 16 << 10;

    private final byte[] document;
    private final JsonLimits limits;
    private final LongConsumer taken;
    private final NameStack names = new NameStack();
    private final NameCache known;
    private int containers;
    private int at;
    private int untold;

    private JsonReader(byte[] document, JsonLimits limits, LongConsumer taken) {
        this.document = document;
        this.limits = limits;
        this.taken = taken;
        this.known = new NameCache(document);
    }

    static JsonValue read(byte[] document, JsonLimits limits, LongConsumer taken) {
        if (document.length > limits.maxDocumentBytes()) {
            throw new JsonException(Reason.TOO_LARGE, "more than " + limits.maxDocumentBytes() + " bytes", 0, 0);
        }
        return new JsonReader(document, limits, taken).root();
    }

    private JsonValue root() {
        var first = next();
        var start = at;
        var value = switch (first) {
            case '{' -> object(1, Name.none());
            case '[' -> array(1, Name.none());
            default -> {
                scalar(first);
                yield Scan.scalar(document, start, at);
            }
        };
        next();
        if (at < document.length) {
            throw malformed("more than one value");
        }
        taken.accept(untold);
        return value;
    }

    /** @param owner the name that it belongs to */
    private JsonObject object(int level, Name owner) {
        var start = at;
        if (level > INDEXED_LEVELS) {
            skipObject(owner);
            return JsonObject.unread(new Slice(document, start, at));
        }
        var memberNames = new Members.Names();
        var parts = new Parts.Builder(document);
        open();
        var name = owner.opening();
        for (var more = isNotEmpty('}'); more; more = isContinued('}')) {
            name = name(name);
            memberNames.add(name.text());
            part(level, name, parts);
        }
        names.close();
        return JsonObject.read(new Slice(document, start, at), new Members(memberNames.toArray(), parts.build()));
    }

    private JsonArray array(int level, Name owner) {
        var start = at;
        if (level > INDEXED_LEVELS) {
            skipArray(owner);
            return JsonArray.unread(new Slice(document, start, at));
        }
        var parts = new Parts.Builder(document);
        open();
        for (var more = isNotEmpty(']'); more; more = isContinued(']')) {
            part(level, owner, parts);
        }
        names.close();
        return JsonArray.read(new Slice(document, start, at), parts.build());
    }

    private void part(int level, Name owner, Parts.Builder parts) {
        var first = next();
        var start = at;
        if (containers >= MOST_CONTAINERS) {
            parts.add(start, null);
            skip(owner);
        } else {
            switch (first) {
                case '{' -> {
                    containers++;
                    parts.add(start, object(level + 1, owner));
                }
                case '[' -> {
                    containers++;
                    parts.add(start, array(level + 1, owner));
                }
                default -> {
                    scalar(first);
                    parts.add(start, null);
                }
            }
        }
        parts.ended(at);
    }

    private void skip(Name owner) {
        var first = next();
        switch (first) {
            case '{' -> skipObject(owner);
            case '[' -> skipArray(owner);
            default -> scalar(first);
        }
    }

    private void skipObject(Name owner) {
        open();
        var name = owner.opening();
        for (var more = isNotEmpty('}'); more; more = isContinued('}')) {
            name = name(name);
            skip(name);
        }
        names.close();
    }

    private void skipArray(Name owner) {
        open();
        for (var more = isNotEmpty(']'); more; more = isContinued(']')) {
            skip(owner);
        }
        names.close();
    }

    /** Enters the container that begins here. */
    private void open() {
        if (names.open() > limits.maxDepth()) {
            throw fault(Reason.TOO_DEEP, "nested deeper than " + limits.maxDepth(), at);
        }
        at++;
        take(CONTAINER);
    }

    private void take(int bytes) {
        untold += bytes;
        if (untold >= STRETCH) {
            taken.accept(untold);
            untold = 0;
        }
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

    /** The next name of the innermost object, with its colon. */
    private Name name(Name before) {
        if (next() != '"') {
            throw malformed("a name is expected");
        }
        var start = at;
        var name = known.guess(before, start);
        if (name != null) {
            at += name.length();
        } else {
            text("a name");
            name = known.find(before, start, at);
        }
        if (!names.add(name.text(), name.bits())) {
            throw fault(Reason.DUPLICATE_NAME, "duplicate name", start);
        }
        if (next() != ':') {
            throw malformed("a colon is expected");
        }
        at++;
        take(NAME);
        return name;
    }

    private void scalar(byte first) {
        take(SCALAR);
        switch (first) {
            case '"' -> text("a string");
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
    }

    private void text(String kind) {
        var start = at;
        string();
        // Characters are counted only where there are bytes enough for too many of them.
        var limit = limits.maxStringLength();
        if (at - start - 2 > limit && Scan.string(document, start, at).length() > limit) {
            throw fault(Reason.TOO_LARGE, kind + " of more than " + limit + " characters", start);
        }
    }

    private void string() {
        var i = at + 1;
        while (true) {
            i = StringBytes.specialOrLong(document, i);
            if (i == document.length) {
                throw malformed("a string has no end", i);
            }
            var special = document[i];
            if (special == '"') {
                at = i + 1;
                return;
            }
            if (special == '\\') {
                i = escapeEnd(i);
            } else if (special < 0) {
                i = longCharacterEnd(i);
            } else {
                throw malformed("a control character in a string", i);
            }
        }
    }

    /** Behind one of the characters of several bytes, which only strings may have. */
    private int longCharacterEnd(int start) {
        var length = Utf8.sequenceLength(document, start);
        if (length == 0) {
            throw malformed("not UTF-8", start);
        }
        return start + length;
    }

    private int escapeEnd(int start) {
        return switch (byteAt(start + 1)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> start + 2;
            case 'u' -> {
                for (int i = start + 2; i < start + 6; i++) {
                    if (byteAt(i) < 0 || Character.digit(byteAt(i), 16) < 0) {
                        throw malformed("an escape without four hexadecimal digits", start);
                    }
                }
                yield start + 6;
            }
            default -> throw malformed("an unknown escape", start);
        };
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
        return malformed(message, at);
    }

    private JsonException malformed(String message, int offset) {
        return fault(Reason.MALFORMED, offset < document.length ? message : "unexpected end", offset);
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
