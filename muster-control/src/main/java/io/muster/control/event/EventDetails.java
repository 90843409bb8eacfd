package io.muster.control.event;

import io.muster.wire.time.GoDuration;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of an event besides its reason and subject. Values are inserted into messages as they are. */
public final class EventDetails {
    public static final EventDetails NONE = new EventDetails(Map.of());
    private static final int LONGEST = 4_096;

    /** The places in messages. */
    enum Part {
        ERROR,
        STEPS,
        EXECUTION,
        DURATION,
        STEP,
        TOOL,
        ALLOW_FAILURE,
        RESULT,
        MISSING_TOOLS
    }

    private final Map<Part, String> parts;

    private EventDetails(Map<Part, String> parts) {
        this.parts = parts;
    }

    /** Details that consist of an error; its text must hold no secret. */
    public static EventDetails error(String error) {
        return NONE.withError(error);
    }

    public EventDetails withError(String error) {
        return with(Part.ERROR, error);
    }

    public EventDetails withSteps(int steps) {
        return with(Part.STEPS, Integer.toString(steps));
    }

    public EventDetails withExecution(String id) {
        return with(Part.EXECUTION, id);
    }

    public EventDetails withDuration(Duration duration) {
        return with(Part.DURATION, GoDuration.format(duration));
    }

    public EventDetails withStep(String id) {
        return with(Part.STEP, id);
    }

    public EventDetails withTool(String tool) {
        return with(Part.TOOL, tool);
    }

    /** The failure is one that the workflow allows. */
    public EventDetails withFailureAllowed() {
        return with(Part.ALLOW_FAILURE, "true");
    }

    public EventDetails withResult(String result) {
        return with(Part.RESULT, result);
    }

    public EventDetails withMissingTools(List<String> tools) {
        return with(Part.MISSING_TOOLS, String.join(", ", tools));
    }

    Optional<String> part(Part part) {
        return Optional.ofNullable(parts.get(part));
    }

    private EventDetails with(Part part, String value) {
        if (value.isEmpty()) {
            return this;
        }
        var changed = new EnumMap<Part, String>(Part.class);
        changed.putAll(parts);
        changed.put(part, value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...");
        return new EventDetails(changed);
    }
}
