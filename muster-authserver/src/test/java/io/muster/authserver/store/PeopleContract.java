package io.muster.authserver.store;

import static io.muster.authserver.store.Fixtures.ALICE;
import static io.muster.authserver.store.Fixtures.BOB;
import static io.muster.authserver.store.Fixtures.hash;
import static io.muster.authserver.store.Fixtures.providerTokens;
import static io.muster.authserver.store.Fixtures.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.oauth.Secret;
import io.muster.oauth.store.ValueTooLarge;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link ProviderTokenStore}, {@link UserStore} and {@link ReplayGuard} promise. */
public abstract class PeopleContract extends StoreContract {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LOCK = Duration.ofSeconds(25);

    @Test
    void tokens_of_the_identity_provider_are_kept_for_each_user() {
        tokens().save(ALICE, providerTokens("a", now()), now().plus(DAY));
        tokens().save(BOB, providerTokens("b", now()), now().plus(DAY));
        tokens().save(ALICE, providerTokens("a2", now()), now().plus(DAY));

        assertThat(tokens().find(ALICE)).contains(providerTokens("a2", now()));
        assertThat(tokens().find(BOB)).contains(providerTokens("b", now()));

        tokens().remove(BOB);
        assertThat(tokens().find(BOB)).isEmpty();
        time.advance(DAY);
        assertThat(tokens().find(ALICE)).isEmpty();
    }

    @Test
    void tokens_of_the_identity_provider_that_are_too_large_are_refused() {
        var huge = new ProviderTokens(
                new Secret("x".repeat(StoreLimits.DEFAULT.value() + 1)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now());

        assertThatThrownBy(() -> tokens().save(ALICE, huge, now().plus(DAY))).isInstanceOf(ValueTooLarge.class);
    }

    @Test
    void tokens_of_the_identity_provider_are_kept_for_longer_but_never_shorter() {
        tokens().save(ALICE, providerTokens("a", now()), now().plus(DAY));
        var saved = now();

        tokens().extend(ALICE, saved.plus(DAY.multipliedBy(2)));
        tokens().extend(ALICE, saved.plus(Duration.ofHours(1)));
        tokens().extend(BOB, saved.plus(DAY));

        assertThat(tokens().find(BOB)).isEmpty();
        time.advance(DAY);
        assertThat(tokens().find(ALICE)).contains(providerTokens("a", saved));
        time.advance(DAY);
        assertThat(tokens().find(ALICE)).isEmpty();
        tokens().extend(ALICE, now().plus(DAY));
        assertThat(tokens().find(ALICE)).as("what has expired stays so").isEmpty();
    }

    @Test
    void keeping_tokens_for_longer_does_not_bring_back_those_that_were_replaced() throws Exception {
        tokens().save(ALICE, providerTokens("0", now()), now().plus(DAY));

        Race.of(200, number -> {
            if (number == 100) {
                tokens().save(ALICE, providerTokens("new", now()), now().plus(DAY));
            } else {
                tokens().extend(ALICE, now().plus(DAY).plusSeconds(number));
            }
            return number;
        });

        assertThat(tokens().find(ALICE)).contains(providerTokens("new", now()));
    }

    @Test
    void one_at_a_time_holds_the_lock_of_a_user() throws Exception {
        var proofs = Race.of(200, _ -> tokens().lock(ALICE, LOCK));

        assertThat(proofs).filteredOn(Optional::isPresent).hasSize(1);
        assertThat(tokens().lock(BOB, LOCK)).isPresent();
    }

    @Test
    void only_its_holder_opens_the_lock() {
        var proof = tokens().lock(ALICE, LOCK).orElseThrow();

        tokens().unlock(ALICE, "0123456789abcdef0123456789abcdef");
        assertThat(tokens().lock(ALICE, LOCK)).isEmpty();

        tokens().unlock(ALICE, proof);
        assertThat(tokens().lock(ALICE, LOCK)).isPresent();
    }

    @Test
    void a_user_is_known_for_a_time() {
        stores.users().save(user(ALICE), now().plus(DAY));

        assertThat(stores.users().find(ALICE)).contains(user(ALICE));
        assertThat(stores.users().find(BOB)).isEmpty();
        time.advance(DAY);
        assertThat(stores.users().find(ALICE)).isEmpty();
    }

    @Test
    void a_user_is_known_for_longer_but_never_shorter() {
        stores.users().save(user(ALICE), now().plus(DAY));
        var saved = now();

        stores.users().extend(ALICE, saved.plus(DAY.multipliedBy(2)));
        stores.users().extend(ALICE, saved.plus(Duration.ofHours(1)));
        stores.users().extend(BOB, saved.plus(DAY));

        assertThat(stores.users().find(BOB)).isEmpty();
        time.advance(DAY);
        assertThat(stores.users().find(ALICE)).contains(user(ALICE));
        time.advance(DAY);
        assertThat(stores.users().find(ALICE)).isEmpty();
    }

    @Test
    void a_proof_is_used_once() throws Exception {
        var firsts = Race.of(200, _ -> stores.replays().first(hash("proof"), now(), now().plusSeconds(300)));

        assertThat(firsts).filteredOn(first -> first).hasSize(1);
        assertThat(stores.replays().first(hash("another"), now(), now().plusSeconds(300)))
                .isTrue();
    }

    private ProviderTokenStore tokens() {
        return stores.providerTokens();
    }
}
