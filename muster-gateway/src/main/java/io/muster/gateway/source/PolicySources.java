package io.muster.gateway.source;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.CredentialPolicy;
import io.muster.gateway.backend.Endpoint;
import io.muster.gateway.lease.BackendOpener;
import io.muster.gateway.lease.Basis;
import io.muster.gateway.lease.CredentialSource;
import io.muster.gateway.lease.CredentialSource.Acquired;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.LeaseKind;
import io.muster.gateway.lease.LeaseSource;
import io.muster.gateway.lease.SubjectCredentials;
import io.muster.gateway.session.CredentialSources;
import io.muster.gateway.signin.SignIns;
import io.muster.oauth.SessionId;
import io.muster.oauth.exchange.TokenExchange;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each lease the source that the definition of its backend asks for. Thread-safe. */
public final class PolicySources implements CredentialSources {
    private static final Logger log = LoggerFactory.getLogger(PolicySources.class);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final TokenExchange exchange;
    private final ExchangedTokens exchanged;
    private final ClientSecrets secrets;
    private final Optional<SignIns> signIns;

    /** @param signIns what users signed in for; none when muster is no OAuth client */
    public PolicySources(
            TokenExchange exchange, ExchangedTokens exchanged, ClientSecrets secrets, Optional<SignIns> signIns) {
        this.exchange = exchange;
        this.exchanged = exchanged;
        this.secrets = secrets;
        this.signIns = signIns;
    }

    @Override
    public LeaseSource of(
            SessionId session,
            BackendSpec spec,
            CredentialPolicy policy,
            SubjectCredentials subject,
            BackendOpener opener) {
        return switch (policy) {
            case CredentialPolicy.ForwardSubject _ -> LeaseSource.of(forwarding(spec, subject), subject, opener);
            case CredentialPolicy.ExchangeSubject wanted ->
                LeaseSource.of(
                        new CredentialSource.ExchangeSubject(
                                subject,
                                new SubjectExchange(
                                        spec.name(), wanted, exchange, secrets, exchanged.of(session, spec.name()))),
                        subject,
                        opener);
            case CredentialPolicy.SignIn _ -> signIn(session, spec, opener);
        };
    }

    /** What proves the caller to everybody is not sent in the clear over a network. */
    private static CredentialSource forwarding(BackendSpec spec, SubjectCredentials subject) {
        if (isConfidential(url(spec.endpoint()))) {
            return new CredentialSource.ForwardSubject(subject);
        }
        log.atWarn()
                .addKeyValue("backend", spec.name())
                .log("tokens are not forwarded over plain http to another host; use https");
        return new CredentialSource.Misconfigured(LeaseKind.FORWARD);
    }

    private static boolean isConfidential(URI url) {
        return "https".equalsIgnoreCase(url.getScheme())
                || LOOPBACK.contains(String.valueOf(url.getHost()).toLowerCase(Locale.ROOT));
    }

    private static URI url(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.StreamableHttp(var url, var _) -> url;
            case Endpoint.Sse(var url, var _) -> url;
            case Endpoint.Stdio _ -> throw new IllegalArgumentException("a child process has no credentials");
        };
    }

    private LeaseSource signIn(SessionId session, BackendSpec spec, BackendOpener opener) {
        if (signIns.isEmpty()) {
            CredentialSource.SignedIn nothing = (_, _) -> Acquired.Failed.of(FailureClass.SIGNED_OUT);
            return LeaseSource.of(new CredentialSource.SignIn(nothing), Basis.NONE, opener);
        }
        var found = signIns.get().source(session, spec);
        return LeaseSource.of(found.source(), found.basis(), opener);
    }

    @Override
    public Basis signedIn(SessionId session, BackendSpec spec) {
        return signIns.map(kept -> kept.source(session, spec).basis()).orElse(Basis.NONE);
    }

    @Override
    public void redefined(String backend) {
        signIns.ifPresent(kept -> kept.redefined(backend));
    }

    @Override
    public void forgotten(SessionId session, String backend) {
        exchanged.forget(session, backend);
    }

    @Override
    public void ended(SessionId session) {
        exchanged.end(session);
        signIns.ifPresent(kept -> kept.ended(session));
    }
}
