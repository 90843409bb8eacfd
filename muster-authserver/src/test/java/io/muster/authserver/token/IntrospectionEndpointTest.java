package io.muster.authserver.token;

import static io.muster.authserver.token.TokenWorld.ALICE;
import static io.muster.authserver.token.TokenWorld.APP;
import static io.muster.authserver.token.TokenWorld.BASE;
import static io.muster.authserver.token.TokenWorld.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.store.User;
import io.muster.authserver.token.TokenWorld.Answer;
import io.muster.wire.http.Headers;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oauth-server specification, 17.2. */
class IntrospectionEndpointTest {
    private static final User USER =
            new User(ALICE, "alice@example.com", true, "Alice", "", "", "", "", List.of("admins"));

    private final TokenWorld world = new TokenWorld();

    @Test
    void a_client_sees_its_own_access_token() {
        world.stores.users().save(USER, Instant.MAX);
        var tokens = world.login(SERVICE);

        var answer = world.introspect(tokens.access());

        assertThat(answer.body()).isEqualTo(Json.parseObject("""
                {"active":true,"client_id":"service","sub":"alice","iss":"https://muster.example",
                 "aud":["https://muster.example"],"iat":1767225600,"exp":1767227400,"token_type":"Bearer",
                 "scope":"openid email","username":"alice@example.com","email":"alice@example.com",
                 "email_verified":true,"name":"Alice"}"""));
        assertThat(answer.response().headers().first("Cache-Control").orElse(""))
                .contains("no-store");
    }

    @Test
    void a_refresh_token_has_no_token_type_and_its_own_expiry() {
        var tokens = world.login(SERVICE);

        var answer = world.introspect(tokens.refresh());

        assertThat(answer.body().isTrue("active")).isTrue();
        assertThat(answer.body().has("token_type")).isFalse();
        assertThat(answer.body().integer("exp")).hasValue(1767225600 + 720 * 3600);
    }

    @Test
    void an_access_token_is_not_good_for_longer_than_what_the_provider_issued() {
        var tokens = world.login(SERVICE);
        world.providerTokens(world.time.instant().plus(Duration.ofMinutes(3)));

        assertThat(world.introspect(tokens.access()).body().integer("exp")).hasValue(1767225600 + 180);
    }

    @Test
    void a_bound_token_names_its_key() {
        var tokens = world.redeem(
                Headers.of("DPoP", "key-1"),
                world.issue(world.authorized(SERVICE)),
                "client_id",
                "service",
                "client_secret",
                "good");

        var answer = world.introspect(tokens.access()).body();

        assertThat(answer.text("token_type")).contains("DPoP");
        assertThat(answer.object("cnf").flatMap(key -> key.text("jkt"))).contains("key-1");
    }

    @Test
    void tokens_that_do_not_work_are_inactive_and_nothing_else_is_said() {
        var expired = world.login(SERVICE);
        world.time.advance(Duration.ofMinutes(30));
        var spent = world.login(SERVICE);
        world.refresh(spent.refresh(), "client_id", "service", "client_secret", "good");
        var ended = world.login(SERVICE);
        world.revoke("token", ended.refresh(), "client_id", "service", "client_secret", "good");

        var tokens = List.of("guess", expired.access(), spent.refresh(), ended.access(), ended.refresh());

        assertThat(tokens.stream().map(world::introspect).map(Answer::body))
                .containsOnly(JsonObject.EMPTY.with("active", false));
    }

    @Test
    void tokens_of_others_are_inactive() {
        var tokens = world.login(APP);

        assertThat(world.introspect(tokens.access()).body()).isEqualTo(JsonObject.EMPTY.with("active", false));
        assertThat(world.recorder.recorded()).contains(AuditEvent.INTROSPECTION_REQUESTER_DENIED);
    }

    @Test
    void a_named_resource_server_sees_all() {
        world.register(TokenWorld.client("gateway", JsonObject.of("token_endpoint_auth_method", "client_secret_post")));
        var tokens = world.login(APP);

        var answer = world.introspect("token", tokens.access(), "client_id", "gateway", "client_secret", "good");

        assertThat(answer.body().isTrue("active")).isTrue();
        assertThat(answer.body().values("aud")).containsExactly(new JsonString(BASE));
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 401, invalid_client",
        "app, '', 401, invalid_client",
        "app, anything, 401, invalid_client",
        "service, guess, 401, invalid_client",
        "service, '', 401, invalid_client",
        "nobody, good, 401, invalid_client"
    })
    void only_confidential_clients_may_ask(String client, String secret, int status, String error) {
        var tokens = world.login(APP);

        var answer = world.introspect("token", tokens.access(), "client_id", client, "client_secret", secret);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error()).isEqualTo(error);
    }

    @Test
    void a_token_is_required() {
        var answer = world.introspect("client_id", "service", "client_secret", "good");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error_description")).isEqualTo("token parameter is required");
    }

    @Test
    void the_provider_is_not_asked() {
        world.introspect(world.login(SERVICE).access());

        assertThat(world.provider.questions()).isZero();
    }

    @Test
    void an_outage_of_the_store_does_not_make_a_token_inactive() {
        var tokens = world.login(SERVICE);
        world.stores.cutOff();

        assertThat(world.introspect(tokens.access()).status()).isEqualTo(503);
    }
}
