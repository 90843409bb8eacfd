package io.muster.oauth.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.jose.JwtVerifier.Requirements;
import io.muster.oauth.jose.Verification.KeysUnavailable;
import io.muster.oauth.jose.Verification.Refusal;
import io.muster.oauth.jose.Verification.Refused;
import io.muster.oauth.jose.Verification.Verified;
import io.muster.testkit.TestKey;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtVerifierTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ISSUER = "https://issuer.example";
    private static final TestKey EC = TestKey.create("ec");
    private static final TestKey RSA = TestKey.create("rsa", "RS256");
    private static final TestKey STRANGER = TestKey.create("ec");

    private static final JsonObject CLAIMS = JsonObject.of("iss", ISSUER)
            .with("aud", "muster")
            .with("sub", "alice")
            .with("iat", NOW.getEpochSecond())
            .with("exp", NOW.getEpochSecond() + 600);

    private static KeySet keys(JsonObject... keys) {
        return KeySet.fixed(
                JwkSet.parse(JsonObject.of("keys", JsonArray.of(keys))).orElseThrow());
    }

    private static Verification verify(String token, KeySet keys, Requirements requirements) {
        try {
            return JwtVerifier.verify(token, keys, requirements, NOW);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Verification verify(String token, KeySet keys) {
        return verify(token, keys, Requirements.of(ISSUER, Set.of("muster")));
    }

    private static Verification verify(String token) {
        return verify(token, keys(EC.jwk(), RSA.jwk()));
    }

    private static Refused refused(Refusal reason) {
        return new Refused(reason);
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void each_accepted_algorithm_verifies(SignatureAlgorithm algorithm) {
        var key = TestKey.create("k", algorithm.name());

        assertThat(verify(key.sign(CLAIMS), keys(key.jwk()))).isInstanceOf(Verified.class);
        assertThat(verify(STRANGER.sign(JsonObject.of("alg", algorithm.name()), CLAIMS), keys(key.jwk())))
                .isEqualTo(refused(Refusal.SIGNATURE));
    }

    @Test
    void a_verified_token_yields_its_claims() {
        assertThat(verify(EC.sign(CLAIMS)))
                .isInstanceOfSatisfying(
                        Verified.class,
                        verified -> assertThat(verified.jwt().subject()).contains("alice"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {
                "iss, absent, ISSUER",
                "iss, '\"https://issuer.example/\"', ISSUER",
                "iss, '\"HTTPS://issuer.example\"', ISSUER",
                "iss, '[\"https://issuer.example\"]', ISSUER",
                "aud, absent, AUDIENCE",
                "aud, '\"other\"', AUDIENCE",
                "aud, '[\"other\",{\"a\":\"muster\"}]', AUDIENCE",
                "aud, '\"muster2\"', AUDIENCE",
                "exp, absent, EXPIRED",
                "exp, 0, EXPIRED",
                "exp, '\"99999999999\"', EXPIRED",
                "exp, 1e99999999999, EXPIRED",
                "exp, -99999999999, EXPIRED",
                "exp, 1767225595, EXPIRED",
                "nbf, 1767225661, NOT_YET_VALID",
                "nbf, '\"0\"', NOT_YET_VALID",
                "iat, 1767225661, NOT_YET_VALID",
                "iat, true, NOT_YET_VALID",
            })
    void a_claim_that_does_not_meet_the_requirements_is_refused(String name, String value, Refusal reason) {
        var claims = value == null ? CLAIMS.without(name) : CLAIMS.with(name, Json.parse(value));

        assertThat(verify(EC.sign(claims))).isEqualTo(refused(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "aud, '[\"x\",\"muster\"]'",
        "aud, '\"muster/\"'",
        "nbf, 1767225660",
        "iat, 1767225660",
        "iat, 1767225600.5",
        "exp, 1767225596"
    })
    void small_differences_are_tolerated(String name, String value) {
        assertThat(verify(EC.sign(CLAIMS.with(name, Json.parse(value))))).isInstanceOf(Verified.class);
    }

    @ParameterizedTest
    @CsvSource({"at+jwt, true", "AT+JWT, true", "application/at+jwt, true", "JWT, false", "'', false", "at, false"})
    void the_type_is_compared_without_case_and_prefix(String type, boolean accepted) {
        var requirements = new Requirements(ISSUER, Set.of(), Set.of("at+jwt"));
        var header = JsonObject.of("alg", "ES256").with("typ", type);

        assertThat(verify(EC.sign(header, CLAIMS), keys(EC.jwk()), requirements) instanceof Verified)
                .isEqualTo(accepted);
    }

    @Test
    void a_missing_type_can_be_accepted() {
        var requirements = new Requirements(ISSUER, Set.of(), Set.of(""));

        assertThat(verify(EC.sign(JsonObject.of("alg", "ES256"), CLAIMS), keys(EC.jwk()), requirements))
                .isInstanceOf(Verified.class);
        assertThat(verify(EC.sign(CLAIMS), keys(EC.jwk()), requirements)).isEqualTo(refused(Refusal.TYPE));
    }

    @Test
    void the_type_is_what_is_checked_last() {
        var requirements = new Requirements(ISSUER, Set.of("muster"), Set.of("at+jwt"));

        assertThat(verify(STRANGER.sign(CLAIMS), keys(EC.jwk()), requirements)).isEqualTo(refused(Refusal.SIGNATURE));
    }

    @Test
    void unknown_keys_prove_nothing() {
        var unreachable = new KeySet() {
            @Override
            public JwkSet current() {
                throw new Unreachable("down");
            }

            @Override
            public List<VerificationKey> candidates(JsonObject header) {
                return current().keys();
            }
        };

        assertThat(verify(EC.sign(CLAIMS), unreachable)).isEqualTo(new KeysUnavailable());
    }

    @Test
    void keys_without_id_are_tried_in_turn() {
        var nameless = keys(STRANGER.jwk().without("kid"), EC.jwk().without("kid"));

        assertThat(verify(EC.sign(CLAIMS), nameless)).isInstanceOf(Verified.class);
        assertThat(verify(EC.sign(JsonObject.of("alg", "ES256"), CLAIMS), keys(STRANGER.jwk(), EC.jwk())))
                .isInstanceOf(Verified.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "HS256", "HS512", "ES256K", "EdDSA", "es256", "dir"})
    void an_algorithm_outside_the_list_is_refused(String algorithm) {
        var signed = EC.sign(JsonObject.of("alg", algorithm), CLAIMS);
        var unsigned = signed.substring(0, signed.lastIndexOf('.') + 1);

        assertThat(verify(signed)).isEqualTo(refused(Refusal.ALGORITHM));
        assertThat(verify(unsigned)).isEqualTo(refused(Refusal.ALGORITHM));
    }

    @Test
    void a_token_without_algorithm_or_signature_is_refused() {
        var signed = EC.sign(CLAIMS);

        assertThat(verify(EC.sign(JsonObject.EMPTY, CLAIMS))).isEqualTo(refused(Refusal.ALGORITHM));
        assertThat(verify(signed.substring(0, signed.lastIndexOf('.') + 1))).isEqualTo(refused(Refusal.SIGNATURE));
    }

    @Test
    void algorithm_confusion_with_the_public_key_as_hmac_secret() throws GeneralSecurityException {
        var header = JsonObject.of("alg", "HS256").with("kid", "rsa");
        var input = TestKey.part(Json.bytes(header)) + "." + TestKey.part(Json.bytes(CLAIMS));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(((RSAPublicKey) RSA.pair().getPublic()).getEncoded(), "HmacSHA256"));

        assertThat(verify(input + "." + TestKey.part(mac.doFinal(input.getBytes(UTF_8)))))
                .isEqualTo(refused(Refusal.ALGORITHM));
    }

    @Test
    void a_symmetric_key_in_the_set_is_no_key() {
        var secret = JsonObject.of("kty", "oct").with("kid", "oct").with("k", TestKey.part(new byte[32]));

        assertThat(JwkSet.parse(JsonObject.of("keys", JsonArray.of(secret)))).hasValueSatisfying(set -> {
            assertThat(set.keys()).isEmpty();
            assertThat(set.isEmpty()).isFalse();
        });
    }

    @Test
    void algorithm_confusion_between_kinds_of_keys() {
        assertThat(verify(RSA.sign(JsonObject.of("alg", "ES256").with("kid", "ec"), CLAIMS)))
                .isEqualTo(refused(Refusal.SIGNATURE));
        assertThat(verify(EC.sign(JsonObject.of("alg", "RS256").with("kid", "rsa"), CLAIMS)))
                .isEqualTo(refused(Refusal.SIGNATURE));
        assertThat(verify(EC.sign(JsonObject.of("alg", "ES384").with("kid", "ec"), CLAIMS)))
                .isEqualTo(refused(Refusal.SIGNATURE));
        assertThat(verify(RSA.sign(JsonObject.of("alg", "PS256").with("kid", "rsa"), CLAIMS)))
                .isEqualTo(refused(Refusal.SIGNATURE));
    }

    @Test
    void keys_that_the_token_brings_along_are_ignored() {
        for (var name : List.of("jwk", "jku", "x5u", "x5c", "x5t")) {
            var header = JsonObject.of("alg", "ES256").with("kid", "stranger").with(name, STRANGER.jwk());

            assertThat(verify(STRANGER.sign(header, CLAIMS))).isEqualTo(refused(Refusal.SIGNATURE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../dev/null", "ec' OR '1'='1", "ec\u0000", "|| sleep 9", "EC"})
    void an_injected_kid_finds_nothing(String kid) {
        assertThat(verify(EC.sign(JsonObject.of("alg", "ES256").with("kid", kid), CLAIMS)))
                .isEqualTo(refused(Refusal.SIGNATURE));
    }

    @Test
    void psychic_signatures_cve_2022_21449() {
        var signed = EC.sign(CLAIMS);
        var input = signed.substring(0, signed.lastIndexOf('.') + 1);
        var order = new BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);
        var orders = new byte[64];
        var bytes = order.toByteArray();
        System.arraycopy(bytes, bytes.length - 32, orders, 0, 32);
        System.arraycopy(bytes, bytes.length - 32, orders, 32, 32);

        assertThat(verify(input + TestKey.part(new byte[64]))).isEqualTo(refused(Refusal.SIGNATURE));
        assertThat(verify(input + TestKey.part(orders))).isEqualTo(refused(Refusal.SIGNATURE));
        assertThat(verify(input + TestKey.part(new byte[0]))).isEqualTo(refused(Refusal.SIGNATURE));
        assertThat(verify(input + TestKey.part(new byte[1_000]))).isEqualTo(refused(Refusal.SIGNATURE));
        // The same in DER, which JOSE does not use.
        assertThat(verify(input + TestKey.part(new byte[] {0x30, 6, 2, 1, 0, 2, 1, 0})))
                .isEqualTo(refused(Refusal.SIGNATURE));
    }

    @ParameterizedTest
    @CsvSource({"crit, '[\"exp\"]'", "crit, '[]'", "b64, false", "zip, '\"DEF\"'", "cty, '\"JWT\"'"})
    void extensions_are_refused(String name, String value) {
        var header = JsonObject.of("alg", "ES256").with("kid", "ec").with(name, Json.parse(value));

        assertThat(verify(EC.sign(header, CLAIMS))).isEqualTo(refused(Refusal.EXTENSION));
    }

    @Test
    void an_encrypted_or_nested_token_is_no_token() {
        var part = TestKey.part("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}".getBytes(UTF_8));
        var nested = TestKey.part("{\"alg\":\"ES256\"}".getBytes(UTF_8)) + "."
                + TestKey.part(EC.sign(CLAIMS).getBytes(UTF_8)) + ".AAAA";

        assertThat(verify(part + "..AAAA.AAAA.AAAA")).isEqualTo(refused(Refusal.MALFORMED));
        assertThat(verify(nested)).isEqualTo(refused(Refusal.MALFORMED));
    }

    @Test
    void a_padded_or_wrapped_token_is_no_token() {
        var token = EC.sign(CLAIMS);

        for (var variant :
                List.of(token + "=", token + "==", token + "\n", " " + token, token + " ", "\"" + token + "\"")) {
            assertThat(verify(variant)).isEqualTo(refused(Refusal.MALFORMED));
        }
    }

    @Test
    void a_key_is_used_for_what_it_is_made_for() {
        var encryption = EC.jwk().with("use", "enc");
        var signing = EC.jwk().with("key_ops", JsonArray.ofStrings(List.of("sign")));
        var other = EC.jwk().with("alg", "ES384");

        for (var key : List.of(encryption, signing, other)) {
            assertThat(verify(EC.sign(CLAIMS), keys(key))).isEqualTo(refused(Refusal.SIGNATURE));
        }
        var right = EC.jwk()
                .with("use", "sig")
                .with("alg", "ES256")
                .with("key_ops", JsonArray.ofStrings(List.of("verify")));
        assertThat(verify(EC.sign(CLAIMS), keys(right))).isInstanceOf(Verified.class);
    }

    @Test
    void a_weak_or_monstrous_key_is_no_key() {
        var weak = TestKey.rsa("weak", "RS256", 1024);
        var exponentOne = RSA.jwk().with("e", "AQ");
        var monstrousExponent = RSA.jwk().with("e", RSA.jwk().text("n").orElseThrow());
        var monstrous = RSA.jwk().with("n", "_".repeat(1_000_000));
        var offTheCurve = EC.jwk().with("y", EC.jwk().text("x").orElseThrow());

        for (var key : List.of(weak.jwk(), exponentOne, monstrousExponent, monstrous, offTheCurve)) {
            assertThat(VerificationKey.parse(key)).isEmpty();
        }
    }

    @Test
    void a_published_private_key_is_no_key() {
        assertThat(VerificationKey.parse(EC.jwk().with("d", "AAAA"))).isEmpty();
    }

    @Property(tries = 300)
    void changing_any_character_breaks_the_token(@ForAll @IntRange(max = 10_000) int where) {
        var token = EC.sign(CLAIMS);
        var at = where % token.length();
        var replacement = token.charAt(at) == 'A' ? 'B' : 'A';
        var changed = token.substring(0, at) + replacement + token.substring(at + 1);

        assertThat(verify(changed)).isInstanceOf(Refused.class);
    }

    @Test
    void a_second_spelling_of_the_same_signature_is_refused() {
        var token = EC.sign(CLAIMS);
        var last = token.charAt(token.length() - 1);
        for (var c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
            var spelling = token.substring(0, token.length() - 1) + c;
            assertThat(verify(spelling) instanceof Verified).isEqualTo(c == last);
        }
        assertThat(Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1)))
                .hasSize(64);
    }
}
