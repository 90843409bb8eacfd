package io.muster.gateway.lease;

/** What is under way for a lease; at most one at a time. Results carry its number and are dropped when it is another's. */
sealed interface Work {
    long number();

    /** The subject credential is renewed at the identity provider. */
    record RefreshSubject(long number) implements Work {}

    /**
     * A token is obtained.
     *
     * @param fresh whether a token that lies in a cache, or in a store, is not good enough
     */
    record Acquire(long number, boolean fresh) implements Work {}

    /** The backend is connected to. */
    record Open(long number) implements Work {}
}
