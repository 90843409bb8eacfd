package io.muster.dist;

import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A component of a bill of materials.
 *
 * @param json as CycloneDX describes it
 * @see <a href="https://cyclonedx.org/docs/1.6/json/#components">CycloneDX: components</a>
 */
record Component(JsonObject json) {
    /** The Java runtime, as its file {@code release} describes it. */
    static Component runtime(Release release) {
        var license = JsonObject.of("expression", "GPL-2.0-only WITH Classpath-exception-2.0");
        return new Component(JsonObject.builder()
                .put("type", "platform")
                .put("bom-ref", "java-runtime")
                .put("publisher", release.value("IMPLEMENTOR"))
                .put("name", "OpenJDK")
                .put("version", release.value("JAVA_RUNTIME_VERSION"))
                .put("description", "Java runtime of the modules " + release.value("MODULES"))
                .put("licenses", JsonArray.of(license))
                .build());
    }

    String name() {
        return json.text("name", "");
    }

    String version() {
        return json.text("version", "");
    }

    boolean isOurs() {
        return json.text("group", "").equals("io.muster");
    }

    /** Identifiers where there are some, else names. */
    List<String> licenses() {
        return json.values("licenses").stream()
                .map(JsonObject.class::cast)
                .flatMap(Component::license)
                .toList();
    }

    private static Stream<String> license(JsonObject choice) {
        return Stream.concat(
                choice.text("expression").stream(),
                choice.object("license").stream()
                        .map(license -> license.text("id").or(() -> license.text("name")))
                        .map(name -> name.orElse("see the library")));
    }

    /** Where its source is to be had. */
    String website() {
        return json.values("externalReferences").stream()
                .map(JsonObject.class::cast)
                .filter(reference -> reference.text("type", "").equals("website"))
                .map(reference -> reference.text("url", ""))
                .findFirst()
                .orElse("");
    }

    static Stream<Component> all(List<JsonValue> components) {
        return components.stream().map(value -> new Component((JsonObject) Objects.requireNonNull(value)));
    }
}
