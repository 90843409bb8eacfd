package io.muster.oauth.registration;

import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.registration.RegistrationRequest.Detail;
import io.muster.oauth.registration.RegistrationRequest.Unusable;
import io.muster.wire.http.Headers;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonLimits;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/** Registers muster at an authorization server (RFC 7591 section 3). */
final class DynamicRegistration {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int LARGEST = 64 << 10;
    private static final int LONGEST_TEXT = 200;

    /** What servers say of a type of application that does not fit, to their minds, to the redirect. */
    private static final Set<String> TYPE_FAULTS = Set.of("invalid_client_metadata", "invalid_redirect_uri");

    /** What servers say of what clients may not have, or not say; the first is Keycloak's word for all of it. */
    private static final Set<String> DETAIL_FAULTS =
            Set.of("insufficient_scope", "invalid_scope", "invalid_client_metadata");

    private final MetadataWeb web;
    private final InstantSource clock;

    DynamicRegistration(MetadataWeb web, InstantSource clock) {
        this.web = web;
        this.clock = clock;
    }

    /** What came of it. */
    sealed interface Outcome {
        record Registered(Registration registration) implements Outcome {}

        /**
         * @param error the code that the server gave, if it did
         * @param text for people
         */
        record Failed(String error, String text) implements Outcome {}
    }

    /**
     * A server that dislikes the type of the application is asked once more with the other. Neither scopes nor a home page
     * need to be said (RFC 7591 section 2): a server that dislikes something is told less and less.
     */
    Outcome register(RegistrationRequest request, URI endpoint) throws InterruptedException {
        var outcome = registerAsEither(request, endpoint, Detail.FULL);
        if (mayBeTooMuch(outcome) && !request.scopes().isEmpty()) {
            outcome = registerAsEither(request, endpoint, Detail.WITHOUT_SCOPES);
        }
        return mayBeTooMuch(outcome) ? registerAsEither(request, endpoint, Detail.BARE) : outcome;
    }

    private static boolean mayBeTooMuch(Outcome outcome) {
        return outcome instanceof Outcome.Failed(var error, var _) && DETAIL_FAULTS.contains(error);
    }

    private Outcome registerAsEither(RegistrationRequest request, URI endpoint, Detail detail)
            throws InterruptedException {
        var type = request.applicationType();
        var first = register(request, endpoint, request.json(type, detail));
        return first instanceof Outcome.Failed(var error, var _) && TYPE_FAULTS.contains(error)
                ? register(request, endpoint, request.json(type.other(), detail))
                : first;
    }

    private Outcome register(RegistrationRequest request, URI endpoint, JsonObject document)
            throws InterruptedException {
        var message = new OutboundRequest(
                "POST",
                endpoint,
                Headers.of("Accept", "application/json").with("Content-Type", "application/json"),
                Json.bytes(document),
                Deadline.after(LIMIT, clock));
        try (var answer = web.towards(endpoint).send(message)) {
            var json = json(answer.bytes());
            return answer.status() == 201 || answer.status() == 200
                    ? new Outcome.Registered(request.read(json, clock.instant()))
                    : refused(answer.status(), json);
        } catch (OutboundException e) {
            return new Outcome.Failed("", MetadataWeb.text(e));
        } catch (Unusable e) {
            return new Outcome.Failed("", String.valueOf(e.getMessage()));
        }
    }

    private static Outcome refused(int status, JsonObject json) {
        var error = shown(json.text("error", ""));
        var description = shown(json.text("error_description", ""));
        var text = "status " + status + (error.isEmpty() ? "" : ", " + error)
                + (description.isEmpty() ? "" : " - " + description);
        return new Outcome.Failed(error, text);
    }

    private static String shown(String text) {
        var bounded = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        return bounded.replaceAll("[^ -~]", "?");
    }

    private static JsonObject json(byte[] content) {
        try {
            return content.length <= LARGEST
                            && Json.parse(content, new JsonLimits(32, LARGEST, 100, LARGEST))
                                    instanceof JsonObject object
                    ? object
                    : JsonObject.EMPTY;
        } catch (JsonException e) {
            return JsonObject.EMPTY;
        }
    }
}
