package io.muster.authserver.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.muster.authserver.store.ProviderTokens;
import io.muster.oauth.Secret;
import io.muster.oauth.Subject;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.testkit.ManualTime;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedTokensTest {
    private static final Subject ALICE = new Subject("alice");
    private final ManualTime time = new ManualTime();
    private final FakeTokenStore store = new FakeTokenStore(time);
    private final Semaphore answers = new Semaphore(0);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final RotatingProvider provider = new RotatingProvider(time) {
        @Override
        public ProviderTokens refresh(Secret refreshToken, Deadline deadline) throws InterruptedException {
            asked.countDown();
            assertThat(answers.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            return super.refresh(refreshToken, deadline);
        }
    };
    private final SharedTokens tokens = new SharedTokens(store, provider, Duration.ofDays(30), time, time);

    private CompletableFuture<Freshness> asking() {
        var result = new CompletableFuture<Freshness>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(tokens.fresh(ALICE));
            } catch (InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private void expiring() {
        store.save(ALICE, provider.login(), Instant.MAX);
        time.advance(RotatingProvider.LIFETIME.minusMinutes(1));
    }

    private static Freshness got(CompletableFuture<Freshness> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Test
    void of_many_callers_one_asks_the_provider_and_all_get_the_same() throws Exception {
        expiring();

        var callers = new ArrayList<CompletableFuture<Freshness>>();
        for (var i = 0; i < 50; i++) {
            callers.add(asking());
        }
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        answers.release(50);

        for (var caller : callers) {
            assertThat(got(caller))
                    .isEqualTo(new Freshness.Fresh(store.find(ALICE).orElseThrow()));
        }
        assertThat(provider.seen()).containsExactly("refresh-1");
    }

    @Test
    void a_caller_that_gives_up_stops_nothing() throws Exception {
        expiring();
        var caller = new CompletableFuture<Boolean>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                tokens.fresh(ALICE);
                caller.complete(false);
            } catch (InterruptedException e) {
                caller.complete(true);
            }
        });
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

        thread.interrupt();
        assertThat(caller.get(30, TimeUnit.SECONDS)).isTrue();
        var other = asking();
        answers.release(5);

        assertThat(got(other)).isInstanceOf(Freshness.Fresh.class);
        assertThat(provider.seen()).containsExactly("refresh-1");
        assertThat(store.find(ALICE).orElseThrow().refreshToken()).contains(new Secret("refresh-2"));
    }

    @Test
    void a_store_outage_is_no_refusal() {
        expiring();
        store.failing("lock");

        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> tokens.fresh(ALICE));
    }

    @Test
    void a_login_replaces_what_is_stored() throws InterruptedException {
        expiring();
        var login = provider.login();

        tokens.login(ALICE, login);

        assertThat(tokens.find(ALICE)).contains(login);
        assertThat(store.isLocked(ALICE)).isFalse();
    }

    @Test
    void a_login_without_refresh_token_keeps_the_old_one() throws InterruptedException {
        var old = provider.login();
        store.save(ALICE, old, Instant.MAX);
        var login = withoutRefreshToken(provider.login());

        tokens.login(ALICE, login);

        assertThat(store.find(ALICE).orElseThrow().refreshToken()).isEqualTo(old.refreshToken());
        assertThat(store.find(ALICE).orElseThrow().accessToken()).isEqualTo(login.accessToken());
    }

    @Test
    void a_first_login_without_refresh_token_is_stored() throws InterruptedException {
        var login = withoutRefreshToken(provider.login());

        tokens.login(ALICE, login);

        assertThat(store.find(ALICE)).contains(login);
    }

    @Test
    void a_login_waits_two_seconds_for_the_lock_and_then_writes() throws InterruptedException {
        store.save(ALICE, provider.login(), Instant.MAX);
        store.lock(ALICE, Duration.ofMinutes(1));
        var before = time.instant();
        var login = provider.login();

        new SharedTokens(store, provider, Duration.ofHours(1), time, jumping()).login(ALICE, login);

        assertThat(store.find(ALICE)).contains(login);
        assertThat(Duration.between(before, time.instant())).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    @Test
    void a_login_without_refresh_token_does_not_write_without_the_lock() throws InterruptedException {
        var old = provider.login();
        store.save(ALICE, old, Instant.MAX);
        store.lock(ALICE, Duration.ofMinutes(1));

        new SharedTokens(store, provider, Duration.ofHours(1), time, jumping())
                .login(ALICE, withoutRefreshToken(provider.login()));

        assertThat(store.find(ALICE)).contains(old);
    }

    @Test
    void who_has_seen_what_is_stored_gets_something_newer() throws Exception {
        expiring();
        answers.release(5);
        var observed = store.find(ALICE).orElseThrow();

        assertThat(tokens.fresh(ALICE, observed)).isInstanceOf(Freshness.Fresh.class);
        assertThat(tokens.fresh(ALICE, observed))
                .isEqualTo(new Freshness.Fresh(store.find(ALICE).orElseThrow()));
        assertThat(provider.seen()).isEqualTo(List.of("refresh-1"));
    }

    private static ProviderTokens withoutRefreshToken(ProviderTokens tokens) {
        return new ProviderTokens(
                tokens.accessToken(), Optional.empty(), tokens.idToken(), tokens.expiresAt(), tokens.obtainedAt());
    }

    private Scheduler jumping() {
        return new Scheduler() {
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
        };
    }
}
