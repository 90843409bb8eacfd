package io.muster.authserver.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.muster.authserver.client.ClientSecrets;
import io.muster.authserver.fakes.FakeStores;
import io.muster.authserver.provider.ClientCredentials;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.JsonObject;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Oauth-server specification, 23.5. */
class BrokerClientsTest {
    private static final ClientId PORTAL = new ClientId("portal");
    private static final Scopes SCOPES = Scopes.of("openid");

    private final ManualTime time = new ManualTime();
    private final FakeStores stores = new FakeStores(time);
    private final ClientSecrets secrets = new ClientSecrets(new SecureRandom());
    private final BrokerClients clients = new BrokerClients(stores.clients(), secrets, time);

    private static CredentialSource source(String id, String secret) {
        return () -> Optional.of(new ClientCredentials(id, new Secret(secret)));
    }

    private RegisteredClient stored() {
        return stores.clients().find(PORTAL).orElseThrow();
    }

    private boolean authenticates(String secret) {
        return secrets.verifies(stored().secretHash().orElseThrow(), new Secret(secret));
    }

    @Test
    void a_client_becomes_known_with_its_secret_and_cannot_log_anybody_in() {
        clients.seed(PORTAL, source("portal", "first"), SCOPES);

        assertThat(authenticates("first")).isTrue();
        assertThat(stored().isPublic()).isFalse();
        assertThat(stored().origin()).isEqualTo(RegisteredClient.Origin.SEEDED);
        assertThat(stored().expiresAt()).isEmpty();
        assertThat(stored().metadata().text("scope")).contains("openid");
        assertThat(stored().redirectUris()).isEmpty();
    }

    @Test
    void the_same_secret_is_not_written_again() {
        clients.seed(PORTAL, source("portal", "first"), SCOPES);
        var before = stored();

        clients.seed(PORTAL, source("portal", "first"), SCOPES);

        assertThat(stored()).isSameAs(before);
    }

    @Test
    void another_secret_or_other_scopes_replace_what_was_there() {
        clients.seed(PORTAL, source("portal", "first"), SCOPES);
        clients.seed(PORTAL, source("portal", "second"), Scopes.of("openid", "groups"));

        assertThat(authenticates("first")).isFalse();
        assertThat(authenticates("second")).isTrue();
        assertThat(stored().metadata().text("scope")).contains("openid groups");
    }

    @Test
    void a_client_that_registered_itself_under_the_name_is_replaced() {
        stores.clients()
                .put(new RegisteredClient(
                        PORTAL,
                        Optional.of(secrets.ofChosen(new Secret("first"))),
                        RegisteredClient.Origin.OPEN,
                        JsonObject.EMPTY,
                        time.instant(),
                        Optional.empty()));

        clients.seed(PORTAL, source("portal", "first"), SCOPES);

        assertThat(stored().origin()).isEqualTo(RegisteredClient.Origin.SEEDED);
    }

    @Test
    void the_name_in_the_configuration_counts() {
        clients.seed(PORTAL, source("somebody", "first"), SCOPES);

        assertThat(stores.clients().find(new ClientId("somebody"))).isEmpty();
        assertThat(authenticates("first")).isTrue();
    }

    @Test
    void a_client_without_a_secret_stays_unknown() {
        clients.seed(PORTAL, source("portal", ""), SCOPES);
        clients.seed(PORTAL, CredentialSource.NOT_NEEDED, SCOPES);
        clients.seed(
                PORTAL,
                () -> {
                    throw new ProviderFailure(ProviderFailure.Kind.INVALID, "no", "no");
                },
                SCOPES);

        assertThat(stores.clients().find(PORTAL)).isEmpty();
    }

    @Test
    void a_store_that_does_not_answer_is_no_reason_not_to_start() {
        stores.cutOff();

        assertThatCode(() -> clients.seed(PORTAL, source("portal", "first"), SCOPES))
                .doesNotThrowAnyException();
    }
}
