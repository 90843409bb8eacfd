package io.muster.wire.json.decode;

/** A place in a document, such as {@code spec.args[2]}; empty for the document itself. */
public record JsonPath(String text) {
    public static final JsonPath ROOT = new JsonPath("");

    public JsonPath member(String name) {
        return new JsonPath(text.isEmpty() ? name : text + "." + name);
    }

    public JsonPath element(int index) {
        return new JsonPath(text + "[" + index + "]");
    }

    @Override
    public String toString() {
        return text;
    }
}
