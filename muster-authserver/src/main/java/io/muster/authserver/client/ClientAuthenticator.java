package io.muster.authserver.client;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.audit.ExceededLimits;
import io.muster.authserver.limit.Backoff;
import io.muster.authserver.limit.WindowLimit;
import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.ClientId;
import io.muster.oauth.Secret;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.meter.Meters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out which client sends a request, by exactly one method (OAuth 2.1 section 2.4): a secret in the header or the
 * form, a signed assertion, or none for clients that have no secret. Whatever is wrong, the answer is the same and takes
 * as long; after five failures from one address the next attempt for that client has to wait, and one address makes us
 * stretch ten secrets in ten seconds at most, whatever clients it names. A right secret that need not be stretched, or was
 * before, is always admitted, so that nobody can keep others behind the same address out.
 */
public final class ClientAuthenticator {
    private static final int FREE_FAILURES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_STRETCHED = 10;
    private static final Duration STRETCHED_WITHIN = Duration.ofSeconds(10);
    private static final int LONGEST_ID = 2_048;

    private final Clients clients;
    private final ClientSecrets secrets;
    private final ClientAssertions assertions;
    private final Audit audit;
    private final Function<HttpRequest, Requester> requester;
    private final ExceededLimits limits;
    private final Backoff failures;
    private final WindowLimit stretched;

    public ClientAuthenticator(
            Clients clients,
            ClientSecrets secrets,
            ClientAssertions assertions,
            Audit audit,
            Meters meters,
            Function<HttpRequest, Requester> requester,
            InstantSource clock) {
        this.clients = clients;
        this.secrets = secrets;
        this.assertions = assertions;
        this.audit = audit;
        this.requester = requester;
        this.limits = new ExceededLimits(audit, meters);
        this.stretched = new WindowLimit(MOST_STRETCHED, STRETCHED_WITHIN, clock);
        this.failures = new Backoff(FREE_FAILURES, FIRST_PAUSE, LONGEST_PAUSE, clock);
    }

    /**
     * The client: authenticated if it is confidential, else the one that it says it is.
     *
     * @throws OAuthRejection {@code invalid_client} when it is not known or does not prove to be who it is, {@code
     *     invalid_request} for more than one method, {@code temporarily_unavailable} when nothing can be said now
     */
    public RegisteredClient authenticate(HttpRequest request, FormParameters form) throws InterruptedException {
        var from = requester.apply(request);
        return switch (PresentedClient.of(request, form)) {
            case PresentedClient.Named(var id) -> named(id, from);
            case PresentedClient.WithSecret presented -> withSecret(presented, from);
            case PresentedClient.WithAssertion presented -> withAssertion(presented, from);
        };
    }

    private RegisteredClient named(String id, Requester from) throws InterruptedException {
        var client = find(id);
        if (client.isEmpty()) {
            throw refused(id, from, "unknown_client", "Client authentication failed");
        }
        if (!client.get().isPublic()) {
            throw refused(id, from, "confidential_client_missing_auth", "Client authentication required");
        }
        return client.get();
    }

    private RegisteredClient withSecret(PresentedClient.WithSecret presented, Requester from)
            throws InterruptedException {
        var name = presented.pairs().getFirst().id();
        var key = admitted(name, from);
        var claims = new ArrayList<Claim>();
        for (var pair : presented.pairs()) {
            claims.add(new Claim(pair.id(), find(pair.id()), pair.secret()));
        }
        var proven = claims.stream()
                .filter(this::isRecognized)
                .findFirst()
                .or(() -> claims.stream().filter(claim -> verifies(claim, from)).findFirst());
        if (proven.isPresent()) {
            failures.succeeded(key);
            return proven.get().client().orElseThrow();
        }
        failures.failed(key);
        throw refused(name, from, "client_secret_mismatch", "Client authentication failed");
    }

    /** Somebody who says to be a client, and the secret that shall prove it. */
    private record Claim(String id, Optional<RegisteredClient> client, Secret secret) {
        Optional<String> stored() {
            return client.flatMap(RegisteredClient::secretHash);
        }
    }

    private boolean isRecognized(Claim claim) {
        return claim.stored()
                .filter(stored -> secrets.recognizes(stored, claim.secret()))
                .isPresent();
    }

    private boolean verifies(Claim claim, Requester from) {
        if (!stretched.take(from.bucket()).isZero()) {
            throw tooOften("client_secrets", claim.id(), from);
        }
        if (claim.stored().isEmpty()) {
            secrets.verifyNothing(claim.secret());
            return false;
        }
        return secrets.verifies(claim.stored().get(), claim.secret());
    }

    private RegisteredClient withAssertion(PresentedClient.WithAssertion presented, Requester from)
            throws InterruptedException {
        var name = ClientAssertions.subject(presented.assertion())
                .filter(subject -> presented.id().orElse(subject).equals(subject))
                .orElseThrow(() -> refused(
                        presented.id().orElse(""), from, "client_assertion_malformed", "Client authentication failed"));
        var key = admitted(name, from);
        var client = find(name);
        if (client.isPresent() && assertions.prove(client.get(), presented.assertion())) {
            failures.succeeded(key);
            return client.get();
        }
        failures.failed(key);
        throw refused(name, from, "client_assertion_invalid", "Client authentication failed");
    }

    private Optional<RegisteredClient> find(String id) throws InterruptedException {
        return id.isBlank() || id.length() > LONGEST_ID ? Optional.empty() : clients.find(new ClientId(id));
    }

    /** By client and address: nobody can lock out a client from elsewhere. */
    private String admitted(String id, Requester from) {
        var key = from.bucket() + " " + (id.length() > LONGEST_ID ? "" : id);
        if (!failures.admits(key)) {
            throw tooOften("client_authentication", id, from);
        }
        return key;
    }

    private OAuthRejection tooOften(String limit, String id, Requester from) {
        limits.exceeded(limit, from, about(id));
        return new OAuthRejection(
                OAuthError.rateLimitExceeded("Too many failed attempts of this client. Please try again later."));
    }

    private OAuthRejection refused(String id, Requester from, String reason, String description) {
        audit.record(AuditEvent.AUTH_FAILURE, Optional.of(from), about(id), Map.of("reason", reason));
        return new OAuthRejection(OAuthError.invalidClient(description));
    }

    private static Audit.About about(String id) {
        return id.isBlank() ? Audit.About.NOBODY : Audit.About.of(new ClientId(id));
    }
}
