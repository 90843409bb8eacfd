package io.muster.authserver.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.muster.authserver.store.ProviderTokens;
import io.muster.oauth.Secret;
import io.muster.oauth.Subject;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.oauth.store.ValueTooLarge;
import io.muster.testkit.ManualTime;
import io.muster.testkit.TestKey;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** One run, without threads: waiting moves the clock. */
class TokenRefreshTest {
    private static final Subject ALICE = new Subject("alice");
    private static final Duration KEEP = Duration.ofDays(30);
    private final ManualTime time = new ManualTime();
    private final FakeTokenStore store = new FakeTokenStore(time);

    /** What the provider answers to a refresh. */
    private Supplier<ProviderTokens> answer = () -> {
        throw new ProviderFailure(ProviderFailure.Kind.REFUSED, "provider_refused", "no");
    };

    private final AtomicInteger asked = new AtomicInteger();
    private final RotatingProvider provider = new RotatingProvider(time) {
        @Override
        public ProviderTokens refresh(Secret refreshToken, Deadline deadline) {
            asked.incrementAndGet();
            return answer.get();
        }
    };
    private final TokenRefresh refresh = new TokenRefresh(store, provider, KEEP, time, new Jumping());

    /** Lets the time pass instead of waiting for it. */
    private final class Jumping implements Scheduler {
        @Override
        public Timer after(Duration delay, Runnable task) {
            time.advance(delay);
            task.run();
            return () -> {};
        }

        @Override
        public Timer every(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }
    }

    private ProviderTokens tokens(String name, Duration left) {
        return new ProviderTokens(
                new Secret("access-" + name),
                Optional.of(new Secret("refresh-" + name)),
                Optional.empty(),
                Optional.of(time.instant().plus(left)),
                time.instant());
    }

    private void stored(ProviderTokens tokens) {
        store.save(ALICE, tokens, Instant.MAX);
    }

    private Freshness run(Optional<ProviderTokens> observed) throws InterruptedException {
        return refresh.run(ALICE, observed).outcome();
    }

    @Test
    void tokens_that_last_longer_than_five_minutes_are_fresh() throws InterruptedException {
        var tokens = tokens("old", Duration.ofMinutes(6));
        stored(tokens);

        assertThat(run(Optional.of(tokens))).isEqualTo(new Freshness.Fresh(tokens));
        assertThat(asked).hasValue(0);
        assertThat(store.isLocked(ALICE)).isFalse();
    }

    @Test
    void tokens_that_expire_soon_are_renewed_and_stored() throws InterruptedException {
        stored(tokens("old", Duration.ofMinutes(4)));
        var renewed = tokens("new", Duration.ofMinutes(30));
        answer = () -> renewed;

        assertThat(run(Optional.empty())).isEqualTo(new Freshness.Fresh(renewed));
        assertThat(store.find(ALICE)).contains(renewed);
        assertThat(store.isLocked(ALICE)).isFalse();
    }

    @Test
    void renewed_tokens_that_are_too_large_to_be_stored_end_with_a_new_login() throws InterruptedException {
        stored(tokens("old", Duration.ofMinutes(4)));
        answer = () -> tokens("new", Duration.ofMinutes(30));
        store.before(operation -> {
            if (operation.equals("save")) {
                throw new ValueTooLarge("the tokens");
            }
        });

        assertThat(run(Optional.empty())).isEqualTo(new Freshness.Refused());
        assertThat(store.find(ALICE)).isEmpty();
    }

    @Test
    void what_another_process_has_renewed_meanwhile_is_adopted() throws InterruptedException {
        var observed = tokens("old", Duration.ofMinutes(1));
        var theirs = tokens("theirs", Duration.ofMinutes(2));
        stored(theirs);

        assertThat(run(Optional.of(observed))).isEqualTo(new Freshness.Fresh(theirs));
        assertThat(asked).hasValue(0);
    }

    @Test
    void another_expiry_alone_makes_tokens_fresh_for_who_has_seen_the_old_one() throws InterruptedException {
        var observed = tokens("same", Duration.ofMinutes(1));
        time.advance(Duration.ofSeconds(10));
        var theirs = tokens("same", Duration.ofMinutes(2));
        stored(theirs);

        assertThat(run(Optional.of(observed))).isEqualTo(new Freshness.Fresh(theirs));
    }

    @Test
    void nothing_stored_is_missing() throws InterruptedException {
        assertThat(run(Optional.empty())).isInstanceOf(Freshness.Missing.class);
    }

