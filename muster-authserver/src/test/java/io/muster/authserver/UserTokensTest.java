package io.muster.authserver;

import static io.muster.authserver.AuthServerWorld.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testkit.FakeSites;
import io.muster.testkit.TestKey;
import io.muster.wire.http.Authenticator.Admitted;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Oauth-server specification, 4; single sign-on specification, 13.3 and 13.4. */
class UserTokensTest {
    private static final TestKey CI = TestKey.create("ci");

    private final AuthServerWorld world = AuthServerWorld.atDex(block -> block.with(
            "trustedIssuers",
            JsonArray.of(JsonObject.of("issuer", "https://ci.example").with("jwksUrl", "https://ci.example/keys"))));

    private int delete(String token) {
        return world.server()
                .userTokens()
                .handle(HttpRequest.of(
                        "DELETE", "/user-tokens", Headers.of("Authorization", "Bearer " + token), new byte[0]))
                .status();
    }

    private boolean isAdmitted(String token) {
        return world.server().resourceServer().admit(world.bearer(token)) instanceof Admitted;
    }

    private String logIn() {
        return world.logIn().text("access_token", "");
    }

    /** A token of another issuer that calls its bearer by the name of our user. */
    private String foreign() {
        var now = world.time.instant().getEpochSecond();
        world.sites.serve(
                "https://ci.example/keys",
                FakeSites.Answer.json(Json.text(JsonObject.of("keys", JsonArray.of(CI.jwk())))));
        return CI.sign(
                JsonObject.of("alg", CI.algorithm()).with("kid", CI.id()).with("typ", "at+jwt"),
                JsonObject.of("iss", "https://ci.example")
                        .with("sub", "alice")
                        .with("aud", ISSUER)
                        .with("iat", now)
                        .with("exp", now + 3600));
    }

    @Test
    void all_sessions_of_the_user_end_at_once() {
        var here = logIn();
        var there = logIn();

        assertThat(delete(here)).isEqualTo(204);

        assertThat(isAdmitted(here)).isFalse();
        assertThat(isAdmitted(there)).isFalse();
        assertThat(world.heard())
                .filteredOn(event -> event.startsWith("ended "))
                .hasSize(2);
        assertThat(world.idp.requests("/revoke")).hasSize(1);
        assertThat(delete(here)).as("it is of no use any more").isEqualTo(401);
    }

    @Test
    void who_leaves_everywhere_has_agreed_to_nothing() {
        var client = world.register();
        var token = world.logIn(client).text("access_token", "");
        assertThat(cameBack(client)).startsWith(AuthServerWorld.REDIRECT);

        assertThat(delete(token)).isEqualTo(204);

        assertThat(cameBack(client)).startsWith(ISSUER + "/oauth/authorize?").contains("prompt=consent");
    }

    @Test
    void a_token_of_another_issuer_withdraws_nothing() {
        var client = world.register();
        world.logIn(client);

        assertThat(delete(foreign())).isEqualTo(204);

        assertThat(cameBack(client)).startsWith(AuthServerWorld.REDIRECT);
    }

    /** Where a browser that remembers a consent is sent after the identity provider. */
    private String cameBack(String client) {
        return world.callback(client, world.idp::nonce)
                .headers()
                .first("Location")
                .orElse("");
    }

    @Test
    void a_token_of_another_issuer_ends_no_session_of_ours() {
        var ours = logIn();
        var foreign = foreign();

        assertThat(delete(foreign)).isEqualTo(204);

        assertThat(isAdmitted(ours)).isTrue();
        assertThat(world.heard()).anyMatch(event -> event.startsWith("ended ext-"));
    }

    @Test
    void nobody_ends_anything_without_a_token() {
        var ours = logIn();

        assertThat(delete("guessed")).isEqualTo(401);
        assertThat(world.server()
                        .userTokens()
                        .handle(HttpRequest.of("POST", "/user-tokens", Headers.EMPTY, new byte[0]))
                        .status())
                .isEqualTo(405);
        assertThat(isAdmitted(ours)).isTrue();
    }
}
