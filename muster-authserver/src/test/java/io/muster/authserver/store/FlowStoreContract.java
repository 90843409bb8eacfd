package io.muster.authserver.store;

import static io.muster.authserver.store.Fixtures.code;
import static io.muster.authserver.store.Fixtures.consent;
import static io.muster.authserver.store.Fixtures.hash;
import static io.muster.authserver.store.Fixtures.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.store.FlowStore.Redemption;
import io.muster.oauth.store.ValueTooLarge;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link FlowStore} promises. */
public abstract class FlowStoreContract extends StoreContract {
    @Test
    void a_login_is_taken_once() {
        flows().begin(hash("state"), login("verifier", now()));

        assertThat(flows().take(hash("state"), now())).contains(login("verifier", now()));
        assertThat(flows().take(hash("state"), now())).as("replayed state").isEmpty();
    }

    @Test
    void a_login_expires() {
        flows().begin(hash("state"), login("verifier", now()));

        time.advance(Duration.ofMinutes(10));

        assertThat(flows().take(hash("state"), now())).isEmpty();
    }

    @Test
    void of_a_thousand_takers_one_gets_the_login() throws Exception {
        flows().begin(hash("state"), login("verifier", now()));

        var taken = Race.of(1_000, _ -> flows().take(hash("state"), now()));

        assertThat(taken).filteredOn(Optional::isPresent).hasSize(1);
    }

    @Test
    void what_waits_for_somebody_is_limited_in_size() {
        var plain = login("verifier", now());
        var large = new PendingLogin(
                plain.client(),
                plain.redirectUri(),
                plain.clientState(),
                plain.scopes(),
                List.of("https://muster.example/" + "x".repeat(16 << 10)),
                plain.codeChallenge(),
                plain.dpopKey(),
                plain.providerVerifier(),
                plain.nonce(),
                plain.further(),
                plain.browser(),
                plain.reference(),
                plain.beganAt(),
                plain.expiresAt());
        var request = consent("verifier", now());
        var largeRequest = new PendingConsent(
                plain,
                request.providerState(),
                List.of("id_token_hint", "x".repeat(16 << 10)),
                request.csrf(),
                request.expiresAt());

        assertThatThrownBy(() -> flows().begin(hash("state"), large)).isInstanceOf(ValueTooLarge.class);
        assertThatThrownBy(() -> flows().ask(hash("consent"), largeRequest)).isInstanceOf(ValueTooLarge.class);
        assertThat(flows().take(hash("state"), now())).isEmpty();
        assertThat(flows().decide(hash("consent"), now())).isEmpty();
    }

    @Test
    void a_code_is_redeemed_once_and_known_until_it_expires() {
        var authorized = code("s1", now());
        flows().issue(hash("code"), authorized);

        assertThat(flows().find(hash("code"), now())).contains(authorized);
        assertThat(flows().redeem(hash("code"), now())).isEqualTo(Redemption.REDEEMED);
        assertThat(flows().find(hash("code"), now())).contains(authorized);
        assertThat(flows().redeem(hash("code"), now())).isEqualTo(Redemption.REUSED);

        time.advance(Duration.ofMinutes(1));
        assertThat(flows().find(hash("code"), now())).isEmpty();
        assertThat(flows().redeem(hash("code"), now())).isEqualTo(Redemption.ABSENT);
    }

    @Test
    void a_code_that_expired_cannot_be_redeemed() {
        flows().issue(hash("code"), code("s1", now()));

        time.advance(Duration.ofMinutes(1));

        assertThat(flows().redeem(hash("code"), now())).isEqualTo(Redemption.ABSENT);
        assertThat(flows().redeem(hash("another"), now())).isEqualTo(Redemption.ABSENT);
    }

    @Test
    void of_a_thousand_redeemers_one_succeeds() throws Exception {
        flows().issue(hash("code"), code("s1", now()));

        var outcomes = Race.of(1_000, _ -> flows().redeem(hash("code"), now()));

        assertThat(outcomes).filteredOn(Redemption.REDEEMED::equals).hasSize(1);
        assertThat(outcomes).filteredOn(Redemption.REUSED::equals).hasSize(999);
    }

    @Test
    void a_request_for_consent_is_decided_once() {
        flows().ask(hash("consent"), consent("verifier", now()));

        assertThat(flows().decide(hash("consent"), now())).contains(consent("verifier", now()));
        assertThat(flows().decide(hash("consent"), now())).isEmpty();
    }

    @Test
    void a_request_for_consent_expires() {
        flows().ask(hash("consent"), consent("verifier", now()));

        time.advance(Duration.ofMinutes(10));

        assertThat(flows().decide(hash("consent"), now())).isEmpty();
    }

    @Test
    void a_decision_is_remembered_for_its_time() {
        flows().remember(hash("alice and the editor"), now().plus(Duration.ofDays(30)));

        assertThat(flows().remembers(hash("alice and the editor"), now())).isTrue();
        assertThat(flows().remembers(hash("bob and the editor"), now())).isFalse();
        time.advance(Duration.ofDays(30));
        assertThat(flows().remembers(hash("alice and the editor"), now())).isFalse();
    }

    @Test
    void the_latest_withdrawal_is_known_for_its_time() {
        flows().withdraw(hash("alice"), hash("first"), now().plus(Duration.ofDays(30)));
        flows().withdraw(hash("alice"), hash("second"), now().plus(Duration.ofDays(90)));

        assertThat(flows().withdrawn(hash("alice"), now())).contains(hash("second"));
        assertThat(flows().withdrawn(hash("bob"), now())).isEmpty();
        time.advance(Duration.ofDays(90));
        assertThat(flows().withdrawn(hash("alice"), now())).isEmpty();
    }

    private FlowStore flows() {
        return stores.flows();
    }
}