    @Test
    void who_finds_the_lock_taken_adopts_what_its_holder_stores() throws InterruptedException {
        stored(tokens("old", Duration.ofMinutes(1)));
        store.lock(ALICE, Duration.ofSeconds(25));
        var theirs = tokens("theirs", Duration.ofMinutes(30));
        var finds = new AtomicInteger();
        store.before(operation -> {
            if (operation.equals("find") && finds.incrementAndGet() == 3) {
                store.before(other -> {});
                stored(theirs);
            }
        });

        assertThat(run(Optional.empty())).isEqualTo(new Freshness.Fresh(theirs));
        assertThat(asked).hasValue(0);
    }

    @Test
    void who_waits_for_the_lock_too_long_knows_nothing() throws InterruptedException {
        stored(tokens("old", Duration.ofMinutes(1)));
        store.lock(ALICE, Duration.ofHours(1));
        var before = time.instant();

        assertThat(run(Optional.empty())).isInstanceOf(Freshness.Unavailable.class);
        assertThat(Duration.between(before, time.instant())).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
    }

    @Test
    void a_lock_of_a_dead_process_opens_by_itself() throws InterruptedException {
        stored(tokens("old", Duration.ofMinutes(1)));
        store.lock(ALICE, Duration.ofSeconds(5));
        var renewed = tokens("new", Duration.ofMinutes(30));
        answer = () -> renewed;

        assertThat(run(Optional.empty())).isEqualTo(new Freshness.Fresh(renewed));
    }

    @Test
    void a_lock_that_came_late_is_not_used_for_a_long_call() throws InterruptedException {
        stored(tokens("old", Duration.ofMinutes(1)));
        store.before(operation -> {
            if (operation.equals("find")) {
                time.advance(Duration.ofSeconds(6));
            }
        });

        assertThat(run(Optional.empty())).isInstanceOf(Freshness.Unavailable.class);
        assertThat(asked).hasValue(0);
    }

