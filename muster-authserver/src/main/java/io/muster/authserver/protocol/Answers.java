package io.muster.authserver.protocol;

import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How answers look: headers that protect browsers, documents, errors, challenges (RFC 6750 section 3), redirects. */
public final class Answers {
    private static final String JSON = "application/json";
    private static final String CHALLENGE = "WWW-Authenticate";

    private final Locations locations;
    private final Headers secure;
    private final Headers document;
    private final Headers redirecting;

    public Answers(Locations locations) {
        this.locations = locations;
        var browser = new ArrayList<>(List.of(
                new Headers.Field("X-Frame-Options", "DENY"),
                new Headers.Field("X-Content-Type-Options", "nosniff"),
                new Headers.Field("X-XSS-Protection", "1; mode=block"),
                new Headers.Field("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
                new Headers.Field("Referrer-Policy", "no-referrer")));
        if (locations.isHttps()) {
            browser.add(new Headers.Field("Strict-Transport-Security", "max-age=31536000; includeSubDomains"));
        }
        this.secure = Headers.of(browser)
                .with("Cache-Control", "no-store, no-cache, must-revalidate, private")
                .with("Pragma", "no-cache");
        this.document = Headers.of(browser).with("Cache-Control", "public, max-age=3600");
        this.redirecting = Headers.of("Cache-Control", "no-store").with("Referrer-Policy", "no-referrer");
    }

    /** Headers of answers that belong to one person: not to be stored, framed or guessed. */
    public Headers secure() {
        return secure;
    }

    public HttpResponse json(int status, JsonObject content) {
        return new HttpResponse(status, secure.with("Content-Type", JSON), new Body.Bytes(Json.line(content)));
    }

    /** A metadata document, which may be cached. */
    public HttpResponse document(JsonObject content) {
        return new HttpResponse(200, document.with("Content-Type", JSON), new Body.Bytes(Json.line(content)));
    }

    /** An error; 401 comes with a challenge, 429 and 503 with {@code Retry-After}. */
    public HttpResponse error(OAuthError error) {
        var answer = json(
                error.status(), JsonObject.of("error", error.code()).with("error_description", error.description()));
        return switch (error.status()) {
            case 401 -> answer.with(CHALLENGE, challenge(error, Optional.empty()));
            case 429 -> answer.with("Retry-After", "1");
            case 503 -> answer.with("Retry-After", "5");
            default -> answer;
        };
    }

    /** A refusal because of a limit, with the wait for the next attempt in whole seconds. */
    public HttpResponse error(OAuthError error, Duration wait) {
        var seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return error(error).with("Retry-After", Long.toString(seconds));
    }

    /**
     * An error of a request that authenticates a client: one that used Basic is challenged for Basic first (RFC 6749
     * section 5.2).
     */
    public HttpResponse error(OAuthError error, HttpRequest request) {
        var answer = error(error);
        if (error.status() != 401 || !usesBasic(request)) {
            return answer;
        }
        var fields = new ArrayList<Headers.Field>();
        for (var field : answer.headers().fields()) {
            if (field.name().equals(CHALLENGE)) {
                fields.add(new Headers.Field(CHALLENGE, "Basic realm=\"muster\""));
            }
            fields.add(field);
        }
        return new HttpResponse(answer.status(), Headers.of(fields), answer.body());
    }

    private static boolean usesBasic(HttpRequest request) {
        return request.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, "Basic", 0, 5))
                .isPresent();
    }

    /** The challenge that leads clients to our metadata (RFC 9728 section 5.1). */
    public String challenge(OAuthError error, Optional<String> scope) {
        return "Bearer resource_metadata=" + quoted(locations.resourceMetadata())
                + scope.map(value -> ", scope=" + quoted(value)).orElse("")
                + ", error=" + quoted(error.code())
                + ", error_description=" + quoted(error.description());
    }

    public HttpResponse redirect(String location) {
        return new HttpResponse(302, redirecting.with("Location", location), Body.EMPTY);
    }

    /** Takes the browser to a client. */
    public HttpResponse redirect(RedirectAnswer answer) {
        return redirect(answer.location());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
