package io.muster.authserver.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.fakes.FakeStores;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.testkit.ManualTime;
import io.muster.testkit.TestKey;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Oauth-server specification, 20, at the token endpoint. */
class ProofOfPossessionTest {
    private static final String TARGET = "https://muster.example/oauth/token";
    private static final TestKey KEY = TestKey.create("client");

    private final ManualTime time = new ManualTime();
    private final FakeStores stores = new FakeStores(time);
    private final ProofOfPossession proofs = new ProofOfPossession(stores.replays(), _ -> Set.of(TARGET), time);

    @Test
    void a_request_without_proof_proves_nothing() {
        assertThat(proofs.thumbprint(request())).isEmpty();
    }

    @Test
    void one_key_has_one_thumbprint() {
        var first = proofs.thumbprint(request(proof(KEY, "1", TARGET)));
        var second = proofs.thumbprint(request(proof(KEY, "2", TARGET)));
        var other = proofs.thumbprint(request(proof(TestKey.create("other"), "3", TARGET)));

        assertThat(first).isPresent().isEqualTo(second).isNotEqualTo(other);
    }

    @Test
    void bad_proofs_are_refused_with_400() {
        assertRefused(request("nonsense"));
        assertRefused(request(proof(KEY, "1", "https://other.example/oauth/token")));
        assertRefused(request(proof(KEY, "1", TARGET), proof(KEY, "2", TARGET)));
    }

    @Test
    void a_proof_is_good_once_whichever_process_sees_it() {
        var proof = proof(KEY, "1", TARGET);
        var elsewhere = new ProofOfPossession(
                stores.replays(), _ -> Set.of(TARGET), () -> time.instant().plus(Duration.ofSeconds(30)));
        proofs.thumbprint(request(proof));

        assertRefused(request(proof));
        assertThatThrownBy(() -> elsewhere.thumbprint(request(proof))).isInstanceOf(OAuthRejection.class);
    }

    @Test
    void when_the_store_cannot_tell_nobody_may_pass() {
        stores.cutOff();

        assertThatThrownBy(() -> proofs.thumbprint(request(proof(KEY, "1", TARGET))))
                .isInstanceOf(StoreUnavailable.class);
    }

    private void assertRefused(HttpRequest request) {
        assertThatThrownBy(() -> proofs.thumbprint(request)).isInstanceOfSatisfying(OAuthRejection.class, refused -> {
            assertThat(refused.error().status()).isEqualTo(400);
            assertThat(refused.error().code()).isEqualTo("invalid_dpop_proof");
        });
    }

    private String proof(TestKey key, String id, String target) {
        var header =
                JsonObject.of("typ", "dpop+jwt").with("alg", key.algorithm()).with("jwk", key.jwk());
        return key.sign(
                header,
                JsonObject.of("jti", id)
                        .with("htm", "POST")
                        .with("htu", target)
                        .with("iat", time.instant().getEpochSecond()));
    }

    private static HttpRequest request(String... proofs) {
        var fields = Arrays.stream(proofs)
                .map(proof -> new Headers.Field("DPoP", proof))
                .toList();
        return HttpRequest.of("POST", "/oauth/token", Headers.of(fields), new byte[0]);
    }
}
