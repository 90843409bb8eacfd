package io.muster.gateway.signin;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.session.SessionServers;
import io.muster.gateway.session.SessionServers.Connecting;
import io.muster.oauth.Caller;
import io.muster.oauth.Scopes;
import io.muster.oauth.SessionId;
import io.muster.oauth.codeflow.Logins;
import io.muster.oauth.codeflow.PendingLogin;
import io.muster.oauth.codeflow.ScopeChoice;
import io.muster.oauth.discovery.DiscoveryResult;
import io.muster.oauth.discovery.ResolvedAuthorization;
import io.muster.oauth.registration.ClientIdentity;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs users in to single servers, and out again: with what their session has already where that is enough, else with a
 * browser. Blocking, within bounds; thread-safe.
 */
public final class LoginFlow {
    private static final Logger log = LoggerFactory.getLogger(LoginFlow.class);

    /** For connecting while somebody looks at a page or waits for a tool. */
    private static final Duration CONNECTING = Duration.ofSeconds(20);

    private final SignIns signIns;
    private final Function<String, Optional<BackendSpec>> specs;
    private final SessionServers servers;
    private final Logins logins;
    private final Reuse reuse;
    private final StepUps stepUps;
    private final Revocation revocation;

    /**
     * @param specs the definitions of servers by name
     * @param servers connects with what a login has brought
     */
    public LoginFlow(SignIns signIns, Function<String, Optional<BackendSpec>> specs, SessionServers servers) {
        var parts = signIns.parts();
        this.signIns = signIns;
        this.specs = specs;
        this.servers = servers;
        this.logins = new Logins(parts.pending(), parts.random(), parts.clock());
        this.reuse = new Reuse(signIns);
        this.stepUps = new StepUps(parts.clock());
        this.revocation = new Revocation(parts.web(), parts.clock());
    }

    SignIns signIns() {
        return signIns;
    }

    Logins logins() {
        return logins;
    }

    Optional<BackendSpec> spec(String backend) {
        return specs.apply(backend);
    }

    /**
     * What whoever looks at the state of a login should know: that its issuer does not confirm what the server says of it.
     */
    public Optional<String> remark(Caller caller, BackendSpec spec) {
        try {
            return signIns.vault()
                    .bound(caller.session(), SignInTerms.of(spec))
                    .filter(stored -> !stored.provenance().isShareable())
                    .map(_ -> "metadata not confirmed by its issuer");
        } catch (StoreUnavailable e) {
            return Optional.empty();
        }
    }

    /** Logs a session in without the user where that is possible; else says where the user has to go. */
    public LoginOutcome login(Caller caller, BackendSpec spec) throws InterruptedException {
        try {
            var terms = SignInTerms.of(spec);
            return switch (signIns.discover(terms)) {
                case DiscoveryResult.Resolved(var authorization, var _) -> login(caller, spec, terms, authorization);
                case DiscoveryResult.Unresolved unresolved -> {
                    var detail = unresolved.detailed();
                    log.atWarn()
                            .addKeyValue("backend", spec.name())
                            .addKeyValue("reason", detail)
                            .log("nothing says where users are logged in");
                    signIns.meters().failed(spec.name(), "issuer_discovery_failed");
                    yield new LoginOutcome.Undiscovered(terms.pin().isPresent(), detail);
                }
            };
        } catch (StoreUnavailable e) {
            return impossible(spec, "the store of sessions gives no answer; try again in a moment");
        }
    }

    private LoginOutcome login(Caller caller, BackendSpec spec, SignInTerms terms, ResolvedAuthorization authorization)
            throws InterruptedException {
        var scopes = ScopeChoice.first(authorization);
        if (reuse.prepare(caller.session(), terms, authorization, scopes)) {
            switch (connect(caller, spec)) {
                case Connecting.Connected(var inventory) -> {
                    signIns.meters().login(spec.name(), "connected");
                    return new LoginOutcome.Connected(inventory);
                }
                case Connecting.Failed(var reason) -> {
                    if (!needsUser(reason)) {
                        signIns.meters().failed(spec.name(), "connection_failed");
                        return new LoginOutcome.NotConnected(reason);
                    }
                    signIns.vault().unbind(caller.session(), spec.name());
                }
            }
        }
        return asked(caller, spec, terms, authorization, scopes);
    }

    /** Whether what there was is good for nothing, so that only the user can help. */
    private static boolean needsUser(FailureClass reason) {
        return switch (reason) {
            case NO_SUBJECT,
                    AUDIENCE_MISSING,
                    PROVIDER_REFUSED,
                    SUBJECT_REFUSED,
                    BACKEND_REFUSED,
                    TOKEN_EXPIRED,
                    SIGNED_OUT -> true;
            case PROVIDER_UNAVAILABLE, BACKEND_UNREACHABLE, CONFIGURATION, PENDING, ENDED -> false;
        };
    }

