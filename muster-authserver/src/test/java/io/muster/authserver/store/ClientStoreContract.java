package io.muster.authserver.store;

import static io.muster.authserver.store.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.store.ClientStore.Registration;
import io.muster.oauth.ClientId;
import io.muster.oauth.store.ValueTooLarge;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link ClientStore} promises. */
public abstract class ClientStoreContract extends StoreContract {
    private static final Duration MONTH = Duration.ofDays(30);

    @Test
    void a_client_is_found_as_it_was_registered() {
        var editor = client("editor", now(), Optional.of(MONTH));

        assertThat(clients().register(editor, "192.0.2.1", 10)).isEqualTo(Registration.REGISTERED);

        assertThat(clients().find(new ClientId("editor"))).contains(editor);
        assertThat(clients().find(new ClientId("another"))).isEmpty();
    }

    @Test
    void an_address_has_no_more_clients_than_the_limit() {
        assertThat(register("first", "192.0.2.1")).isEqualTo(Registration.REGISTERED);
        assertThat(register("second", "192.0.2.1")).isEqualTo(Registration.REGISTERED);

        assertThat(register("third", "192.0.2.1")).isEqualTo(Registration.LIMIT_REACHED);
        assertThat(clients().find(new ClientId("third"))).isEmpty();
        assertThat(register("third", "192.0.2.2")).as("another address").isEqualTo(Registration.REGISTERED);
    }

    @Test
    void clients_that_expired_or_were_removed_count_no_more() {
        register("first", "192.0.2.1");
        register("second", "192.0.2.1");

        clients().remove(new ClientId("first"));
        assertThat(clients().find(new ClientId("first"))).isEmpty();
        assertThat(register("third", "192.0.2.1")).isEqualTo(Registration.REGISTERED);
        assertThat(register("fourth", "192.0.2.1")).isEqualTo(Registration.LIMIT_REACHED);

        time.advance(MONTH);
        assertThat(clients().find(new ClientId("second"))).isEmpty();
        assertThat(register("fourth", "192.0.2.1")).isEqualTo(Registration.REGISTERED);
    }

    @Test
    void the_limit_holds_for_simultaneous_registrations() throws Exception {
        var outcomes = Race.of(
                100, i -> clients().register(client("client-" + i, now(), Optional.of(MONTH)), "192.0.2.1", 10));

        assertThat(outcomes).filteredOn(Registration.REGISTERED::equals).hasSize(10);
    }

    @Test
    void use_moves_the_expiry_of_a_client_that_has_one() {
        clients().register(client("editor", now(), Optional.of(MONTH)), "192.0.2.1", 1);
        time.advance(MONTH.minusDays(1));

        clients().used(new ClientId("editor"), now(), MONTH);

        time.advance(MONTH.minusDays(1));
        assertThat(clients().find(new ClientId("editor")).flatMap(RegisteredClient::expiresAt))
                .contains(now().plus(Duration.ofDays(1)));
        assertThat(clients().register(client("other", now(), Optional.of(MONTH)), "192.0.2.1", 1))
                .as("still counted")
                .isEqualTo(Registration.LIMIT_REACHED);
        time.advance(Duration.ofDays(1));
        assertThat(clients().find(new ClientId("editor"))).isEmpty();
    }

    @Test
    void use_changes_nothing_else() {
        var seeded = client("seeded", now(), Optional.empty());
        clients().put(seeded);

        clients().used(new ClientId("seeded"), now(), Duration.ofDays(1));
        clients().used(new ClientId("unknown"), now(), Duration.ofDays(1));

        time.advance(Duration.ofDays(60));
        assertThat(clients().find(new ClientId("seeded"))).contains(seeded);
        assertThat(clients().find(new ClientId("unknown"))).isEmpty();
    }

    @Test
    void a_client_that_is_put_again_is_replaced_and_stays_counted() {
        clients().register(client("editor", now(), Optional.of(MONTH)), "192.0.2.1", 1);
        var replacement = client("editor", now().plusSeconds(1), Optional.of(MONTH));

        clients().put(replacement);

        assertThat(clients().find(new ClientId("editor"))).contains(replacement);
        assertThat(clients().register(client("other", now(), Optional.of(MONTH)), "192.0.2.1", 1))
                .isEqualTo(Registration.LIMIT_REACHED);
    }

    @Test
    void an_identifier_of_excessive_length_is_refused() {
        assertThatThrownBy(() -> clients().put(client("x".repeat(257), now(), Optional.empty())))
                .isInstanceOf(ValueTooLarge.class);
    }

    private Registration register(String id, String address) {
        return clients().register(client(id, now(), Optional.of(MONTH)), address, 2);
    }

    private ClientStore clients() {
        return stores.clients();
    }
}
