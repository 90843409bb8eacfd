package io.muster.authserver.resource;

import static io.muster.authserver.resource.ResourceWorld.BASE;
import static io.muster.authserver.resource.ResourceWorld.CI;
import static io.muster.authserver.resource.ResourceWorld.CI_KEY;
import static io.muster.authserver.resource.ResourceWorld.DEX_KEY;
import static io.muster.authserver.resource.ResourceWorld.keys;
import static io.muster.authserver.resource.ResourceWorld.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.muster.authserver.audit.AuditEvent;
import io.muster.oauth.Scopes;
import io.muster.oauth.jose.JwkSet;
import io.muster.oauth.jose.KeySet;
import io.muster.oauth.jose.VerificationKey;
import io.muster.testkit.TestKey;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oauth-server specification, 22.1 and 22.3. */
class ForeignTokensTest {
    private static final String DEX = "https://dex.example";

    private final ResourceWorld world = new ResourceWorld();

    private JsonObject claims() {
        return world.claims(CI, "builder", BASE);
    }

    @Test
    void a_token_of_a_trusted_issuer_lets_in_and_proves_its_user() {
        var token = signed(CI_KEY, "at+jwt", claims());

        var attempt = world.bearer(token);

        assertThat(attempt.caller().orElseThrow().subject().value()).isEqualTo("builder");
        assertThat(attempt.session()).matches("ext-[0-9a-f]{16}");
        assertThat(world.recorder.heard()).containsExactly("authenticated " + attempt.session() + " " + token);
        assertThat(world.recorder.recorded()).containsExactly(AuditEvent.FORWARDED_ID_TOKEN_ACCEPTED);
    }

    static Stream<Arguments> types() {
        return Stream.of(
                arguments("at+jwt", Set.of(), 200),
                arguments("AT+JWT", Set.of(), 200),
                arguments("application/at+jwt", Set.of(), 200),
                arguments("JWT", Set.of(), 401),
                arguments("", Set.of(), 401),
                arguments("logout+jwt", Set.of(), 401),
                arguments("", Set.of(""), 200),
                arguments("at+jwt", Set.of(""), 401),
                arguments("JWT", Set.of("", "jwt"), 200));
    }

