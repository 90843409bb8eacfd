package io.muster.app.wiring;

import io.muster.authserver.LazyAuthServer;
import io.muster.authserver.session.SessionListener;
import io.muster.authserver.session.SubjectToken;
import io.muster.authserver.token.SessionRefresh.Outcome;
import io.muster.gateway.lease.SubjectRenewer;
import io.muster.gateway.lease.SubjectRenewer.Renewal;
import io.muster.gateway.session.Sessions;
import io.muster.oauth.Caller;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.jose.JwtReader;
import io.muster.oauth.store.HashStore;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.http.Authenticator;
import io.muster.wire.http.HttpRequest;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Joins the sessions of the gateway with the authorization server, which know nothing of each other and need one another
 * from the beginning.
 */
final class SessionBridge implements SessionListener, Authenticator<Caller> {
    private final CompletableFuture<Sessions> sessions = new CompletableFuture<>();
    private final CompletableFuture<LazyAuthServer> server = new CompletableFuture<>();
    private final ExternalCallers external = new ExternalCallers();

    void join(Sessions joined) {
        sessions.complete(joined);
    }

    void join(LazyAuthServer joined) {
        server.complete(joined);
        joined.whenReady(() -> sessions.join().followOthers());
    }

    // --- what the authorization server tells

    @Override
    public void started(Caller caller, Optional<SubjectToken> token) {
        token.ifPresent(proof -> interruptibly(() -> sessions.join().started(caller.session(), proof.token())));
    }

    @Override
    public void authenticated(Caller caller, Supplier<Optional<SubjectToken>> token) {
        Supplier<Optional<Secret>> proof = () -> token.get().map(SubjectToken::token);
        var admitted = external.admitted(caller, proof);
        interruptibly(() -> sessions.join().authenticated(admitted, proof));
    }

    @Override
    public void renewed(SessionId session, Subject subject, Optional<SubjectToken> token) {
        if (token.isPresent()) {
            sessions.join().renewed(session, token.get().token());
        } else {
            sessions.join().unproved(session);
        }
    }

    @Override
    public void ended(SessionId session, Subject subject) {
        sessions.join().ended(external.session(session));
    }

    private interface Waiting {
        void run() throws InterruptedException;
    }

    private static void interruptibly(Waiting waiting) {
        try {
            waiting.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets in whom the authorization server lets in, in the session that the gateway knows. */
    @Override
    public Admission<Caller> admit(HttpRequest request) {
        return switch (server.join().admit(request)) {
            case Admitted<Caller>(var caller) ->
                new Admitted<>(new Caller(external.session(caller.session()), caller.subject()));
            case Answered<Caller> answered -> answered;
        };
    }

    // --- what the sessions ask

    /** Where sessions are kept: with those of the authorization server, once it is there. */
    HashStore store() {
        return new LateHashes(() -> server.isDone() ? server.join().hashes() : Optional.empty());
    }

    /** Renews what proves the user of a session. */
    SubjectRenewer renewer(SessionId session) {
        return _ -> renewed(session);
    }

    private Renewal renewed(SessionId session) throws InterruptedException {
        if (!server.isDone()) {
            return new Renewal.Unavailable(Optional.empty());
        }
        try {
            return switch (server.join().refresh(session)) {
                case Outcome.Refreshed(var token) ->
                    token.flatMap(SessionBridge::proof).orElseGet(Renewal.Impossible::new);
                case Outcome.Unknown _, Outcome.Ended _, Outcome.LoginRequired _ -> new Renewal.Impossible();
                case Outcome.Unavailable _ -> new Renewal.Unavailable(Optional.empty());
            };
        } catch (StoreUnavailable | IllegalStateException e) {
            return new Renewal.Unavailable(Optional.empty());
        }
    }

    private static Optional<Renewal> proof(SubjectToken token) {
        return token.expiresAt().map(at -> new Renewal.Renewed(token.token(), at, audiences(token.token())));
    }

    private static Set<String> audiences(Secret token) {
        return JwtReader.read(token.reveal())
                .map(jwt -> Set.copyOf(jwt.audiences()))
                .orElse(Set.of());
    }
}
