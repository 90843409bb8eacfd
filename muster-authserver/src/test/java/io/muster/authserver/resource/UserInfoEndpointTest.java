package io.muster.authserver.resource;

import static io.muster.authserver.resource.ResourceWorld.BASE;
import static io.muster.authserver.resource.ResourceWorld.CI;
import static io.muster.authserver.resource.ResourceWorld.CI_KEY;
import static io.muster.authserver.resource.ResourceWorld.DEX_KEY;
import static io.muster.authserver.resource.ResourceWorld.USER;
import static io.muster.authserver.resource.ResourceWorld.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.audit.AuditEvent;
import io.muster.oauth.Scopes;
import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oauth-server specification, 17.3. */
class UserInfoEndpointTest {
    private final ResourceWorld world = new ResourceWorld();

    @BeforeEach
    void alice_is_known() {
        world.stores.users().save(USER, Instant.MAX);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            openid                 | {"sub":"alice"}
            openid profile         | {"sub":"alice","name":"Alice","given_name":"Al","picture":"https://pics.example/a"}
            openid email           | {"sub":"alice","email":"alice@example.com","email_verified":true}
            openid groups          | {"sub":"alice","groups":["admins"]}
            openid other           | {"sub":"alice"}
            """)
    void scopes_open_claims(String scopes, String claims) {
        var token = world.token(List.of(BASE), Optional.empty(), Scopes.parse(scopes));

        var answer = ask("GET", token);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer)).isEqualTo(claims);
        assertThat(answer.headers().first("Cache-Control").orElse("")).contains("no-store");
        assertThat(world.recorder.recorded()).containsExactly(AuditEvent.USERINFO_SERVED);
    }

    @Test
    void a_token_without_openid_is_told_what_it_needs() {
        var answer = ask("POST", world.token(List.of(BASE), Optional.empty(), Scopes.of("email")));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers().all("WWW-Authenticate"))
                .containsExactly("Bearer resource_metadata=\"" + BASE + "/.well-known/oauth-protected-resource\","
                        + " scope=\"openid\", error=\"insufficient_scope\","
                        + " error_description=\"The token does not have the required scope\"");
    }

    @Test
    void no_token_no_answer() {
        assertThat(ask("GET", "unknown").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "HEAD"})
    void other_methods_are_not_allowed(String method) {
        var answer = ask(method, world.token());

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers().first("Allow")).contains("GET, POST");
    }

    @Test
    void an_id_token_opens_its_own_claims() {
        var claims = world.claims("https://dex.example", "alice", "kube").with("email", "a@b.example");

        assertThat(text(ask("GET", signed(DEX_KEY, "JWT", claims))))
                .isEqualTo("{\"sub\":\"alice\",\"email\":\"a@b.example\",\"email_verified\":false}");
    }

    @Test
    void a_token_of_a_trusted_issuer_that_names_no_scopes_opens_its_own_claims() {
        var claims = world.claims(CI, "builder", BASE).with("name", "Builder").with("email", "b@ci.example");

        assertThat(text(ask("GET", signed(CI_KEY, "at+jwt", claims))))
                .isEqualTo(
                        "{\"sub\":\"builder\",\"name\":\"Builder\",\"email\":\"b@ci.example\",\"email_verified\":false}");
    }

    @Test
    void a_token_of_a_trusted_issuer_that_names_scopes_grants_no_others() {
        var claims = world.claims(CI, "builder", BASE).with("name", "Builder");

        assertThat(ask("GET", signed(CI_KEY, "at+jwt", claims.with("scope", "profile")))
                        .status())
                .isEqualTo(403);
        assertThat(ask("GET", signed(CI_KEY, "at+jwt", claims.with("scope", "")))
                        .status())
                .isEqualTo(403);
        assertThat(text(ask("GET", signed(CI_KEY, "at+jwt", claims.with("scope", "openid")))))
                .isEqualTo("{\"sub\":\"builder\"}");
    }

    @Test
    void an_outage_of_the_store_is_said() {
        var token = world.token();
        ask("GET", token);
        world.stores.cutOffAfter(1);

        assertThat(ask("GET", token).status()).isEqualTo(503);
    }

    @Test
    void no_session_hears_of_it() {
        ask("GET", world.token());

        assertThat(world.recorder.heard()).isEmpty();
    }

    private HttpResponse ask(String method, String token) {
        var headers = Headers.of("Authorization", "Bearer " + token);
        return new UserInfoEndpoint(world.server, world.context)
                .handle(HttpRequest.of(method, "/oauth/userinfo", headers, new byte[0]));
    }

    private static String text(HttpResponse answer) {
        return new String(((Body.Bytes) answer.body()).content(), StandardCharsets.UTF_8).strip();
    }
}
