package io.muster.cli.bridge;

import io.muster.cli.servers.Session;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where the person in front of an IDE logs in to Muster. Thread-safe. */
public interface LoginDesk {
    /**
     * Begins a login, or shows the one under way; it goes on by itself afterwards.
     *
     * @param challenges what Muster said in {@code WWW-Authenticate}
     * @throws io.muster.cli.login.LoginFailure when none can begin
     */
    Visit begin(List<String> challenges) throws InterruptedException;

    /**
     * Renews a login that has ended without showing anything, where the person wants that and it is possible.
     *
     * @return whether the person is logged in now
     */
    default boolean renew(List<String> challenges) throws InterruptedException {
        return false;
    }

    /**
     * Logs in to the servers behind Muster that wait for it, where the person wants that.
     *
     * @throws io.muster.cli.servers.StatusUnavailable when nobody says which those are
     */
    default void signIn(Session session) throws InterruptedException {}

    /**
     * A login that waits for a browser.
     *
     * @param page where the person has to go
     * @param opened whether a browser shows it already
     * @param end of the login; fails when the login does
     */
    record Visit(URI page, boolean opened, CompletableFuture<?> end) {}
}
