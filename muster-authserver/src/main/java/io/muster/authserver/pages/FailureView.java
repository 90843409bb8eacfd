package io.muster.authserver.pages;

import java.util.Optional;

/**
 * What a person learns about a login that cannot go on.
 *
 * @param status HTTP status
 * @param title in one short sentence
 * @param text what happened and what to do; fixed texts, never what another party sent
 * @param reference by which operators find the story
 * @param back takes the error to the client, if the person wants that
 */
public record FailureView(int status, String title, String text, String reference, Optional<Back> back) {
    /**
     * A link to a client that is not trusted enough for a redirect.
     *
     * @param host where it leads, to be read
     * @param url where it leads
     */
    public record Back(String host, String url) {}
}
