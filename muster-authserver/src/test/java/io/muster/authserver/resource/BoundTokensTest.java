package io.muster.authserver.resource;

import static io.muster.authserver.resource.ResourceWorld.BASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.muster.authserver.resource.ResourceWorld.Attempt;
import io.muster.oauth.Scopes;
import io.muster.oauth.jose.DpopProofs;
import io.muster.oauth.jose.DpopProofs.Proof;
import io.muster.testkit.TestKey;
import io.muster.wire.http.Headers;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Oauth-server specification, 20, and RFC 9449, 7: tokens that are bound to a key. */
class BoundTokensTest {
    private static final TestKey KEY = TestKey.create("client");
    private static final TestKey OTHER = TestKey.create("other");

    private final ResourceWorld world = new ResourceWorld();
    private final String token = world.token(List.of(BASE), Optional.of(thumbprint()), Scopes.of("openid"));

    @Test
    void a_bound_token_is_good_with_its_key() {
        assertThat(show("DPoP " + token, proof(KEY, UnaryOperator.identity())).status())
                .isEqualTo(200);
    }

    /** DPoP downgrade: a bound token that was stolen is used as a plain one. */
    @Test
    void dpop_downgrade_a_bound_token_is_no_bearer_token() {
        var plain = world.bearer(token);
        var withProof = show("Bearer " + token, proof(KEY, UnaryOperator.identity()));

        assertThat(List.of(plain.status(), withProof.status())).containsOnly(401);
        assertThat(plain.challenges().getFirst()).contains("DPoP-bound token must be presented with a DPoP proof");
    }

    @Test
    void a_token_without_key_is_not_made_better_by_a_proof() {
        var unbound = world.token();

        assertThat(show("DPoP " + unbound, proofFor(unbound, KEY, UnaryOperator.identity()))
                        .status())
                .isEqualTo(401);
        assertThat(show("DPoP " + unbound).status()).isEqualTo(401);
    }

    static Stream<Arguments> proofs() {
        return Stream.of(
                arguments("method", change(claims -> claims.with("htm", "GET"))),
                arguments("method in lower case", change(claims -> claims.with("htm", "post"))),
                arguments("target", change(claims -> claims.with("htu", BASE + "/sse"))),
                arguments("host", change(claims -> claims.with("htu", "https://evil.example/mcp"))),
                arguments("no token hash", change(claims -> claims.without("ath"))),
                arguments("other token hash", change(claims -> claims.with("ath", hash("other")))),
                arguments("no id", change(claims -> claims.without("jti"))),
                arguments("too old", change(claims -> claims.with("iat", 1767225600L - 301))),
                arguments("from the future", change(claims -> claims.with("iat", 1767225600L + 301))));
    }

    private static UnaryOperator<JsonObject> change(UnaryOperator<JsonObject> change) {
        return change;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("proofs")
    void a_proof_for_something_else_is_refused(String row, UnaryOperator<JsonObject> change) {
        var attempt = show("DPoP " + token, proof(KEY, change));

        assertThat(attempt.status()).as(row).isEqualTo(401);
        assertThat(attempt.challenges()).hasSize(2);
        assertThat(attempt.challenges().getFirst()).startsWith("Bearer resource_metadata=");
        assertThat(attempt.challenges().getLast())
                .startsWith("DPoP error=\"invalid_dpop_proof\", error_description=\"")
                .endsWith("algs=\"RS256 RS384 RS512 ES256 ES384 ES512 PS256 PS384 PS512\"");
        assertThat(attempt.body()).contains("\"error\":\"invalid_dpop_proof\"");
    }

    @Test
    void another_key_is_refused() {
        var attempt = show("DPoP " + token, proof(OTHER, UnaryOperator.identity()));

        assertThat(attempt.status()).isEqualTo(401);
        assertThat(attempt.body()).contains("DPoP proof key does not match token binding");
    }

    @Test
    void a_proof_is_good_once() {
        var proof = proof(KEY, UnaryOperator.identity());

        assertThat(show("DPoP " + token, proof).status()).isEqualTo(200);
        assertThat(show("DPoP " + token, proof).status()).isEqualTo(401);
    }

    @Test
    void one_proof_is_needed_and_one_only() {
        var first = proof(KEY, UnaryOperator.identity());
        var second = proof(KEY, claims -> claims.with("jti", "another"));

        assertThat(show("DPoP " + token).status()).isEqualTo(401);
        assertThat(show("DPoP " + token, first, second).status()).isEqualTo(401);
        assertThat(show("DPoP " + token, "not a proof").status()).isEqualTo(401);
    }

    @Test
    void an_outage_of_the_store_is_no_bad_proof() {
        var proof = proof(KEY, UnaryOperator.identity());
        world.stores.cutOffAfter(2);

        assertThat(show("DPoP " + token, proof).status()).isEqualTo(503);
    }

    private Attempt show(String authorization, String... proofs) {
        var fields = new ArrayList<Headers.Field>();
        fields.add(new Headers.Field("Authorization", authorization));
        for (var proof : proofs) {
            fields.add(new Headers.Field("DPoP", proof));
        }
        return world.show(Headers.of(fields));
    }

    private String proof(TestKey key, UnaryOperator<JsonObject> change) {
        return proofFor(token, key, change);
    }

    private String proofFor(String accessToken, TestKey key, UnaryOperator<JsonObject> change) {
        return signed(
                key,
                change.apply(JsonObject.of("jti", "unique")
                        .with("htm", "POST")
                        .with("htu", BASE + "/mcp")
                        .with(
                                "iat",
                                world.time
                                        .instant()
                                        .minus(Duration.ofSeconds(1))
                                        .getEpochSecond())
                        .with("ath", hash(accessToken))));
    }

    private static String signed(TestKey key, JsonObject claims) {
        var header = JsonObject.of("typ", "dpop+jwt")
                .with("alg", key.algorithm())
                .with("jwk", key.jwk().without("kid"));
        return key.sign(header, claims);
    }

    private static String thumbprint() {
        var world = new ResourceWorld();
        var claims = JsonObject.of("jti", "t")
                .with("htm", "POST")
                .with("htu", BASE)
                .with("iat", world.time.instant().getEpochSecond());
        var expected = new DpopProofs.Expected("POST", Set.of(BASE), Optional.empty(), Optional.empty());
        return ((Proof.Valid) DpopProofs.verify(signed(KEY, claims), expected, world.time.instant())).thumbprint();
    }

    private static String hash(String text) {
        try {
            return TestKey.part(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
