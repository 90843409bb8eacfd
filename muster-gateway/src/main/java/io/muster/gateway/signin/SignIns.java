package io.muster.gateway.signin;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.lease.Basis;
import io.muster.gateway.lease.CredentialSource;
import io.muster.oauth.SessionId;
import io.muster.oauth.discovery.Discovery;
import io.muster.oauth.discovery.DiscoveryResult;
import io.muster.oauth.registration.ClientIdentities;
import io.muster.oauth.store.StoreLock;
import io.muster.oauth.token.TokenClient;
import java.util.Optional;
import java.util.Set;

/**
 * What the logins of users to single servers have left behind: tokens, and where more of them come from. Made before the
 * sessions, which live by it; {@link LoginFlow} fills it. Thread-safe.
 */
public final class SignIns {
    private final SignInParts parts;
    private final TokenVault vault;
    private final Discovery discovery;
    private final ClientIdentities identities;
    private final Clients clients;
    private final TokenClient client;
    private final TokenRenewal renewal;
    private final SignInMeters meters;

    public SignIns(SignInParts parts) {
        var settings = parts.settings().client();
        this.parts = parts;
        this.vault = new TokenVault(parts.store(), parts.sessionLife());
        this.discovery = new Discovery(parts.web(), parts.store(), parts.clock());
        this.identities = new ClientIdentities(settings, parts.registrations(), parts.web(), parts.clock());
        this.clients = new Clients(parts.registrations(), parts.settings());
        this.client = new TokenClient(parts.web(), parts.clock());
        this.meters = new SignInMeters(parts.meters());
        this.renewal = new TokenRenewal(
                vault,
                client,
                clients,
                new StoreLock("oauth:lock:refresh", parts.store(), parts.random(), parts.clock(), parts.scheduler()),
                this::reject,
                meters,
                parts.clock(),
                parts.scheduler());
    }

    /** Where the tokens of a lease come from, and what there is to get them from now. */
    public record Source(CredentialSource.SignIn source, Basis basis) {}

    /**
     * Where the tokens of the session's lease for a server come from, as it is defined now. Reads the vault once.
     *
     * @throws io.muster.oauth.store.StoreUnavailable when that gives no answer
     */
    public Source source(SessionId session, BackendSpec spec) {
        var terms = SignInTerms.of(spec);
        var tokens = new SignedInTokens(session, terms, vault, renewal, parts.clock());
        return new Source(
                new CredentialSource.SignIn(tokens),
                vault.bound(session, terms).map(SignIns::basis).orElse(Basis.NONE));
    }

    private static Basis basis(StoredTokens stored) {
        return new Basis(stored.generation(), stored.tokens().expiresAt(), Set.of(), stored.isRenewable());
    }

    /** Nothing of the session is left, and no login that it began can be completed. */
    public void ended(SessionId session) {
        vault.end(session);
    }

    /**
     * The definition changed or is gone: what was found out about the server is forgotten. Tokens go by the definition
     * that they were obtained under, so those of another address or authorization server are not used any more.
     */
    public void redefined(String backend) {
        discovery.drop(backend);
    }

    private void reject(TokenRenewal.Unknown unknown) {
        clients.of(unknown.stored()).ifPresent(identities::reject);
        discovery.forget(unknown.backend());
    }

    DiscoveryResult discover(SignInTerms terms) throws InterruptedException {
        var result = discovery.discover(terms.target());
        meters.discovered(terms.backend(), result);
        return result;
    }

    /** What the authorization server says of itself, if that is known or can be found out. */
    Optional<DiscoveryResult.Resolved> resolved(SignInTerms terms) throws InterruptedException {
        return discovery.discover(terms.target()) instanceof DiscoveryResult.Resolved resolved
                ? Optional.of(resolved)
                : Optional.empty();
    }

    void forget(String backend) {
        discovery.forget(backend);
    }

    SignInParts parts() {
        return parts;
    }

    TokenVault vault() {
        return vault;
    }

    ClientIdentities identities() {
        return identities;
    }

    Clients clients() {
        return clients;
    }

    TokenClient client() {
        return client;
    }

    TokenRenewal renewal() {
        return renewal;
    }

    SignInMeters meters() {
        return meters;
    }
}