    private LoginOutcome asked(
            Caller caller, BackendSpec spec, SignInTerms terms, ResolvedAuthorization authorization, Scopes scopes)
            throws InterruptedException {
        try {
            var settings = signIns.parts().settings();
            var registered = settings.client(authorization.issuer());
            var client = signIns.identities().choose(authorization.metadata(), registered, scopes);
            var state = logins.begin(
                    new PendingLogin.Owner(caller.session(), caller.subject(), spec.name()),
                    authorization,
                    client,
                    settings.client().redirectUri(),
                    scopes,
                    new Logins.Options(terms.sendResource(), false, Customs.parameters(authorization.issuer())));
            signIns.meters().login(spec.name(), "asked");
            return new LoginOutcome.Asked(settings.startLink(state), doubt(authorization, client));
        } catch (Logins.Refused e) {
            return impossible(spec, String.valueOf(e.getMessage()));
        }
    }

    /** Where neither side has named a client, the vendor's own page may be the end of the login. */
    private Optional<String> doubt(ResolvedAuthorization authorization, ClientIdentity client) {
        if (!(client instanceof ClientIdentity.MetadataDocument document) || document.advertised()) {
            return Optional.empty();
        }
        var refused = authorization.metadata().registrationEndpoint().isPresent();
        return Optional.of(authorization.issuer()
                + (refused ? " did not register this client" : " does not register clients")
                + " and does not say that it accepts client metadata documents. If its page does not know the client,"
                + " register one there by hand, with the redirect URI "
                + signIns.parts().settings().client().redirectUri()
                + ", and name it in aggregator.oauth.mcpClient.clients. See docs/how-to/vendors.md.");
    }

    private LoginOutcome impossible(BackendSpec spec, String cause) {
        log.atWarn()
                .addKeyValue("backend", spec.name())
                .addKeyValue("reason", cause)
                .log("a login could not be begun");
        signIns.meters().failed(spec.name(), "challenge_creation_failed");
        return new LoginOutcome.Impossible(cause);
    }

    Connecting connect(Caller caller, BackendSpec spec) throws InterruptedException {
        var limit = spec.connectTimeout().compareTo(CONNECTING) < 0 ? spec.connectTimeout() : CONNECTING;
        return servers.connect(
                caller, spec.name(), Deadline.after(limit, signIns.parts().clock()));
    }

    /**
     * A call was answered 403 and the answer says that the token lacks scopes: where the user gets one that has them. Empty
     * when the answer says nothing of the kind, or the same was asked often enough.
     *
     * @param challenges the values of {@code WWW-Authenticate}
     */
    public Optional<StepUp> stepUp(Caller caller, BackendSpec spec, List<String> challenges)
            throws InterruptedException {
        var missing = StepUp.missing(challenges);
        if (missing.isEmpty() || !stepUps.admits(caller.session(), spec.name(), missing.get())) {
            return Optional.empty();
        }
        try {
            var terms = SignInTerms.of(spec);
            var resolved = signIns.resolved(terms);
            if (resolved.isEmpty()) {
                return Optional.empty();
            }
            var authorization = resolved.get().authorization();
            var before = signIns.vault()
                    .bound(caller.session(), terms)
                    .map(stored -> stored.requested().union(stored.tokens().scopes()))
                    .orElse(Scopes.NONE);
            var scopes = ScopeChoice.stepUp(authorization, before, missing.get());
            return asked(caller, spec, terms, authorization, scopes) instanceof LoginOutcome.Asked(var url, var _)
                    ? Optional.of(new StepUp(spec.name(), missing.get(), url))
                    : Optional.empty();
        } catch (StoreUnavailable e) {
            return Optional.empty();
        }
    }

    /**
     * Forgets what the session has for a server, and gives back what nothing else of the session can use.
     *
     * @throws StoreUnavailable when that cannot be forgotten now
     */
    public void signOut(Caller caller, BackendSpec spec) {
        var removed = signIns.vault().unbind(caller.session(), spec.name());
        servers.signOut(caller, spec.name());
        signIns.meters().login(spec.name(), "logout");
        giveBack(caller.session(), spec, removed);
    }

    /** Some servers end all that a client has of a user, so nothing is given back while another server needs some of it. */
    private void giveBack(SessionId session, BackendSpec spec, List<StoredTokens> removed) {
        if (removed.isEmpty()) {
            return;
        }
        var needed = signIns.vault().all(session).stream()
                .map(stored -> stored.key().issuer())
                .collect(Collectors.toSet());
        var free = removed.stream()
                .filter(stored -> !needed.contains(stored.key().issuer()))
                .toList();
        if (!free.isEmpty()) {
            Thread.ofVirtual().name("revocation").start(() -> revoke(spec, free));
        }
    }

    private void revoke(BackendSpec spec, List<StoredTokens> removed) {
        try {
            var endpoint = signIns.resolved(SignInTerms.of(spec))
                    .flatMap(resolved -> resolved.authorization().metadata().revocationEndpoint());
            for (var stored : removed) {
                var client = signIns.clients().of(stored);
                if (endpoint.isPresent() && client.isPresent()) {
                    revocation.revoke(endpoint.get(), client.get().credentials(), stored.tokens());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreUnavailable e) {
            log.atDebug().addKeyValue("backend", spec.name()).setCause(e).log("tokens were not revoked");
        }
    }
}
