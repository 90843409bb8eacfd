package io.muster.cli.setup.intake;

import io.muster.wire.json.JsonObject;
import java.util.List;

/** What becomes of a server that was found. */
sealed interface Conversion {
    /**
     * A definition.
     *
     * @param notes what is not carried over
     */
    record Converted(JsonObject spec, List<String> notes) implements Conversion {
        public Converted {
            notes = List.copyOf(notes);
        }
    }

    /** Nothing, for the reason. */
    record Refused(String reason) implements Conversion {}
}
