package io.muster.authserver.provider;

import io.muster.authserver.provider.Calls.Operation;
import io.muster.authserver.provider.ProviderFailure.Kind;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.jose.Jwt;
import io.muster.oauth.jose.JwtReader;
import io.muster.wire.http.Headers;
import io.muster.wire.json.JsonObject;
import io.muster.wire.meter.Meters;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Exchanges tokens at the token endpoints of other providers. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8693#section-2">RFC 8693, 2 Token Exchange Request and Response</a>
 */
public final class TokenExchangeClient {
    public static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange";
    public static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    public static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
    public static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

    private static final long LONGEST_SECONDS = Duration.ofDays(3650).toSeconds();

    private final Calls calls;
    private final InstantSource clock;

    /** @param outbound reaches what an operator allowed for these endpoints */
    public TokenExchangeClient(OutboundClient outbound, Meters meters, InstantSource clock) {
        this.calls = new Calls(outbound, meters);
        this.clock = clock;
    }

    /**
     * An exchange to be done.
     *
     * @param endpoint the token endpoint
     * @param issuer whose token must come out, where it is one that can be read
     * @param connector through which a Dex verifies the subject token
     * @param scopes to ask for
     * @param subjectToken to be exchanged
     * @param subjectTokenType what it is
     * @param credentials who we are there; some do not ask
     */
    public record Order(
            URI endpoint,
            String issuer,
            Optional<String> connector,
            Scopes scopes,
            Secret subjectToken,
            String subjectTokenType,
            Optional<ClientCredentials> credentials) {}

    /**
     * What came of it.
     *
     * @param token the issued token
     * @param type what it is
     * @param expiry of the token; unknown when empty
     * @param scope what it grants, if that was said
     */
    public record Exchanged(Secret token, String type, Optional<Instant> expiry, Optional<String> scope) {}

    /**
     * Does it.
     *
     * @throws ProviderFailure when there is no token that could be used
     */
    public Exchanged exchange(Order order, Deadline deadline) throws InterruptedException {
        var headers = order.credentials().map(ClientCredentials::basic).orElse(Headers.EMPTY);
        return exchanged(calls.post(Operation.TOKEN_EXCHANGE, order.endpoint(), form(order), headers, deadline), order);
    }

    /** An ID token is asked for: access tokens of a Dex lack the audience that backends check. */
    private static Map<String, String> form(Order order) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", GRANT_TYPE);
        form.put("subject_token", order.subjectToken().reveal());
        form.put("subject_token_type", order.subjectTokenType());
        form.put("requested_token_type", ID_TOKEN);
        order.connector().ifPresent(connector -> form.put("connector_id", connector));
        form.put("scope", order.scopes().toString());
        return form;
    }

    private Exchanged exchanged(JsonObject answer, Order order) {
        var token = answer.text("access_token")
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> unusable("invalid_token_response", "an exchange without a token"));
        var jwt = JwtReader.read(token);
        jwt.ifPresent(issued -> checkIssuer(issued, order.issuer()));
        return new Exchanged(
                new Secret(token),
                answer.text("issued_token_type").filter(type -> !type.isBlank()).orElse(ACCESS_TOKEN),
                Stream.of(lifetime(answer), jwt.flatMap(Jwt::expiresAt))
                        .flatMap(Optional::stream)
                        .min(Instant::compareTo),
                answer.text("scope").filter(scope -> !scope.isBlank()));
    }

    private Optional<Instant> lifetime(JsonObject answer) {
        var seconds = answer.integer("expires_in");
        return seconds.isPresent()
                ? Optional.of(clock.instant().plusSeconds(Math.clamp(seconds.getAsLong(), 0, LONGEST_SECONDS)))
                : Optional.empty();
    }

    /** The endpoint may be reached through a proxy, so its URL proves nothing. */
    private static void checkIssuer(Jwt jwt, String expected) {
        if (!withoutSlash(jwt.issuer().orElse("")).equals(withoutSlash(expected))) {
            throw unusable("issuer_mismatch", "a token of another issuer than " + expected + "; set expectedIssuer");
        }
    }

    private static String withoutSlash(String issuer) {
        return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }

    private static ProviderFailure unusable(String reason, String what) {
        return new ProviderFailure(Kind.INVALID, reason, "the provider answered with " + what);
    }
}