    @Test
    void refresh_token_and_living_id_token_stay_when_the_provider_omits_them() throws InterruptedException {
        var idToken = new Secret(TestKey.create("k")
                .sign(JsonObject.of("sub", "alice").with("exp", time.instant().getEpochSecond() + 120)));
        var old = tokens("old", Duration.ofMinutes(1));
        stored(new ProviderTokens(
                old.accessToken(), old.refreshToken(), Optional.of(idToken), old.expiresAt(), old.obtainedAt()));
        var bare = new ProviderTokens(
                new Secret("access-new"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(time.instant().plusSeconds(1800)),
                time.instant());
        answer = () -> bare;

        run(Optional.empty());

        var kept = store.find(ALICE).orElseThrow();
        assertThat(kept.accessToken()).isEqualTo(new Secret("access-new"));
        assertThat(kept.refreshToken()).contains(new Secret("refresh-old"));
        assertThat(kept.idToken()).contains(idToken);
        assertThat(kept.expiresAt()).isEqualTo(bare.expiresAt());
    }

    @Test
    void renewed_tokens_still_descend_from_the_same_login() throws InterruptedException {
        var old = tokens("old", Duration.ofMinutes(1));
        stored(old);
        time.advance(Duration.ofSeconds(30));
        answer = () -> tokens("new", Duration.ofMinutes(30));

        run(Optional.empty());

        var kept = store.find(ALICE).orElseThrow();
        assertThat(kept.obtainedAt()).isEqualTo(time.instant());
        assertThat(kept.loginAt()).isEqualTo(old.loginAt());
    }

    @Test
    void an_expired_id_token_is_not_kept() throws InterruptedException {
        var idToken = new Secret(TestKey.create("k")
                .sign(JsonObject.of("sub", "alice").with("exp", time.instant().getEpochSecond() + 10)));
        var old = tokens("old", Duration.ofMinutes(1));
        stored(new ProviderTokens(
                old.accessToken(), old.refreshToken(), Optional.of(idToken), old.expiresAt(), old.obtainedAt()));
        time.advance(Duration.ofSeconds(11));
        answer = () -> tokens("new", Duration.ofMinutes(30));

        run(Optional.empty());

        assertThat(store.find(ALICE).orElseThrow().idToken()).isEmpty();
    }

    @Test
    void tokens_of_somebody_else_are_refused() throws InterruptedException {
        stored(tokens("old", Duration.ofMinutes(1)));
        var idToken = new Secret(TestKey.create("k").sign(JsonObject.of("sub", "mallory")));
        var theirs = tokens("theirs", Duration.ofMinutes(30));
        answer = () -> new ProviderTokens(
                theirs.accessToken(), theirs.refreshToken(), Optional.of(idToken), theirs.expiresAt(), time.instant());

        assertThat(run(Optional.empty())).isInstanceOf(Freshness.Refused.class);
        assertThat(store.find(ALICE)).isEmpty();
    }

    @Test
    void a_refusal_is_final_and_the_provider_is_not_asked_again() throws InterruptedException {
        stored(tokens("old", Duration.ofMinutes(1)));

        assertThat(run(Optional.empty())).isInstanceOf(Freshness.Refused.class);
        assertThat(run(Optional.empty())).isInstanceOf(Freshness.Missing.class);
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_refusal_does_not_undo_a_login_that_came_meanwhile() throws InterruptedException {
        stored(tokens("old", Duration.ofMinutes(1)));
        time.advance(Duration.ofSeconds(1));
        var login = tokens("login", Duration.ofMinutes(30));
        answer = () -> {
            stored(login);
            throw new ProviderFailure(ProviderFailure.Kind.REFUSED, "provider_refused", "no");
        };

        assertThat(run(Optional.empty())).isEqualTo(new Freshness.Fresh(login));
        assertThat(store.find(ALICE)).contains(login);
    }

    @Test
    void a_login_that_did_not_wait_for_the_lock_is_not_overwritten() throws InterruptedException {
        stored(tokens("old", Duration.ofMinutes(1)));
        var login = tokens("login", Duration.ofMinutes(30));
        answer = () -> {
            time.advance(Duration.ofSeconds(3));
            stored(login);
            return tokens("renewed", Duration.ofMinutes(30));
        };

        assertThat(run(Optional.empty())).isEqualTo(new Freshness.Fresh(login));
        assertThat(store.find(ALICE)).contains(login);
    }

    @Test
    void a_removal_that_came_meanwhile_is_not_undone() throws InterruptedException {
        stored(tokens("old", Duration.ofMinutes(1)));
        answer = () -> {
            store.remove(ALICE);
            return tokens("renewed", Duration.ofMinutes(30));
        };

        assertThat(run(Optional.empty())).isInstanceOf(Freshness.Missing.class);
        assertThat(store.find(ALICE)).isEmpty();
    }

    @Test
    void an_outage_of_the_provider_changes_nothing() throws InterruptedException {
        var old = tokens("old", Duration.ofMinutes(1));
        stored(old);
        answer = () -> {
            throw new ProviderFailure(ProviderFailure.Kind.UNAVAILABLE, "provider_status", "503");
        };

        assertThat(run(Optional.empty())).isInstanceOf(Freshness.Unavailable.class);
        assertThat(store.find(ALICE)).contains(old);
        assertThat(store.isLocked(ALICE)).isFalse();
    }

    @Test
    void our_own_refused_credentials_log_nobody_out() throws InterruptedException {
        var old = tokens("old", Duration.ofMinutes(1));
        stored(old);
        answer = () -> {
            throw new ProviderFailure(ProviderFailure.Kind.INVALID, "provider_invalid_client", "401");
        };

        assertThat(run(Optional.empty())).isInstanceOf(Freshness.Unavailable.class);
        assertThat(store.find(ALICE)).contains(old);
    }

    @Test
    void writing_back_survives_a_short_outage_of_the_store() throws InterruptedException {
        stored(tokens("old", Duration.ofMinutes(1)));
        var renewed = tokens("new", Duration.ofMinutes(30));
        answer = () -> renewed;
        var writes = new AtomicInteger();
        store.before(operation -> {
            if (operation.equals("save") && writes.incrementAndGet() < 5) {
                throw new StoreUnavailable("gone for a moment");
            }
        });

        assertThat(run(Optional.empty())).isEqualTo(new Freshness.Fresh(renewed));
        assertThat(asked).hasValue(1);
    }

    @Test
    void tokens_that_could_not_be_stored_are_not_handed_out() {
        stored(tokens("old", Duration.ofMinutes(1)));
        answer = () -> tokens("new", Duration.ofMinutes(30));
        store.failing("save");

        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> run(Optional.empty()));
        assertThat(asked).hasValue(1);
        assertThat(store.isLocked(ALICE)).isFalse();
    }

    @Test
    void without_refresh_token_the_access_token_is_used_up() throws InterruptedException {
        var bare = new ProviderTokens(
                new Secret("a"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(time.instant().plusSeconds(60)),
                time.instant());
        stored(bare);

        assertThat(run(Optional.empty())).isEqualTo(new Freshness.Fresh(bare));

        time.advance(Duration.ofSeconds(66));
        assertThat(run(Optional.empty())).isInstanceOf(Freshness.Refused.class);
        assertThat(asked).hasValue(0);
    }

    @Test
    void tokens_of_unknown_expiry_are_renewed_when_somebody_insists() throws InterruptedException {
        stored(new ProviderTokens(
                new Secret("a"), Optional.of(new Secret("r")), Optional.empty(), Optional.empty(), time.instant()));
        var renewed = tokens("new", Duration.ofMinutes(30));
        answer = () -> renewed;

        assertThat(run(Optional.empty())).isEqualTo(new Freshness.Fresh(renewed));
    }
}
