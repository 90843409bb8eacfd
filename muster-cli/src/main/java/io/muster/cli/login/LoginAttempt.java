package io.muster.cli.login;

import io.muster.cli.login.codeflow.AuthorizationAnswer;
import io.muster.cli.login.codeflow.AuthorizationRequest;
import io.muster.cli.login.codeflow.ExpectedAnswer;
import io.muster.cli.login.grant.ClientAuthentication;
import io.muster.cli.login.grant.TokenEndpoint;
import io.muster.cli.login.grant.TokenGrant;
import io.muster.cli.login.grant.TokenOutcome;
import io.muster.cli.login.grant.TokenSet;
import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFileFailure;
import io.muster.cli.token.TokenFiles;
import io.muster.oauth.Secret;
import io.muster.oauth.discovery.ResolvedAuthorization;
import io.muster.wire.http.Query;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A login that waits for a browser. The first answer that is tied to it decides; others are told so and change nothing.
 * Closing it ends it. Thread-safe.
 */
public final class LoginAttempt implements AutoCloseable {
    private static final Duration EXCHANGE = Duration.ofSeconds(30);
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(20);

    private final Setting setting;
    private final ResolvedAuthorization authorization;
    private final ServerUrl server;
    private final CallbackListener listener;
    private final AuthorizationRequest request;
    private final ExpectedAnswer expected;
    private final AtomicBoolean decided = new AtomicBoolean();
    private final CompletableFuture<StoredToken> outcome = new CompletableFuture<>();

    /** What every attempt works with. */
    record Setting(TokenFiles files, TokenEndpoint tokens, Scheduler scheduler, InstantSource clock) {}

    /** Makes the request of an attempt, once it is known where the browser can be sent back to. */
    interface Requests {
        AuthorizationRequest request(URI redirectUri);
    }

    LoginAttempt(Setting setting, ResolvedAuthorization authorization, ServerUrl server, int port, Requests requests) {
        this.setting = setting;
        this.authorization = authorization;
        this.server = server;
        this.listener = CallbackListener.open(port, this::answer);
        this.request = requests.request(URI.create("http://localhost:" + listener.port() + CallbackListener.PATH));
        this.expected = new ExpectedAnswer(
                request.state(),
                authorization.issuer().value(),
                authorization.metadata().sendsIssuer());
    }

    /** Where the person has to go. */
    public URI url() {
        return request.uri();
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
        var answer = expected.read(query);
        if (answer instanceof AuthorizationAnswer.Unrelated(var reason)) {
            return new CallbackListener.Reply(CallbackPage.failure(400, reason));
        }
        if (!decided.compareAndSet(false, true)) {
            return new CallbackListener.Reply(CallbackPage.failure(400, "Callback already processed"));
        }
        try {
            var token = token(answer);
            return new CallbackListener.Reply(CallbackPage.success(), () -> outcome.complete(token));
        } catch (LoginFailure failure) {
            return new CallbackListener.Reply(
                    CallbackPage.failure(400, failure.reason()), () -> outcome.completeExceptionally(failure));
        } catch (RuntimeException fault) {
            outcome.completeExceptionally(fault);
            throw fault;
        }
    }

    private StoredToken token(AuthorizationAnswer answer) throws InterruptedException {
        return switch (answer) {
            case AuthorizationAnswer.Granted(var code) -> kept(exchanged(code));
            case AuthorizationAnswer.Denied(var error, var description) ->
                throw new LoginFailure(
                        error + description.map(text -> ": " + text).orElse(""));
            case AuthorizationAnswer.WrongIssuer(var reason) -> throw new LoginFailure(reason);
            case AuthorizationAnswer.Unrelated(var reason) -> throw new LoginFailure(reason);
        };
    }

    private TokenSet exchanged(Secret code) throws InterruptedException {
        var target = request.target();
        var grant = new TokenGrant.AuthorizationCode(
                code, target.redirectUri(), request.pkce().verifier(), target.resource());
        var client = new ClientAuthentication.Public(target.client());
        var deadline = Deadline.after(EXCHANGE, setting.clock());
        return switch (setting.tokens().ask(authorization.metadata().tokenEndpoint(), client, grant, deadline)) {
            case TokenOutcome.Issued(var tokens) -> tokens;
            case TokenOutcome.Failed(var failure) -> throw new LoginFailure("token exchange failed: " + failure.text());
        };
    }

    /** A login that is not kept is of no use to the next process. */
    private StoredToken kept(TokenSet tokens) throws InterruptedException {
        var issuer = authorization.issuer().value();
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
