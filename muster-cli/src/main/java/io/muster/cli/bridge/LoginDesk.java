package io.muster.cli.bridge;

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
     * A login that waits for a browser.
     *
     * @param page where the person has to go
     * @param opened whether a browser shows it already
     * @param end of the login; fails when the login does
     */
    record Visit(URI page, boolean opened, CompletableFuture<?> end) {}
}
