package io.muster.oauth.jose;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.Secret;
import io.muster.oauth.jose.DpopProofs.Expected;
import io.muster.oauth.jose.DpopProofs.Proof;
import io.muster.testkit.TestKey;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DpopProofsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final TestKey KEY = TestKey.create("k");
    private static final Expected EXPECTED =
            new Expected("POST", Set.of("https://muster.example/oauth/token"), Optional.empty(), Optional.empty());

    private static final JsonObject CLAIMS = JsonObject.of("jti", "j1")
            .with("htm", "POST")
            .with("htu", "https://muster.example/oauth/token")
            .with("iat", NOW.getEpochSecond());

    private static JsonObject header(TestKey key) {
        return JsonObject.of("typ", "dpop+jwt").with("alg", key.algorithm()).with("jwk", key.jwk());
    }

    private static Proof verify(JsonObject header, JsonObject claims) {
        return DpopProofs.verify(KEY.sign(header, claims), EXPECTED, NOW);
    }

    private static Proof verify(JsonObject claims, Expected expected) {
        return DpopProofs.verify(KEY.sign(header(KEY), claims), expected, NOW);
    }

    private static Proof verify(JsonObject claims) {
        return verify(header(KEY), claims);
    }

    private static void assertInvalid(Proof proof) {
        assertThat(proof)
                .isInstanceOfSatisfying(
                        Proof.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("invalid_dpop_proof"));
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void a_proof_yields_the_thumbprint_of_its_key(SignatureAlgorithm algorithm) {
        var key = TestKey.create("k", algorithm.name());

        assertThat(DpopProofs.verify(key.sign(header(key), CLAIMS), EXPECTED, NOW))
                .isInstanceOfSatisfying(Proof.Valid.class, valid -> {
                    assertThat(valid.thumbprint())
                            .isEqualTo(VerificationKey.parse(key.jwk())
                                    .orElseThrow()
                                    .thumbprint());
                    assertThat(valid.until()).isEqualTo(NOW.plus(Duration.ofSeconds(301)));
                });
    }

    @Test
    void the_thumbprint_is_that_of_rfc_7638() {
        var jwk =
                Json.parseObject("{\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAt"
                        + "VT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4"
                        + "QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTW"
                        + "hAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw\",\"e\":\"AQAB\","
                        + "\"alg\":\"RS256\",\"kid\":\"2011-04-29\"}");

        assertThat(VerificationKey.parse(jwk).orElseThrow().thumbprint())
                .isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    @Test
    void the_replay_key_belongs_to_proof_and_key() {
        var other = TestKey.create("other");
        var one = replayKey(verify(CLAIMS));

        assertThat(replayKey(verify(CLAIMS))).isEqualTo(one);
        assertThat(replayKey(verify(CLAIMS.with("jti", "j2")))).isNotEqualTo(one);
        assertThat(replayKey(DpopProofs.verify(other.sign(header(other), CLAIMS), EXPECTED, NOW)))
                .isNotEqualTo(one);
    }

    private static String replayKey(Proof proof) {
        return proof instanceof Proof.Valid valid ? valid.replayKey() : "refused: " + proof;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {
                "jti, absent",
                "jti, '\"\"'",
                "jti, 7",
                "htm, absent",
                "htm, '\"post\"'",
                "htm, '\"GET\"'",
                "htu, absent",
                "htu, '\"https://muster.example/oauth/revoke\"'",
                "htu, '\"https://evil.example/oauth/token\"'",
                "htu, '\"https://muster.example:8443/oauth/token\"'",
                "htu, '\"http://muster.example/oauth/token\"'",
                "htu, '\"https://muster.example/oauth/token/\"'",
                "htu, '\"https://muster.example/oauth%2Ftoken\"'",
                "htu, '\"https://user@muster.example/oauth/token\"'",
                "htu, '\"/oauth/token\"'",
                "htu, '\":\"'",
                "iat, absent",
                "iat, 1767225299",
                "iat, 1767225901",
                "iat, '\"1767225600\"'",
                "iat, 1e99999999999",
            })
    void a_claim_that_does_not_fit_the_request_is_refused(String name, String value) {
        assertInvalid(verify(value == null ? CLAIMS.without(name) : CLAIMS.with(name, Json.parse(value))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTPS://Muster.Example/oauth/token",
                "https://muster.example:443/oauth/token",
                "https://muster.example/oauth/token?x=1",
                "https://muster.example/oauth/token#f",
                "https://muster.example/oauth/./x/../token",
                "https://muster.example/%6fauth/%74oken",
            })
    void the_url_is_compared_normalised(String url) {
        assertThat(verify(CLAIMS.with("htu", url))).isInstanceOf(Proof.Valid.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, -1, 0, 1, 300})
    void the_clock_of_the_client_may_differ_by_five_minutes(long seconds) {
        assertThat(verify(CLAIMS.with("iat", NOW.getEpochSecond() + seconds))).isInstanceOf(Proof.Valid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "", "dpop", "application/dpop+jwt"})
    void another_type_is_no_proof(String type) {
        assertInvalid(verify(header(KEY).with("typ", type), CLAIMS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "", "EdDSA", "RS256", "ES384"})
    void an_algorithm_that_is_not_that_of_the_key_is_refused(String algorithm) {
        assertInvalid(verify(header(KEY).with("alg", algorithm), CLAIMS));
    }

    @Test
    void a_header_without_public_key_is_refused() {
        assertInvalid(verify(header(KEY).without("jwk"), CLAIMS));
        assertInvalid(verify(header(KEY).with("jwk", "text"), CLAIMS));
        assertInvalid(verify(header(KEY).with("jwk", JsonObject.of("kty", "oct").with("k", "AAAA")), CLAIMS));
        assertInvalid(verify(header(KEY).with("jwk", KEY.jwk().with("d", "AAAA")), CLAIMS));
        assertInvalid(verify(
                header(KEY).with("jwk", TestKey.rsa("w", "RS256", 1024).jwk()), CLAIMS));
        assertInvalid(verify(header(KEY).with("crit", Json.parse("[\"exp\"]")), CLAIMS));
    }

    @Test
    void a_proof_of_somebody_elses_key_is_refused() {
        assertInvalid(verify(header(KEY).with("jwk", TestKey.create("k").jwk()), CLAIMS));
    }

    @Test
    void at_a_resource_the_proof_belongs_to_the_token() throws Exception {
        var expected = new Expected("POST", EXPECTED.urls(), Optional.of(new Secret("token-1")), Optional.empty());
        var digest = MessageDigest.getInstance("SHA-256").digest("token-1".getBytes(StandardCharsets.US_ASCII));

        assertThat(verify(CLAIMS.with("ath", TestKey.part(digest)), expected)).isInstanceOf(Proof.Valid.class);
        assertInvalid(verify(CLAIMS, expected));
        assertInvalid(verify(CLAIMS.with("ath", "token-1"), expected));
    }

    @Test
    void a_missing_or_old_nonce_is_answered_by_asking_for_one() {
        var expected = new Expected("POST", EXPECTED.urls(), Optional.empty(), Optional.of("n2"));

        assertThat(verify(CLAIMS.with("nonce", "n2"), expected)).isInstanceOf(Proof.Valid.class);
        for (var claims : new JsonObject[] {CLAIMS, CLAIMS.with("nonce", "n1")}) {
            assertThat(verify(claims, expected))
                    .isInstanceOfSatisfying(
                            Proof.Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo("use_dpop_nonce"));
        }
    }

    @Test
    void any_of_several_urls_will_do() {
        var expected = new Expected(
                "POST",
                Set.of("https://muster.example/oauth/token", "http://10.0.0.7:8090/oauth/token"),
                Optional.empty(),
                Optional.empty());

        assertThat(verify(CLAIMS.with("htu", "http://10.0.0.7:8090/oauth/token"), expected))
                .isInstanceOf(Proof.Valid.class);
        assertThat(verify(CLAIMS, expected)).isInstanceOf(Proof.Valid.class);
    }

    @Test
    void a_monstrous_proof_is_not_even_read() {
        assertInvalid(verify(CLAIMS.with("x", "y".repeat(20_000))));
        assertInvalid(verify(CLAIMS.with("jti", "y".repeat(513))));
    }

    @Property(tries = 500)
    void no_text_makes_it_fail(@ForAll String text) {
        assertInvalid(DpopProofs.verify(text, EXPECTED, NOW));
        assertInvalid(verify(CLAIMS.with("htu", text)));
    }
}
