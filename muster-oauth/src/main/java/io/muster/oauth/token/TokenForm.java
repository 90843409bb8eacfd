package io.muster.oauth.token;

import io.muster.oauth.token.TokenResult.Answer;
import io.muster.wire.http.Headers;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonLimits;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.outbound.OutboundResponse;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Sends forms to a token endpoint, each once, and tells the kinds of failures apart. Only status 200 is success, and only
 * without an error: GitHub and Slack refuse with that status. Redirects are answers like others. Thread-safe.
 */
public final class TokenForm {
    private static final int LARGEST = 256 << 10;
    private static final JsonLimits LIMITS = new JsonLimits(32, LARGEST, 100, LARGEST);
    private static final int LONGEST_TEXT = 200;
    private static final Set<String> PASSING = Set.of("temporarily_unavailable", "server_error", "slow_down");

    /** What the standard has one name for, and vendors have others. */
    private static final Set<String> SPENT = Set.of(
            "invalid_grant", "bad_verification_code", "bad_refresh_token", "invalid_code", "invalid_refresh_token");

    private static final Set<String> UNKNOWN_CLIENT =
            Set.of("invalid_client", "incorrect_client_credentials", "invalid_client_id", "bad_client_secret");

    private TokenForm() {}

    /**
     * @param outbound the client for that URL; it must not follow redirects
     * @param credentials nothing where clients do not prove who they are
     */
    public static Answer send(
            OutboundClient outbound,
            URI endpoint,
            Map<String, String> form,
            Optional<ClientCredentials> credentials,
            Deadline deadline)
            throws InterruptedException {
        var fields = new TreeMap<>(form);
        credentials.ifPresent(known -> fields.putAll(known.fields()));
        var plain = Headers.of("Accept", "application/json").with("Content-Type", "application/x-www-form-urlencoded");
        var headers = credentials
                .flatMap(ClientCredentials::authorization)
                .map(value -> plain.with("Authorization", value))
                .orElse(plain);
        try (var answer = outbound.send(new OutboundRequest("POST", endpoint, headers, encoded(fields), deadline))) {
            return read(answer);
        } catch (OutboundException e) {
            return new Answer.Failure(unanswered(e));
        }
    }

    private static byte[] encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static TokenFailure unanswered(OutboundException failure) {
        var text = "token request failed: "
                + failure.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return switch (failure.kind()) {
            case UNKNOWN_HOST, CONNECT, BROKEN, TIMEOUT, TLS -> new TokenFailure.Unavailable(Optional.empty(), text);
            case TOO_LARGE -> new TokenFailure.Unusable("the token answer is not usable: it is too large");
            case FORBIDDEN -> new TokenFailure.Refused("", text);
        };
    }

    private static Answer read(OutboundResponse response) {
        var json = json(response.bytes());
        if (response.status() == 200 && json.filter(TokenForm::isRefusal).isEmpty()) {
            return json.<Answer>map(Answer.Success::new)
                    .orElseGet(() -> new Answer.Failure(
                            new TokenFailure.Unusable("the token answer is not usable: it is not a JSON object")));
        }
        return new Answer.Failure(failure(response, json));
    }

    private static boolean isRefusal(JsonObject answer) {
        return answer.text("error").isPresent() && answer.text("access_token").isEmpty();
    }

    private static TokenFailure failure(OutboundResponse response, Optional<JsonObject> json) {
        int status = response.status();
        var error = json.flatMap(body -> body.text("error")).map(TokenForm::shown);
        var description = json.flatMap(body -> body.text("error_description")).map(TokenForm::shown);
        var text = "token request failed: "
                + error.map(code -> code + description.map(more -> " - " + more).orElse(""))
                        .orElse("status " + status);
        if (status >= 500
                || status == 429
                || status == 408
                || error.filter(PASSING::contains).isPresent()) {
            return new TokenFailure.Unavailable(retryAfter(response), text);
        }
        var code = error.orElse("");
        if (SPENT.contains(code)) {
            return new TokenFailure.InvalidGrant(text);
        }
        return UNKNOWN_CLIENT.contains(code) || (code.isEmpty() && status == 401)
                ? new TokenFailure.InvalidClient(text)
                : new TokenFailure.Refused(code, text);
    }

    private static Optional<Duration> retryAfter(OutboundResponse response) {
        return response.headers()
                .first("Retry-After")
                .filter(seconds -> seconds.matches("\\d{1,9}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /** What the peer wrote, bounded and in characters that do nothing (RFC 6749 section 5.2). */
    private static String shown(String text) {
        var harmless = text.chars()
                .limit(LONGEST_TEXT)
                .map(c -> c >= ' ' && c < 0x7F ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return harmless.toString();
    }

    private static Optional<JsonObject> json(byte[] content) {
        try {
            return content.length <= LARGEST && Json.parse(content, LIMITS) instanceof JsonObject object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
