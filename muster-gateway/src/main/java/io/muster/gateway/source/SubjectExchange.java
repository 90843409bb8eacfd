package io.muster.gateway.source;

import io.muster.gateway.backend.CredentialPolicy.ExchangeSubject;
import io.muster.gateway.lease.CredentialSource;
import io.muster.gateway.lease.CredentialSource.Acquired;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.SubjectCredential;
import io.muster.oauth.Issuer;
import io.muster.oauth.exchange.ExchangeResult;
import io.muster.oauth.exchange.ExchangeSettings;
import io.muster.oauth.exchange.TokenExchange;
import io.muster.oauth.token.ClientCredentials;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exchanges what proves the caller for a token of one backend's identity provider. Keeps none: that is the lease's task. */
final class SubjectExchange implements CredentialSource.Exchange {
    private static final Logger log = LoggerFactory.getLogger(SubjectExchange.class);

    private final String backend;
    private final ExchangeSubject policy;
    private final TokenExchange exchange;
    private final ClientSecrets secrets;

    SubjectExchange(String backend, ExchangeSubject policy, TokenExchange exchange, ClientSecrets secrets) {
        this.backend = backend;
        this.policy = policy;
        this.exchange = exchange;
        this.secrets = secrets;
    }

    @Override
    public Acquired exchange(SubjectCredential subject, boolean fresh, Deadline deadline) throws InterruptedException {
        var settings = settings();
        return settings.isEmpty()
                ? Acquired.Failed.of(FailureClass.CONFIGURATION)
                : acquired(exchange.exchange(settings.get(), subject.token(), deadline));
    }

    /** Read anew each time, so that a secret that was replaced is the one that is sent. */
    private Optional<ExchangeSettings> settings() {
        var client = policy.clientSecret().flatMap(secrets::find);
        if (client.isEmpty() && policy.clientSecret().isPresent()) {
            log.atDebug().addKeyValue("backend", backend).log("the secret for the token exchange is not there");
            return Optional.empty();
        }
        try {
            return Optional.of(settings(client));
        } catch (IllegalArgumentException e) {
            log.atDebug()
                    .addKeyValue("backend", backend)
                    .addKeyValue("reason", e.getMessage())
                    .log("the definition does not allow tokens to be exchanged");
            return Optional.empty();
        }
    }

    private ExchangeSettings settings(Optional<ClientCredentials> client) {
        var endpoint = URI.create(policy.endpoint());
        var issuer = policy.expectedIssuer()
                .flatMap(Issuer::parse)
                .or(() -> ExchangeSettings.issuerOf(endpoint))
                .orElseThrow(() -> new IllegalArgumentException("expectedIssuer must be an https URL"));
        var scopes = policy.scopes().orElse(ExchangeSettings.DEFAULT_SCOPES);
        return new ExchangeSettings(
                endpoint,
                issuer,
                policy.connectorId(),
                ExchangeSettings.withAudiences(scopes, policy.requiredAudiences()),
                client);
    }

    private Acquired acquired(ExchangeResult result) {
        return switch (result) {
            case ExchangeResult.Exchanged(var token, var expiresAt) -> new Acquired.Token(token, expiresAt);
            case ExchangeResult.SubjectRefused(var text) -> failed(FailureClass.SUBJECT_REFUSED, text);
            case ExchangeResult.Refused(var text) -> failed(FailureClass.PROVIDER_REFUSED, text);
            case ExchangeResult.Unavailable(var retryAfter, var text) -> {
                failed(FailureClass.PROVIDER_UNAVAILABLE, text);
                yield new Acquired.Failed(FailureClass.PROVIDER_UNAVAILABLE, retryAfter);
            }
        };
    }

    /** The lease tells of the failure, not too often; this is for who looks into it. */
    private Acquired failed(FailureClass kind, String text) {
        log.atDebug()
                .addKeyValue("backend", backend)
                .addKeyValue("reason", kind.word())
                .log("token exchange failed: {}", text);
        return Acquired.Failed.of(kind);
    }
}
