package io.muster.cli.setup.intake;

import io.muster.wire.json.JsonObject;
import java.util.List;

/**
 * What became of one server that was found.
 *
 * @param name of its definition; empty when there is none
 * @param spec of its definition, secrets included
 * @param notes what the person should know about it, or the reason why it was not taken over
 */
record Outcome(Found found, Kind kind, String name, JsonObject spec, List<String> notes) {
    Outcome {
        notes = List.copyOf(notes);
    }

    static Outcome refused(Found found, String reason) {
        return new Outcome(found, Kind.NOT_IMPORTED, "", JsonObject.EMPTY, List.of(reason));
    }

    /** What became of it. */
    enum Kind {
        IMPORTED("imported"),
        PLANNED("would import"),
        IDENTICAL("already there"),
        NOT_IMPORTED("not imported"),
        /** Somebody else took the name in the meantime. */
        TAKEN("not imported");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }
}
