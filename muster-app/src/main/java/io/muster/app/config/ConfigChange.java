package io.muster.app.config;

import io.muster.app.config.Shape.Open;
import io.muster.app.config.Shape.Section;
import io.muster.app.config.Shape.Setting;
import io.muster.app.config.Shape.Text;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.util.List;

/** A change of a section in the words of the tools, turned into the words of the file and merged. */
final class ConfigChange {
    private ConfigChange() {}

    /**
     * The change with the names of the file. Masked secrets, as the tools show them, mean "as it was" and are left out.
     *
     * @param problems takes what is wrong, one line each
     */
    static JsonObject translate(JsonObject change, Section section, List<String> problems) {
        var translated = JsonObject.builder();
        for (var member : change.members()) {
            var key = section.find(member.name());
            if (key.isEmpty()) {
                problems.add("unknown key '" + member.name() + "'" + section.suggestion(member.name()));
            } else if (key.get().shape() instanceof Section inner && member.value() instanceof JsonObject value) {
                translated.put(key.get().name(), translate(value, inner, problems));
            } else if (!masked(key.get().shape(), member)) {
                translated.put(key.get().name(), member.value());
            }
        }
        return translated.build();
    }

    /** The document with the change: sections are merged, other values replaced, {@code null} removes. */
    static JsonObject merge(JsonObject document, JsonObject change, Section section) {
        var merged = document;
        for (var member : change.members()) {
            var name = member.name();
            if (member.value() == JsonNull.NULL) {
                merged = merged.without(name);
            } else if (member.value() instanceof JsonObject inner
                    && section.find(name).isPresent()
                    && section.find(name).get().shape() instanceof Section innerSection) {
                var old = merged.object(name).orElse(JsonObject.EMPTY);
                var changed = merge(old, inner, innerSection);
                merged = changed.isEmpty() && !merged.has(name) ? merged : merged.with(name, changed);
            } else if (section.find(name).map(Setting::shape).orElse(null) instanceof Open open) {
                merged = merged.with(name, open.restored(member.value(), merged.get(name)));
            } else {
                merged = merged.with(name, member.value());
            }
        }
        return merged;
    }

    private static boolean masked(Shape shape, JsonObject.Member member) {
        return shape instanceof Text text && text.secret() && member.value().equals(new JsonString(Shape.MASK));
    }
}
