package io.muster.wire.http;

/**
 * Decides who sends a request.
 *
 * @param <P> what a verified request is worth: the principal
 */
public interface Authenticator<P> {
    Admission<P> admit(HttpRequest request);

    /** Outcome of a check. */
    sealed interface Admission<P> {}

    /** The request may proceed on behalf of the principal. */
    record Admitted<P>(P principal) implements Admission<P> {}

    /** The request has been answered instead: a challenge or a refusal. */
    record Answered<P>(HttpResponse response) implements Admission<P> {}
}
