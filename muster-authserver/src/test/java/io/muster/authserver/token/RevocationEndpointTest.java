package io.muster.authserver.token;

import static io.muster.authserver.token.TokenWorld.ALICE;
import static io.muster.authserver.token.TokenWorld.APP;
import static io.muster.authserver.token.TokenWorld.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Oauth-server specification, 17.1. */
class RevocationEndpointTest {
    private final TokenWorld world = new TokenWorld();

    @Test
    void revoking_a_refresh_token_stops_the_whole_session() {
        var tokens = world.login(APP);

        var answer = world.revoke("token", tokens.refresh(), "client_id", "app");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().isEmpty()).isTrue();
        assertThat(world.accepts(tokens.access())).isFalse();
        assertThat(world.refresh(tokens.refresh()).error()).isEqualTo("invalid_grant");
        assertThat(world.recorder.heard()).contains("ended session-0");
        assertThat(world.recorder.recorded())
                .contains(AuditEvent.TOKEN_REVOKED, AuditEvent.REFRESH_TOKEN_FAMILY_REVOKED);
    }

    @Test
    void revoking_an_access_token_stops_the_whole_session() {
        var tokens = world.login(APP);

        world.revoke("token", tokens.access(), "client_id", "app", "token_type_hint", "refresh_token");

        assertThat(world.accepts(tokens.access())).isFalse();
        assertThat(world.refresh(tokens.refresh()).error()).isEqualTo("invalid_grant");
    }

    @Test
    void revoking_a_rotated_refresh_token_stops_its_descendants() {
        var tokens = world.login(APP);
        var second = world.refresh(tokens.refresh());

        world.revoke("token", tokens.refresh(), "client_id", "app");

        assertThat(world.accepts(second.access())).isFalse();
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments("no token", "", "app", "", 400, "invalid_request", true),
                arguments("unknown token", "guess", "app", "", 200, "", true),
                arguments("unknown client", "APP", "nobody", "", 401, "invalid_client", true),
                arguments("another public client", "APP", "other", "", 200, "", true),
                arguments("another confidential client", "APP", "service", "good", 400, "unauthorized_client", true),
                arguments("wrong secret", "APP", "service", "guess", 401, "invalid_client", true),
                arguments("no client, token of a public one", "APP", "", "", 200, "", false),
                arguments("no client, token of a confidential one", "SERVICE", "", "", 401, "invalid_client", true),
                arguments("public client, token of a confidential one", "SERVICE", "app", "", 200, "", true),
                arguments("its own, without secret", "SERVICE", "service", "", 401, "invalid_client", true),
                arguments("its own", "SERVICE", "service", "good", 200, "", false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void only_the_owner_revokes(
            String row, String token, String client, String secret, int status, String error, boolean survives) {
        var tokens = world.login(token.equals("SERVICE") ? SERVICE : APP);
        var value = token.isEmpty() || token.equals("guess") ? token : tokens.refresh();

        var answer = world.revoke("token", value, "client_id", client, "client_secret", secret);

        assertThat(answer.status()).as(row).isEqualTo(status);
        assertThat(answer.error()).isEqualTo(error);
        assertThat(world.accepts(tokens.access())).isEqualTo(survives);
    }

    @Test
    void the_provider_revokes_when_no_other_session_of_the_user_lives() {
        var first = world.login(APP);
        var second = world.login(APP);

        world.revoke("token", first.refresh(), "client_id", "app");
        var afterFirst = world.provider.revoked();
        world.revoke("token", second.refresh(), "client_id", "app");

        assertThat(afterFirst).isEmpty();
        assertThat(world.provider.revoked()).containsExactly("provider-refresh");
        assertThat(world.stores.providerTokens().find(ALICE)).isEmpty();
    }

    @Test
    void a_session_ends_although_the_provider_does_not_revoke() {
        var tokens = world.login(APP);
        world.provider.failsWith(ProviderFailure.Kind.UNAVAILABLE);

        var answer = world.revoke("token", tokens.refresh(), "client_id", "app");
        world.time.advance(Duration.ofSeconds(1));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(world.accepts(tokens.access())).isFalse();
        assertThat(world.recorder.recorded()).contains(AuditEvent.PROVIDER_REVOCATION_COMPLETE_FAILURE);
    }

    @Test
    void it_is_told_when_the_provider_offers_no_revocation() {
        var tokens = world.login(APP);
        world.provider.offersNoRevocation();

        var answer = world.revoke("token", tokens.refresh(), "client_id", "app");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(world.recorder.recorded())
                .contains(AuditEvent.TOKEN_REVOCATION_NOT_SUPPORTED)
                .doesNotContain(AuditEvent.PROVIDER_REVOCATION_COMPLETE_FAILURE);
        assertThat(world.stores.providerTokens().find(ALICE)).isEmpty();
    }

    @Test
    void revoking_twice_is_fine_and_heard_once() {
        var tokens = world.login(APP);

        world.revoke("token", tokens.refresh(), "client_id", "app");
        var again = world.revoke("token", tokens.refresh(), "client_id", "app");

        assertThat(again.status()).isEqualTo(200);
        assertThat(world.recorder.heard()).filteredOn("ended session-0"::equals).hasSize(1);
    }

    @Test
    void an_outage_of_the_store_is_said() {
        var tokens = world.login(APP);
        world.stores.cutOff();

        var answer = world.revoke("token", tokens.refresh(), "client_id", "app");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.response().headers().first("Retry-After")).isPresent();
        world.stores.reconnect();
        assertThat(world.accepts(tokens.access())).isTrue();
    }

    @Test
    void an_ended_session_is_recognised_for_ninety_days() {
        var tokens = world.login(APP);
        world.revoke("token", tokens.refresh(), "client_id", "app");
        world.time.advance(Duration.ofDays(29));

        world.refresh(tokens.refresh());

        assertThat(world.recorder.recorded()).contains(AuditEvent.REVOKED_TOKEN_FAMILY_REUSE_ATTEMPT);
    }

    @Test
    void other_methods_are_not_allowed() {
        var answer = world.revocation.handle(HttpRequest.of("GET", "/oauth/revoke", Headers.EMPTY, new byte[0]));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers().first("Allow")).contains("POST");
    }
}