    @ParameterizedTest
    @MethodSource("types")
    void the_type_has_to_be_one_that_is_accepted(String type, Set<String> accepted, int status) {
        world.trusting(ResourceWorld.trusted(Map.of(), accepted));

        assertThat(world.bearer(signed(CI_KEY, type, claims())).status()).isEqualTo(status);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments("other audience", change(claims -> claims.with("aud", "https://other.example"))),
                arguments("no audience", change(claims -> claims.without("aud"))),
                arguments("expired", change(claims -> claims.with("exp", 1767225600L - 6))),
                arguments("no expiry", change(claims -> claims.without("exp"))),
                arguments("not yet valid", change(claims -> claims.with("nbf", 1767225600L + 300))),
                arguments("from the future", change(claims -> claims.with("iat", 1767225600L + 300))),
                arguments("no subject", change(claims -> claims.without("sub"))),
                arguments("blank subject", change(claims -> claims.with("sub", " "))),
                arguments("subject is a number", change(claims -> claims.with("sub", 7))));
    }

    private static UnaryOperator<JsonObject> change(UnaryOperator<JsonObject> change) {
        return change;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void a_token_that_says_something_else_is_refused_for_good(String row, UnaryOperator<JsonObject> change) {
        world.acceptingUpstreamTokens();

        var attempt = world.bearer(signed(CI_KEY, "at+jwt", change.apply(claims())));

        assertThat(attempt.status()).as(row).isEqualTo(401);
        assertThat(world.provider.questions())
                .as("it is not shown to the provider")
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "RS256", "XX"})
    void algorithm_confusion_is_refused(String algorithm) {
        var header = JsonObject.of("alg", algorithm).with("kid", "ci").with("typ", "at+jwt");

        assertThat(world.bearer(CI_KEY.sign(header, claims())).status()).isEqualTo(401);
    }

    @Test
    void an_unsigned_token_is_refused() {
        var token = signed(CI_KEY, "at+jwt", claims());

        assertThat(world.bearer(token.substring(0, token.lastIndexOf('.') + 1)).status())
                .isEqualTo(401);
    }

    @Test
    void a_key_in_the_header_is_not_believed() {
        var own = TestKey.create("ci");
        var header = JsonObject.of("alg", "ES256")
                .with("kid", "ci")
                .with("typ", "at+jwt")
                .with("jwk", own.jwk());

        assertThat(world.bearer(own.sign(header, claims())).status()).isEqualTo(401);
    }

    @Test
    void an_unknown_issuer_is_not_let_in() {
        var token = signed(CI_KEY, "at+jwt", claims().with("iss", "https://evil.example"));

        assertThat(world.bearer(token).status()).isEqualTo(401);
        assertThat(world.recorder.reasons()).containsExactly("unknown_token");
    }

    @Test
    void unknown_keys_prove_nothing() {
        world.trusting(new TrustedIssuer(CI, new UnreachableKeys(), Set.of(), Scopes.NONE, Map.of(), "sub", Set.of()));

        assertThat(world.bearer(signed(CI_KEY, "at+jwt", claims())).status()).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({"repo:acme/app, 200", "repo:evil/app, 401", "repo:acme, 401"})
    void claims_have_to_match(String repository, int status) {
        world.trusting(ResourceWorld.trusted(Map.of("repository", ClaimGlob.compile("repo:acme/*")), Set.of()));

        var token = signed(CI_KEY, "at+jwt", claims().with("repository", repository));

        assertThat(world.bearer(token).status()).isEqualTo(status);
    }

    @Test
    void a_claim_that_is_missing_or_no_text_does_not_match() {
        world.trusting(ResourceWorld.trusted(Map.of("groups", ClaimGlob.compile("*")), Set.of()));
        var list = claims().with("groups", JsonArray.of(new JsonString("a")));

        assertThat(world.bearer(signed(CI_KEY, "at+jwt", claims())).status()).isEqualTo(401);
        assertThat(world.bearer(signed(CI_KEY, "at+jwt", list)).status()).isEqualTo(401);
    }

    @Test
    void another_claim_may_name_the_subject() {
        world.trusting(new TrustedIssuer(CI, keys(CI_KEY), Set.of("custom"), Scopes.NONE, Map.of(), "actor", Set.of()));

        var token =
                signed(CI_KEY, "at+jwt", world.claims(CI, "ignored", "custom").with("actor", "bob"));

        assertThat(world.bearer(token).caller().orElseThrow().subject().value()).isEqualTo("bob");
    }

    @Test
    void an_id_token_for_a_trusted_client_lets_in() {
        var token = signed(DEX_KEY, "JWT", world.claims(DEX, "alice", "kube"));

        var attempt = world.bearer(token);

        assertThat(attempt.caller().orElseThrow().subject()).isEqualTo(ResourceWorld.ALICE);
        assertThat(world.recorder.heard()).containsExactly("authenticated " + attempt.session() + " " + token);
    }

    static Stream<Arguments> forwarded() {
        return Stream.of(
                arguments("other audience", "JWT", change(claims -> claims.with("aud", "other"))),
                arguments("other issuer", "JWT", change(claims -> claims.with("iss", "https://evil.example"))),
                arguments("expired", "JWT", change(claims -> claims.with("exp", 1767225600L - 6))),
                arguments("access token", "at+jwt", change(claims -> claims)),
                arguments("logout token by type", "logout+jwt", change(claims -> claims)),
                arguments(
                        "logout token by claim (CVE-2026-1486)",
                        "JWT",
                        change(claims -> claims.with("events", JsonObject.EMPTY))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forwarded")
    void grant_confusion_only_id_tokens_for_trusted_clients_are_accepted(
            String row, String type, UnaryOperator<JsonObject> change) {
        var token = signed(DEX_KEY, type, change.apply(world.claims(DEX, "alice", "kube")));

        assertThat(world.bearer(token).status()).as(row).isEqualTo(401);
    }

    @Test
    void a_trusted_issuers_token_whose_type_alone_is_wrong_may_be_a_forwarded_one() {
        world.trusting(new TrustedIssuer(DEX, keys(DEX_KEY), Set.of("kube"), Scopes.NONE, Map.of(), "sub", Set.of()));

        assertThat(world.bearer(signed(DEX_KEY, "JWT", world.claims(DEX, "alice", "kube")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void unknown_keys_of_the_provider_prove_nothing() {
        world.withKeysOfTheProvider(new UnreachableKeys());

        assertThat(world.bearer(signed(DEX_KEY, "JWT", world.claims(DEX, "alice", "kube")))
                        .status())
                .isEqualTo(503);
    }

    @Test
    void what_was_verified_holds_for_a_minute_and_is_recorded_once() {
        var token = signed(CI_KEY, "at+jwt", claims());
        world.bearer(token);
        world.bearer(token);
        var recorded = world.recorder.recorded();
        world.time.advance(Duration.ofSeconds(60));
        world.bearer(token);

        assertThat(recorded).hasSize(1);
        assertThat(world.recorder.recorded()).hasSize(2);
    }

    @Test
    void what_was_verified_does_not_outlive_the_token() {
        var token = signed(CI_KEY, "at+jwt", claims().with("exp", 1767225600L + 10));
        world.bearer(token);
        world.time.advance(Duration.ofSeconds(15));

        assertThat(world.bearer(token).status()).isEqualTo(401);
    }

    @Test
    void an_issuer_is_configured_once() {
        var issuer = ResourceWorld.trusted(Map.of(), Set.of());

        assertThatThrownBy(() -> new TrustedIssuers(List.of(issuer, issuer)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The issuer cannot be reached. */
    private static final class UnreachableKeys implements KeySet {
        @Override
        public JwkSet current() {
            throw new Unreachable("down");
        }

        @Override
        public List<VerificationKey> candidates(JsonObject header) {
            throw new Unreachable("down");
        }
    }
}
