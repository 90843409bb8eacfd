package io.muster.oauth.codeflow;

import io.muster.oauth.Scopes;
import io.muster.oauth.discovery.ResolvedAuthorization;
import io.muster.oauth.registration.ClientIdentity;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Begins logins, and judges the browser's return. Thread-safe as far as its store and its randomness are. */
public final class Logins {
    private final PendingLogins pending;
    private final RandomGenerator random;
    private final InstantSource clock;

    /** @param random a cryptographic one */
    public Logins(PendingLogins pending, RandomGenerator random, InstantSource clock) {
        this.pending = pending;
        this.random = random;
        this.clock = clock;
    }

    /**
     * How a login is begun.
     *
     * @param sendResource false for servers that refuse to be told what a token is for
     * @param askConsent whether a refresh token needs the user's consent each time
     * @param hints further parameters of the request, such as {@code login_hint}
     */
    public record Options(boolean sendResource, boolean askConsent, Map<String, String> hints) {
        public static final Options DEFAULT = new Options(true, false);

        public Options {
            hints = Map.copyOf(hints);
        }

        public Options(boolean sendResource, boolean askConsent) {
            this(sendResource, askConsent, Map.of());
        }

        /** Some servers give refresh tokens only to those whose user is asked again, even if nothing has changed. */
        private Map<String, String> parameters(Scopes scopes) {
            return askConsent && scopes.contains("offline_access") ? Map.of("prompt", "consent") : hints;
        }
    }

    /** A login that cannot be begun. */
    public static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message);
        }
    }

    /**
     * Begins a login.
     *
     * @return the handle under which it is kept, the value of {@code state}
     * @throws Refused when the server does not promise PKCE; the message is for people
     */
    public String begin(
            PendingLogin.Owner owner,
            ResolvedAuthorization authorization,
            ClientIdentity client,
            URI redirectUri,
            Scopes scopes,
            Options options) {
        var metadata = authorization.metadata();
        Pkce.fault(metadata).ifPresent(fault -> {
            throw new Refused(fault);
        });
        var state = Pkce.handle(random);
        var pkce = Pkce.create(random);
        var resource = options.sendResource() ? Optional.of(authorization.resource()) : Optional.<URI>empty();
        var request = new AuthorizationRequest(
                client.id(), redirectUri, state, pkce, scopes, resource, options.parameters(scopes));
        var server = new PendingLogin.Server(
                metadata.issuer(), authorization.provenance(), metadata.tokenEndpoint(), metadata.sendsIssuer());
        pending.put(
                state,
                new PendingLogin(
                        owner,
                        server,
                        client,
                        redirectUri,
                        scopes,
                        resource,
                        pkce.verifier(),
                        request.at(metadata.authorizationEndpoint().orElseThrow()),
                        Optional.empty(),
                        clock.instant()));
        return state;
    }

    /** Judges a return, and uses its state up: a second one with the same finds nothing. */
    public CallbackVerdict judge(Callback callback) {
        if (callback.state().isEmpty()) {
            return new CallbackVerdict.Refused(Callback.Fault.MISSING, Optional.empty(), Optional.empty());
        }
        var login = pending.take(callback.state().get());
        return login.isEmpty()
                ? new CallbackVerdict.Refused(Callback.Fault.EXPIRED, Optional.empty(), Optional.empty())
                : callback.against(login.get());
    }
}
