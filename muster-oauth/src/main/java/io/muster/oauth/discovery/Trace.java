package io.muster.oauth.discovery;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The outcomes of one run, as they come in. */
final class Trace {
    private final List<StepOutcome> outcomes = new ArrayList<>();

    void accepted(Step step, URI url, String text) {
        outcomes.add(new StepOutcome(step, url, true, text));
    }

    void failed(Step step, URI url, String text) {
        outcomes.add(new StepOutcome(step, url, false, text));
    }

    List<StepOutcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** Why the last step failed. */
    String last() {
        return outcomes.isEmpty()
                ? "nothing was tried"
                : outcomes.getLast().url() + ": " + outcomes.getLast().text();
    }
}
