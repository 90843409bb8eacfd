package io.muster.authserver.provider;

import io.muster.authserver.protocol.MeterNames;
import io.muster.authserver.provider.ProviderFailure.Kind;
import io.muster.wire.http.Headers;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonLimits;
import io.muster.wire.json.JsonObject;
import io.muster.wire.meter.Meters;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Requests to the identity provider, each sent once. The only place where its statuses and error codes are judged; its
 * texts go nowhere.
 */
final class Calls {
    private static final JsonLimits LIMITS = new JsonLimits(32, 1 << 20, 100, 1 << 20);
    private static final int TOO_EARLY = 408;
    private static final int TOO_MANY = 429;
    private static final Set<Integer> NO = Set.of(400, 401, 403);

    /** Error codes that speak of us, not of the token. */
    private static final Set<String> ABOUT_US =
            Set.of("invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope");

    /** Error codes that speak of a code or refresh token; the second is Dex's word for one that it has taken already. */
    private static final Set<String> ABOUT_THE_TOKEN = Set.of("invalid_grant", "invalid_request");

    private static final Set<String> PASSING = Set.of("temporarily_unavailable", "server_error", "slow_down");

    private final OutboundClient client;
    private final Meters meters;

    Calls(OutboundClient client, Meters meters) {
        this.client = client;
        this.meters = meters;
    }

    /** What is asked of the provider, as dashboards know it. */
    enum Operation {
        DISCOVERY,
        TOKEN,
        USERINFO,
        REVOCATION,
        TOKEN_EXCHANGE;

        Map<String, String> label() {
            return Map.of("operation", name().toLowerCase(Locale.ROOT));
        }
    }

    JsonObject get(Operation operation, URI uri, Headers headers, Deadline deadline) throws InterruptedException {
        var accepting = headers.with("Accept", "application/json");
        return json(measured(operation, new OutboundRequest("GET", uri, accepting, new byte[0], deadline)));
    }

    JsonObject post(Operation operation, URI uri, Map<String, String> form, Headers headers, Deadline deadline)
            throws InterruptedException {
        return json(submit(operation, uri, form, headers, deadline));
    }

    /** For answers whose content does not matter. */
    void tell(Operation operation, URI uri, Map<String, String> form, Headers headers, Deadline deadline)
            throws InterruptedException {
        submit(operation, uri, form, headers, deadline);
    }

    private byte[] submit(Operation operation, URI uri, Map<String, String> form, Headers headers, Deadline deadline)
            throws InterruptedException {
        var complete =
                headers.with("Accept", "application/json").with("Content-Type", "application/x-www-form-urlencoded");
        return measured(operation, new OutboundRequest("POST", uri, complete, encoded(form), deadline));
    }

    private byte[] measured(Operation operation, OutboundRequest request) throws InterruptedException {
        var began = System.nanoTime();
        meters.count(MeterNames.PROVIDER_CALLS, operation.label());
        try {
            return send(operation, request);
        } catch (ProviderFailure e) {
            meters.count(MeterNames.PROVIDER_ERRORS, operation.label());
            throw e;
        } finally {
            meters.observe(
                    MeterNames.PROVIDER_DURATION, operation.label(), Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static byte[] encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.UTF_8);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private byte[] send(Operation operation, OutboundRequest request) throws InterruptedException {
        try (var answer = client.send(request)) {
            var content = answer.bytes();
            if (answer.status() / 100 == 2) {
                return content;
            }
            throw failure(operation, request, answer.status(), content);
        } catch (OutboundException e) {
            throw failure(request, e);
        }
    }

    private static ProviderFailure failure(Operation operation, OutboundRequest request, int status, byte[] content) {
        var message = request + " was answered with status " + status;
        if (status >= 500 || status == TOO_MANY || status == TOO_EARLY) {
            return new ProviderFailure(Kind.UNAVAILABLE, "provider_status", message);
        }
        var code = errorCode(content);
        if (PASSING.contains(code)) {
            return new ProviderFailure(Kind.UNAVAILABLE, "provider_" + code, message);
        }
        if (ABOUT_US.contains(code)) {
            return new ProviderFailure(Kind.INVALID, "provider_" + code, message + ", " + code);
        }
        return NO.contains(status) && isRefusal(operation, code)
                ? new ProviderFailure(Kind.REFUSED, "provider_refused", message)
                : new ProviderFailure(Kind.INVALID, "provider_status", message);
    }

    /**
     * Whether it is the provider that says no: whatever stands in front of a token endpoint can answer with a status, and
     * users would lose their sessions by it.
     */
    private static boolean isRefusal(Operation operation, String code) {
        return switch (operation) {
            case TOKEN -> ABOUT_THE_TOKEN.contains(code);
            case TOKEN_EXCHANGE -> !code.isEmpty();
            case DISCOVERY, USERINFO, REVOCATION -> true;
        };
    }

    private static ProviderFailure failure(OutboundRequest request, OutboundException cause) {
        var kind = switch (cause.kind()) {
            case UNKNOWN_HOST, CONNECT, BROKEN, TIMEOUT -> Kind.UNAVAILABLE;
            case TLS, TOO_LARGE, FORBIDDEN -> Kind.INVALID;
        };
        var reason = "provider_" + cause.kind().name().toLowerCase(Locale.ROOT);
        return new ProviderFailure(kind, reason, request + " failed: " + cause.getMessage(), cause);
    }

    private static String errorCode(byte[] content) {
        try {
            return Json.parse(content, LIMITS) instanceof JsonObject object ? object.text("error", "") : "";
        } catch (JsonException e) {
            return "";
        }
    }

    private static JsonObject json(byte[] content) {
        try {
            if (Json.parse(content, LIMITS) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException e) {
            throw new ProviderFailure(
                    Kind.INVALID, "provider_nonsense", "the identity provider did not answer with JSON", e);
        }
        throw new ProviderFailure(
                Kind.INVALID, "provider_nonsense", "the identity provider did not answer with a JSON object");
    }
}
