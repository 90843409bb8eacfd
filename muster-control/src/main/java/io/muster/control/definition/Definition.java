package io.muster.control.definition;

import io.muster.wire.json.JsonObject;
import java.util.Optional;

/** A definition as a person or a tool wrote it; a lens that keeps what it does not know, and the spelling of names. */
public record Definition(JsonObject document) {
    /** Who registered a server through a tool. */
    public static final String REGISTERED_BY = "ui.giantswarm.io/registered-by";

    /** A new definition. */
    public static Definition of(ResourceKey key, JsonObject spec) {
        return new Definition(JsonObject.builder()
                .put("apiVersion", ResourceKind.API_VERSION)
                .put("kind", key.kind().kind())
                .put(
                        "metadata",
                        JsonObject.builder()
                                .put("name", key.name())
                                .put("namespace", "default")
                                .build())
                .put("spec", spec)
                .build());
    }

    public JsonObject metadata() {
        return document.object(spelled("metadata")).orElse(JsonObject.EMPTY);
    }

    public JsonObject spec() {
        return document.object(spelled("spec")).orElse(JsonObject.EMPTY);
    }

    public Optional<String> annotation(String name) {
        var metadata = metadata();
        return metadata.object(Shape.spelling(metadata, "annotations")).flatMap(annotations -> annotations.text(name));
    }

    public Definition withSpec(JsonObject spec) {
        return new Definition(document.with(spelled("spec"), spec));
    }

    public Definition withAnnotation(String name, String value) {
        var metadata = metadata();
        var member = Shape.spelling(metadata, "annotations");
        var annotations = metadata.object(member).orElse(JsonObject.EMPTY);
        return new Definition(document.with(spelled("metadata"), metadata.with(member, annotations.with(name, value))));
    }

    private String spelled(String member) {
        return Shape.spelling(document, member);
    }
}
