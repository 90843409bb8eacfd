package io.muster.authserver.provider;

/** Whether the identity provider can be used; decides whether a start is worth another attempt. */
public sealed interface Readiness {
    /** It answered, and what it says fits the configuration. */
    record Ready() implements Readiness {}

    /** The configuration or the provider's own is wrong: waiting does not help. */
    record Misconfigured(String problem) implements Readiness {}

    /** It gave no answer, or a passing failure. */
    record Unavailable(String problem) implements Readiness {}
}
