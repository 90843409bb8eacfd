package io.muster.oauth.discovery;

import java.util.List;

/** What discovery came to, with every step on the way. */
public sealed interface DiscoveryResult {
    List<StepOutcome> trace();

    record Resolved(ResolvedAuthorization authorization, List<StepOutcome> trace) implements DiscoveryResult {
        public Resolved {
            trace = List.copyOf(trace);
        }
    }

    /** @param text what is wrong and what to configure, in one line */
    record Unresolved(String text, List<StepOutcome> trace) implements DiscoveryResult {
        public Unresolved {
            trace = List.copyOf(trace);
        }

        /** The line, and why each step failed. */
        public String detailed() {
            var lines = new StringBuilder(text);
            trace.forEach(outcome -> lines.append("\n- ").append(outcome));
            return lines.toString();
        }
    }
}
