package io.muster.wire.json.decode;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong while a document is read. */
final class Problems {
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    void error(JsonPath path, String message) {
        errors.add(new Problem(path, message));
    }

    void warning(JsonPath path, String message) {
        warnings.add(new Problem(path, message));
    }

    List<Problem> errors() {
        return List.copyOf(errors);
    }

    List<Problem> warnings() {
        return List.copyOf(warnings);
    }
}
