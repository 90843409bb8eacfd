package io.muster.authserver.resource;

import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.OAuthError;
import io.muster.oauth.jose.SignatureAlgorithm;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;

/**
 * How requests are turned away: each 401 leads to the metadata of the resource, first for {@code Bearer}, then for {@code
 * DPoP} (RFC 9728 section 5.1, RFC 9449 section 7.1).
 */
final class Challenges {
    private static final String HEADER = "WWW-Authenticate";
    private static final String ALGORITHMS = "algs=\"" + String.join(" ", SignatureAlgorithm.names()) + "\"";

    private final Answers answers;
    private final Locations locations;
    private final MetadataPaths paths;

    Challenges(Answers answers, Locations locations, MetadataPaths paths) {
        this.answers = answers;
        this.locations = locations;
        this.paths = paths;
    }

    /** No credentials were shown, or none that can be accepted. */
    HttpResponse unauthorized(OAuthError error, String path) {
        var dpop = error.code().contains("dpop");
        var bearer = dpop ? new OAuthError(401, "invalid_token", error.description()) : error;
        return challenged(
                error,
                bearerChallenge(path) + errorPart(bearer),
                dpop ? "DPoP " + errorPart(error).substring(2) + ", " + ALGORITHMS : "DPoP " + ALGORITHMS);
    }

    /** The same, where a request that shows nothing is to get no error (RFC 6750 section 3.1). */
    HttpResponse unauthorizedWithoutError(OAuthError error, String path) {
        return challenged(error, bearerChallenge(path), "DPoP " + ALGORITHMS);
    }

    /** The token is good, but not for this; all scopes that are needed are named. */
    HttpResponse insufficientScope(String scope, String path) {
        var error = new OAuthError(403, "insufficient_scope", "The token does not have the required scope");
        return challenged(error, bearerChallenge(path) + ", scope=\"" + scope + "\"" + errorPart(error));
    }

    HttpResponse tooMany(OAuthError error, Duration wait) {
        return answers.error(error, wait);
    }

    HttpResponse unavailable() {
        return answers.error(OAuthError.temporarilyUnavailable());
    }

    private HttpResponse challenged(OAuthError error, String... challenges) {
        var answer = answers.error(error);
        var fields = new ArrayList<Headers.Field>();
        for (var field : answer.headers().fields()) {
            if (!field.name().equals(HEADER)) {
                fields.add(field);
            }
        }
        for (var challenge : challenges) {
            fields.add(new Headers.Field(HEADER, challenge));
        }
        return new HttpResponse(answer.status(), Headers.of(fields), answer.body());
    }

    private String bearerChallenge(String path) {
        return "Bearer resource_metadata=\"" + locations.resourceMetadata() + paths.suffix(path) + "\"";
    }

    /** Descriptions have no characters that would need an escape. */
    private static String errorPart(OAuthError error) {
        return ", error=\"" + error.code() + "\", error_description=\"" + error.description() + "\"";
    }
}
