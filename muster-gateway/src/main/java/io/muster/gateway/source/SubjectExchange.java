package io.muster.gateway.source;

import io.muster.gateway.backend.CredentialPolicy.ExchangeSubject;
import io.muster.gateway.lease.CredentialSource;
import io.muster.gateway.lease.CredentialSource.Acquired;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.SubjectCredential;
import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.exchange.ExchangeResult;
import io.muster.oauth.exchange.ExchangeSettings;
import io.muster.oauth.exchange.TokenExchange;
import io.muster.oauth.jose.Jwt;
import io.muster.oauth.jose.JwtReader;
import io.muster.oauth.token.ClientCredentials;
import io.muster.wire.text.Sha256;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges what proves the caller for a token of one backend's identity provider, unless another process has done so. Keeps
 * none: that is the lease's task.
 */
final class SubjectExchange implements CredentialSource.Exchange {
    private static final Logger log = LoggerFactory.getLogger(SubjectExchange.class);

    private final String backend;
    private final ExchangeSubject policy;
    private final TokenExchange exchange;
    private final ClientSecrets secrets;
    private final SharedToken shared;

    SubjectExchange(
            String backend, ExchangeSubject policy, TokenExchange exchange, ClientSecrets secrets, SharedToken shared) {
        this.backend = backend;
        this.policy = policy;
        this.exchange = exchange;
        this.secrets = secrets;
        this.shared = shared;
    }

    @Override
    public Acquired exchange(SubjectCredential subject, boolean fresh, Deadline deadline) throws InterruptedException {
        var settings = settings();
        return settings.isEmpty()
                ? Acquired.Failed.of(FailureClass.CONFIGURATION)
                : shared.acquire(
                        terms(settings.get(), subject),
                        fresh,
                        () -> acquired(exchange.exchange(settings.get(), subject.token(), deadline)));
    }

    /** Everything that the result depends on, but for the subject token itself: all of a user's are as good. */
    private static String terms(ExchangeSettings settings, SubjectCredential subject) {
        var jwt = JwtReader.read(subject.token().reveal());
        var parts = Stream.of(
                settings.endpoint(),
                settings.expectedIssuer(),
                settings.connectorId(),
                settings.scopes(),
                settings.client()
                        .map(ClientCredentials::id)
                        .map(ClientId::value)
                        .orElse(""),
                jwt.flatMap(Jwt::issuer).orElse(""),
                jwt.flatMap(Jwt::subject).orElse(""));
        return Sha256.base64Url(parts.map(String::valueOf).collect(Collectors.joining("\n")));
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
