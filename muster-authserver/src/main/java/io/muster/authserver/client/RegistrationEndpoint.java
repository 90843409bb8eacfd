package io.muster.authserver.client;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.limit.WindowLimit;
import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.MeterNames;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.protocol.RandomTokens;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.store.ClientStore;
import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.ClientId;
import io.muster.oauth.Secret;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.oauth.store.ValueTooLarge;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonLimits;
import io.muster.wire.json.JsonObject;
import io.muster.wire.meter.Meters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code POST /oauth/register}: dynamic client registration.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591">RFC 7591</a>
 */
public final class RegistrationEndpoint implements HttpHandler {
    private static final int LARGEST = 1 << 20;
    private static final JsonLimits LIMITS = new JsonLimits(20, LARGEST, 100, LARGEST);
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MOST_PER_WINDOW = 10;

    private final RegistrationSettings settings;
    private final RegistrationGate gate;
    private final RedirectUris redirects;
    private final ClientSecrets secrets;
    private final ClientStore store;
    private final RandomTokens random;
    private final Answers answers;
    private final Reports reports;
    private final InstantSource clock;
    private final WindowLimit window;

    /** Where registrations are reported to. */
    public record Reports(Audit audit, Meters meters, Function<HttpRequest, Requester> requester) {}

    public RegistrationEndpoint(
            RegistrationSettings settings,
            RedirectUris redirects,
            ClientSecrets secrets,
            ClientStore store,
            RandomTokens random,
            Answers answers,
            Reports reports,
            InstantSource clock) {
        this.settings = settings;
        this.gate = new RegistrationGate(settings);
        this.redirects = redirects;
        this.secrets = secrets;
        this.store = store;
        this.random = random;
        this.answers = answers;
        this.reports = reports;
        this.clock = clock;
        this.window = new WindowLimit(MOST_PER_WINDOW, WINDOW, clock);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("POST")) {
            return HttpResponse.text(405, "Method not allowed").with("Allow", "POST");
        }
        if (CrossSite.isForm(request)) {
            return answers.error(OAuthError.invalidClientMetadata("Content-Type must be application/json"));
        }
        var requester = reports.requester().apply(request);
        if (!window.take(requester.bucket()).isZero()) {
            return limited(requester);
        }
        try {
            return registered(request, requester);
        } catch (OAuthRejection e) {
            report(
                    AuditEvent.CLIENT_REGISTRATION_REJECTED,
                    requester,
                    Audit.About.NOBODY,
                    e.error().description());
            return answers.error(e.error());
        } catch (ValueTooLarge e) {
            report(AuditEvent.CLIENT_REGISTRATION_REJECTED, requester, Audit.About.NOBODY, "value_too_large");
            return answers.error(OAuthError.invalidClientMetadata("The metadata is larger than what can be stored"));
        } catch (StoreUnavailable e) {
            return answers.error(OAuthError.temporarilyUnavailable());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return answers.error(OAuthError.temporarilyUnavailable());
        }
    }

    private HttpResponse limited(Requester requester) {
        report(
                AuditEvent.CLIENT_REGISTRATION_RATE_LIMIT_EXCEEDED,
                requester,
                Audit.About.NOBODY,
                "rate_limit_exceeded");
        reports.meters().count(MeterNames.RATE_LIMIT_EXCEEDED, Map.of("limiter", "registration"));
        return answers.error(new OAuthError(
                        429, "invalid_request", "Client registration rate limit exceeded. Please try again later."))
                .with("Retry-After", Long.toString(WINDOW.toSeconds()));
    }

    private HttpResponse registered(HttpRequest request, Requester requester) throws InterruptedException {
        var document = document(request);
        var metadata = new ClientMetadata(document);
        var name = metadata.name();
        var kind = ClientKind.of(
                metadata.text("client_type").orElse(""),
                metadata.text("token_endpoint_auth_method").orElse(""));
        var uris = metadata.redirectUris();
        var admission = gate.admit(request.header("Authorization"), uris);
        if (kind.isPublic() && !gate.admitsPublic(admission)) {
            throw ClientMetadata.invalid(
                    "Public client registration is not enabled on this server. Contact the server administrator.");
        }
        checkRedirects(uris);
        var secret = kind.hasSecret() ? Optional.of(random.next()) : Optional.<Secret>empty();
        var client = client(admission, secret, description(metadata, name, kind, uris));
        if (store.register(client, requester.bucket(), settings.mostPerAddress())
                == ClientStore.Registration.LIMIT_REACHED) {
            throw new OAuthRejection(new OAuthError(429, "invalid_request", "Client registration limit exceeded"));
        }
        report(admission.event, requester, Audit.About.of(client.id()), kind.type());
        reports.meters().count(MeterNames.CLIENT_REGISTERED, Map.of("client_type", kind.type()));
        return answers.json(201, answer(client, secret));
    }

    private static JsonObject document(HttpRequest request) {
        var body = request.body().bytes();
        if (body.length > LARGEST) {
            throw new OAuthRejection(new OAuthError(413, "invalid_request", "Request body too large"));
        }
        try {
            if (Json.parse(body, LIMITS) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException notShown) {
            // Answered below: what exactly is wrong with the text is of no use to a program.
        }
        throw new OAuthRejection(OAuthError.invalidRequest("Invalid JSON"));
    }

    private void checkRedirects(List<String> uris) throws InterruptedException {
        for (var uri : uris) {
            var fault = redirects.fault(uri);
            if (fault.isPresent()) {
                var category = fault.get().text();
                reports.meters().count(MeterNames.REDIRECT_REJECTED, Map.of("category", category));
                throw new OAuthRejection(OAuthError.invalidRedirectUri("A redirect_uri is not accepted: " + category));
            }
        }
    }

    private JsonObject description(ClientMetadata metadata, String name, ClientKind kind, List<String> uris) {
        var strict = settings.strictMetadata();
        var grants = metadata.supported("grant_types", ClientMetadata.GRANTS, ClientMetadata.GRANTS, strict);
        var responses =
                metadata.supported("response_types", ClientMetadata.RESPONSES, ClientMetadata.RESPONSES, strict);
        var builder = JsonObject.builder()
                .put("client_name", name)
                .put("client_type", kind.type())
                .put("redirect_uris", JsonArray.ofStrings(uris))
                .put("token_endpoint_auth_method", kind.method())
                .put("grant_types", JsonArray.ofStrings(grants))
                .put("response_types", JsonArray.ofStrings(responses))
                .putTextIfPresent("scope", metadata.scope());
        metadata.descriptions().members().forEach(member -> builder.put(member.name(), member.value()));
        metadata.keys(kind.hasKey()).members().forEach(member -> builder.put(member.name(), member.value()));
        return builder.build();
    }

    private RegisteredClient client(
            RegistrationGate.Admission admission, Optional<Secret> secret, JsonObject description) {
        var now = clock.instant();
        return new RegisteredClient(
                new ClientId(random.nextText()),
                secret.map(secrets::ofRandom),
                admission.origin,
                description,
                now,
                Optional.of(now.plus(settings.keepUnused())));
    }

    private static JsonObject answer(RegisteredClient client, Optional<Secret> secret) {
        var builder = JsonObject.builder()
                .put("client_id", client.id().value())
                .put("client_id_issued_at", client.createdAt().getEpochSecond());
        client.metadata().members().forEach(member -> builder.put(member.name(), member.value()));
        secret.ifPresent(value -> builder.put("client_secret", value.reveal()).put("client_secret_expires_at", 0));
        return builder.build();
    }

    private void report(AuditEvent event, Requester requester, Audit.About about, String detail) {
        reports.audit().record(event, Optional.of(requester), about, Map.of("reason", detail));
    }
}
