package io.muster.wire.yaml;

import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;

/** Writes values in block style, two spaces per level; lines are separated by a plain line feed. */
final class YamlWriter {
    private static final String STEP = "  ";

    private final StringBuilder out = new StringBuilder();

    private YamlWriter() {}

    /** The lines of a non-empty container without a trailing line break; the first line is not indented. */
    static String block(JsonValue container, int indent) {
        var writer = new YamlWriter();
        writer.container(container, indent);
        return writer.out.toString();
    }

    /** One entry of a mapping, key and value, without a trailing line break. */
    static String entry(JsonObject.Member member, int indent) {
        var writer = new YamlWriter();
        writer.member(member, indent);
        return writer.out.toString();
    }

    /** One element of a sequence, dash and value, without a trailing line break. */
    static String element(JsonValue value, int indent) {
        var writer = new YamlWriter();
        writer.item(value, indent);
        return writer.out.toString();
    }

    /** The value on one line, for a place inside brackets. */
    static String flow(JsonValue value) {
        var writer = new YamlWriter();
        writer.inBrackets(value);
        return writer.out.toString();
    }

    /** Whether the value is written as lines below its key rather than beside it. */
    static boolean isBlock(JsonValue value) {
        return switch (value) {
            case JsonObject object -> !object.isEmpty();
            case JsonArray array -> !array.isEmpty();
            default -> false;
        };
    }

    private void container(JsonValue value, int indent) {
        var first = true;
        switch (value) {
            case JsonObject object -> {
                for (var member : object.members()) {
                    separate(first, indent);
                    first = false;
                    member(member, indent);
                }
            }
            case JsonArray array -> {
                for (var element : array.values()) {
                    separate(first, indent);
                    first = false;
                    item(element, indent);
                }
            }
            default -> throw new IllegalArgumentException("not a container");
        }
    }

    private void separate(boolean first, int indent) {
        if (!first) {
            newLine(indent);
        }
    }

    private void newLine(int indent) {
        out.append('\n').repeat(' ', indent);
    }

    private void member(JsonObject.Member member, int indent) {
        var key = ScalarText.inline(member.name(), false);
        if (key.length() > ScalarText.MAX_SIMPLE_KEY) {
            out.append("? ").append(key);
            newLine(indent);
            out.append(':');
        } else {
            out.append(key).append(':');
        }
        if (isBlock(member.value())) {
            newLine(indent + STEP.length());
            container(member.value(), indent + STEP.length());
        } else {
            out.append(' ');
            leaf(member.value(), indent + STEP.length());
        }
    }

    private void item(JsonValue value, int indent) {
        out.append("- ");
        if (isBlock(value)) {
            container(value, indent + STEP.length());
        } else {
            leaf(value, indent + STEP.length());
        }
    }

    private void leaf(JsonValue value, int indent) {
        if (value instanceof JsonString string && ScalarText.fitsLiteral(string.value())) {
            out.append(ScalarText.literalHeader(string.value()))
                    .append('\n')
                    .append(ScalarText.literalBody(string.value(), indent));
        } else {
            out.append(ScalarText.inline(value, false));
        }
    }

    private void inBrackets(JsonValue value) {
        var separator = "";
        switch (value) {
            case JsonObject object -> {
                out.append('{');
                for (var member : object.members()) {
                    var key = ScalarText.inline(member.name(), true);
                    out.append(separator)
                            .append(key.length() > ScalarText.MAX_SIMPLE_KEY ? "? " : "")
                            .append(key)
                            .append(": ");
                    inBrackets(member.value());
                    separator = ", ";
                }
                out.append('}');
            }
            case JsonArray array -> {
                out.append('[');
                for (var element : array.values()) {
                    out.append(separator);
                    inBrackets(element);
                    separator = ", ";
                }
                out.append(']');
            }
            default -> out.append(ScalarText.inline(value, true));
        }
    }
}
