package io.muster.oauth.discovery;

import java.net.URI;

/**
 * What a step came to.
 *
 * @param url what was asked
 * @param accepted whether it brought something usable
 * @param text what, or why not; without anything secret
 */
public record StepOutcome(Step step, URI url, boolean accepted, String text) {
    @Override
    public String toString() {
        return step.text() + ": " + url + ": " + text;
    }
}
