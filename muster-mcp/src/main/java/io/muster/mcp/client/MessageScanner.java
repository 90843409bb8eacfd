package io.muster.mcp.client;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Finds the top-level {@code id} of a message that cannot be parsed, because it is too large or broken, without keeping
 * it. The one call that waits for it can then fail at once instead of at its deadline.
 */
final class MessageScanner {
    private static final int MAX_TOKEN = 32;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,18}");

    private final StringBuilder token = new StringBuilder();
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean inValue;
    private String name = "";
    private String id = "";
    private boolean hasMethod;

    static MessageScanner of(byte[] text) {
        var scanner = new MessageScanner();
        scanner.scan(text, 0, text.length);
        return scanner;
    }

    void scan(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            scan((char) (bytes[i] & 0xFF));
        }
    }

    /** The id when the message is a response. */
    OptionalLong responseId() {
        return !hasMethod && WHOLE_NUMBER.matcher(id).matches()
                ? OptionalLong.of(Long.parseLong(id))
                : OptionalLong.empty();
    }

    private void scan(char c) {
        if (inString) {
            scanString(c);
            return;
        }
        switch (c) {
            case '"' -> {
                inString = true;
                token.setLength(0);
            }
            case '{', '[' -> depth++;
            case '}', ']' -> {
                endMember();
                depth--;
            }
            case ',' -> endMember();
            case ':' -> {
                if (depth == 1 && !inValue) {
                    name = token.toString();
                    hasMethod |= name.equals("method");
                    inValue = true;
                    token.setLength(0);
                }
            }
            default -> keep(c);
        }
    }

    private void scanString(char c) {
        if (escaped) {
            escaped = false;
        } else if (c == '\\') {
            escaped = true;
        } else if (c == '"') {
            inString = false;
            return;
        }
        keep(c);
    }

    private void keep(char c) {
        if (depth == 1 && token.length() < MAX_TOKEN && c > ' ') {
            token.append(c);
        }
    }

    private void endMember() {
        if (depth == 1) {
            if (inValue && name.equals("id")) {
                id = token.toString();
            }
            inValue = false;
            token.setLength(0);
        }
    }
}
