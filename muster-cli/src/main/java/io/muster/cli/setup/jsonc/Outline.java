package io.muster.cli.setup.jsonc;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds where the parts of a text stand that is known to be JSON and not deeply nested. */
final class Outline {
    private final String text;
    private int at;

    private Outline(String text) {
        this.text = text;
    }

    /** One value: from its first character to the one after its last. */
    sealed interface Node {
        int start();

        int end();
    }

    record ObjectNode(int start, int end, List<Entry> entries) implements Node {
        Optional<Entry> entry(String name) {
            return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
        }
    }

    record OtherNode(int start, int end) implements Node {}

    /** A member of an object, which begins with the quote of its name. */
    record Entry(String name, int start, Node value) {}

    static Node of(String json) {
        var outline = new Outline(json);
        outline.skipBlanks();
        return outline.value();
    }

    private Node value() {
        var start = at;
        switch (text.charAt(at)) {
            case '{' -> {
                return object(start);
            }
            case '[' -> array();
            case '"' -> string();
            default -> literal();
        }
        return new OtherNode(start, at);
    }

    private ObjectNode object(int start) {
        var entries = new ArrayList<Entry>();
        at++;
        for (skipSeparators(); text.charAt(at) != '}'; skipSeparators()) {
            var key = at;
            string();
            var name = (JsonString) Json.parse(text.substring(key, at));
            skipSeparators();
            entries.add(new Entry(name.value(), key, value()));
        }
        at++;
        return new ObjectNode(start, at, List.copyOf(entries));
    }

    private void array() {
        at++;
        for (skipSeparators(); text.charAt(at) != ']'; skipSeparators()) {
            value();
        }
        at++;
    }

    private void string() {
        for (at++; text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\') {
                at++;
            }
        }
        at++;
    }

    private void literal() {
        while (at < text.length() && ",:]}".indexOf(text.charAt(at)) < 0 && !isBlank(text.charAt(at))) {
            at++;
        }
    }

    private void skipSeparators() {
        while (isBlank(text.charAt(at)) || text.charAt(at) == ',' || text.charAt(at) == ':') {
            at++;
        }
    }

    private void skipBlanks() {
        while (isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
