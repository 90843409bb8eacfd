package io.muster.cli.login;

import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFileFailure;
import io.muster.cli.token.TokenFiles;
import io.muster.oauth.Caller;
import io.muster.oauth.Secret;
import io.muster.oauth.codeflow.Callback;
import io.muster.oauth.codeflow.CallbackVerdict;
import io.muster.oauth.codeflow.Logins;
import io.muster.oauth.codeflow.PendingLogin;
import io.muster.oauth.codeflow.StoredPendingLogins;
import io.muster.oauth.discovery.ResolvedAuthorization;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.oauth.token.TokenClient;
import io.muster.oauth.token.TokenResult;
import io.muster.oauth.token.TokenSet;
import io.muster.wire.http.Query;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/**
 * A login that waits for a browser. The first answer that is tied to it decides; others are told so and change nothing.
 * Closing it ends it. Thread-safe.
 */
public final class LoginAttempt implements AutoCloseable {
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(20);
    private static final int LONGEST_TEXT = 500;

    private final Setting setting;
    private final ServerUrl server;
    private final Logins logins;
    private final CallbackListener listener;
    private final String state;
    private final URI url;
    private final CompletableFuture<StoredToken> outcome = new CompletableFuture<>();

    /**
     * What every attempt works with.
     *
     * @param random must be one for secrets
     */
    record Setting(
            TokenFiles files, TokenClient tokens, Scheduler scheduler, InstantSource clock, RandomGenerator random) {}

    LoginAttempt(
            Setting setting, ResolvedAuthorization authorization, ServerUrl server, int port, Logins.Options options) {
        this.setting = setting;
        this.server = server;
        var pending = new StoredPendingLogins(new MemoryHashStore(setting.clock()));
        this.logins = new Logins(pending, setting.random(), setting.clock());
        this.listener = CallbackListener.open(port, this::answer);
        this.state = logins.begin(
                new PendingLogin.Owner(Caller.UNPROTECTED.session(), Caller.UNPROTECTED.subject(), server.value()),
                authorization,
                ProgramClient.IDENTITY,
                URI.create("http://localhost:" + listener.port() + CallbackListener.PATH),
                ProgramClient.scopes(authorization),
                options);
        this.url = pending.find(state).orElseThrow().authorizationUrl();
    }

    /** Where the person has to go. */
    public URI url() {
        return url;
    }

    /**
     * Waits for the end.
     *
     * @throws LoginFailure when it fails, or has not ended in time
     */
    public StoredToken await(Duration limit) throws InterruptedException {
        if (!TimedWait.await(outcome, limit, setting.scheduler())) {
            throw new LoginFailure("nobody has logged in within " + words(limit));
        }
        try {
            return outcome.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LoginFailure failure
                    ? failure
                    : new LoginFailure("the login failed unexpectedly", e);
        }
    }

    private static String words(Duration limit) {
        return limit.toSeconds() < 60 ? limit.toSeconds() + " seconds" : limit.toMinutes() + " minutes";
    }

    /** The end, as soon as it comes. */
    public CompletableFuture<StoredToken> outcome() {
        return outcome.copy();
    }

    private CallbackListener.Reply answer(Query query) throws InterruptedException {
        var callback = Callback.parse(query);
        if (callback.code().isEmpty() && callback.error().isEmpty()) {
            return unrelated("neither code nor error");
        }
        return switch (logins.judge(callback)) {
            case CallbackVerdict.Accepted(var login, var code) -> redeemed(login, code);
            case CallbackVerdict.Refused refused ->
                refused.login()
                        .map(login -> failed(new LoginFailure(reason(refused, login, callback, query))))
                        .orElseGet(() -> unrelated(
                                callback.state().filter(state::equals).isPresent()
                                        ? "Callback already processed"
                                        : "state mismatch - possible CSRF attack"));
        };
    }

    /** Not the answer that is waited for, which may still come. */
    private static CallbackListener.Reply unrelated(String reason) {
        return new CallbackListener.Reply(CallbackPage.failure(400, reason));
    }

    private CallbackListener.Reply failed(LoginFailure failure) {
        return new CallbackListener.Reply(
                CallbackPage.failure(400, failure.reason()), () -> outcome.completeExceptionally(failure));
    }

    private CallbackListener.Reply redeemed(PendingLogin login, Secret code) throws InterruptedException {
        try {
            var token = kept(login, exchanged(login, code));
            return new CallbackListener.Reply(CallbackPage.success(), () -> outcome.complete(token));
        } catch (LoginFailure failure) {
            return failed(failure);
        } catch (RuntimeException fault) {
            outcome.completeExceptionally(fault);
            throw fault;
        }
    }

    private static String reason(CallbackVerdict.Refused refused, PendingLogin login, Callback callback, Query query) {
        return switch (refused.fault()) {
            case ISSUER -> issuerFault(login, callback);
            case DENIED ->
                refused.error().orElse("denied")
                        + query.get("error_description")
                                .filter(text -> !text.isBlank())
                                .map(text -> ": " + visible(text))
                                .orElse("");
            case MISSING, EXPIRED -> refused.fault().message();
        };
    }

    private static String issuerFault(PendingLogin login, Callback callback) {
        var expected = "expected \"" + login.server().issuer() + "\"";
        return callback.issuer()
                .map(given -> "iss mismatch: got \"" + visible(given) + "\", " + expected)
                .orElse("iss missing: the authorization server announces it, " + expected);
    }

    /** Without control characters, which would move the cursor of a terminal, and cut. */
    private static String visible(String text) {
        var cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
        return cut.replaceAll("\\p{C}", "?");
    }

    private TokenSet exchanged(PendingLogin login, Secret code) throws InterruptedException {
        var request = new TokenClient.Request(
                login.server().tokenEndpoint(), login.client().credentials(), login.resource(), login.scopes());
        return switch (setting.tokens().redeem(request, code, login.redirectUri(), login.verifier())) {
            case TokenResult.Issued(var tokens) -> tokens;
            case TokenResult.Failed(var failure) -> throw new LoginFailure("token exchange failed: " + failure.text());
        };
    }

    /** A login that is not kept is of no use to the next process. */
    private StoredToken kept(PendingLogin login, TokenSet tokens) throws InterruptedException {
        var issuer = login.server().issuer().value();
        var token = StoredToken.of(server, issuer, tokens, setting.clock().instant());
        var locks = new FileLocks(setting.files(), setting.scheduler(), setting.clock());
        try (var _ = locks.take(server, LOCK_PATIENCE)
                .orElseThrow(() -> new LoginFailure("another process is renewing the login; try again"))) {
            setting.files().write(server, token);
            return token;
        } catch (TokenFileFailure e) {
            throw new LoginFailure("the login cannot be kept: " + e.getMessage(), e);
        }
    }

    /** Nobody is waited for any more. */
    @Override
    public void close() {
        listener.close();
        outcome.completeExceptionally(new LoginFailure("the login was given up"));
    }
}
