package io.muster.cli.login.grant;

import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonLimits;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads what a token endpoint answers. Pure.
 *
 * @param now when the answer came
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5">RFC 6749, 5: issuing an access token</a>
 */
record TokenAnswer(int status, Optional<Duration> retryAfter, byte[] body, Instant now) {
    private static final JsonLimits LIMITS = new JsonLimits(20, 1 << 20, 100, 1 << 20);
    private static final long LONGEST_SECONDS = Duration.ofDays(3650).toSeconds();
    private static final int LONGEST_ERROR = 100;
    private static final int LONGEST_DESCRIPTION = 500;

    TokenOutcome outcome() {
        if (status == 200) {
            return document()
                    .map(this::issued)
                    .orElseGet(() -> unusable("the token endpoint answered with something that is not a JSON object"));
        }
        if (status == 429 || status >= 500) {
            return failed(new TokenFailure.Unavailable(
                    "the token endpoint cannot answer now (status " + status + ")", false, retryAfter));
        }
        return failed(document().flatMap(this::refusal).orElseGet(this::unexplained));
    }

    private TokenOutcome issued(JsonObject answer) {
        var access = token(answer, "access_token");
        if (access.isEmpty()) {
            return unusable("the token endpoint issued no access_token");
        }
        var type = answer.text("token_type", "");
        if (!type.equalsIgnoreCase("Bearer")) {
            return unusable(
                    type.isEmpty()
                            ? "the token endpoint did not say the token_type"
                            : "the token_type \"" + visible(type, LONGEST_ERROR) + "\" is not supported, only Bearer");
        }
        var lifetime = answer.get("expires_in");
        var seconds = lifetime.flatMap(TokenAnswer::seconds);
        if (lifetime.isPresent() && seconds.isEmpty()) {
            return unusable("the token endpoint issued a token with an expires_in that is no time to live");
        }
        return new TokenOutcome.Issued(new TokenSet(
                access.get(),
                seconds.map(now::plusSeconds),
                token(answer, "refresh_token"),
                token(answer, "id_token"),
                answer.text("scope").filter(text -> !text.isBlank()).map(Scopes::parse)));
    }

    /** A positive number of seconds, at most ten years; some servers write it as text. */
    private static Optional<Long> seconds(JsonValue value) {
        var text = switch (value) {
            case JsonNumber number -> number.text();
            case JsonString string -> string.value();
            default -> "";
        };
        return text.matches("[0-9]{1,12}")
                ? Optional.of(Long.parseLong(text)).filter(seconds -> seconds > 0 && seconds <= LONGEST_SECONDS)
                : Optional.empty();
    }

    /** Tokens are ASCII without blanks (RFC 6749 appendix A.12), so that none can break out of a header. */
    private static Optional<Secret> token(JsonObject answer, String name) {
        return answer.text(name)
                .filter(value -> !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 0x7F))
                .map(Secret::new);
    }

    private Optional<TokenFailure> refusal(JsonObject answer) {
        return answer.text("error").filter(error -> !error.isBlank()).map(raw -> {
            var error = visible(raw, LONGEST_ERROR);
            var description = answer.text("error_description")
                    .filter(text -> !text.isBlank())
                    .map(text -> " - " + visible(text, LONGEST_DESCRIPTION))
                    .orElse("");
            var text = "token request failed: " + error + description;
            return switch (error) {
                case "invalid_grant" -> new TokenFailure.InvalidGrant(text);
                case "invalid_client" -> new TokenFailure.InvalidClient(text);
                case "temporarily_unavailable", "slow_down" -> new TokenFailure.Unavailable(text, false, retryAfter);
                default -> new TokenFailure.Refused(error, text);
            };
        });
    }

    private TokenFailure unexplained() {
        return new TokenFailure.Refused("status_" + status, "token request failed: status " + status);
    }

    private Optional<JsonObject> document() {
        try {
            return Json.parse(body, LIMITS) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static TokenOutcome unusable(String text) {
        return failed(new TokenFailure.Unusable(text));
    }

    private static TokenOutcome failed(TokenFailure failure) {
        return new TokenOutcome.Failed(failure);
    }

    private static String visible(String text, int longest) {
        var cut = text.length() > longest ? text.substring(0, longest) + "..." : text;
        return cut.replaceAll("\\p{C}", "?");
    }
}
