package io.muster.cli.repl;

import io.muster.cli.format.Text;
import io.muster.cli.format.Tone;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;

/**
 * Shows what goes over the line, for those who asked for it.
 *
 * @param wanted whether anything is shown
 */
record Trace(Screen screen, boolean wanted) {
    void request(String tool, JsonObject arguments) {
        var params = JsonObject.builder().put("name", tool).put("arguments", arguments);
        show(Tone.FAINT, "→ REQUEST (tools/call):", params.build());
    }

    void response(String tool, JsonObject result) {
        show(Tone.FAINT, "← RESPONSE (" + tool + "):", result);
    }

    void notification(String method, JsonObject params) {
        show(Tone.WARNING, "← NOTIFICATION (" + method + "):", params);
    }

    private void show(Tone tone, String header, JsonObject payload) {
        if (wanted) {
            var body = Json.text(payload, JsonFormat.INDENTED).indent(4).stripTrailing();
            screen.note(tone, Text.visible(header + "\n" + body));
        }
    }
}
