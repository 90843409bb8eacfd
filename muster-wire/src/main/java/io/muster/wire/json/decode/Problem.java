package io.muster.wire.json.decode;

/** Something wrong with a document. */
public record Problem(JsonPath path, String message) {
    @Override
    public String toString() {
        return path.text().isEmpty() ? message : path + ": " + message;
    }
}
