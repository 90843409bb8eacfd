package io.muster.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.lease.CredentialSource.Acquired;
import io.muster.gateway.lease.FailureClass;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.store.HashStore;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedTokenTest {
    private static final SessionId ALICE = new SessionId("session-of-alice");
    private static final String TERMS = "terms";

    private final ManualTime time = new ManualTime();
    private final HashStore store = new MemoryHashStore(time);
    private final AtomicInteger exchanges = new AtomicInteger();
    private final SharedToken here = lease(store);
    private final SharedToken there = lease(store);

    /** The lease of a process of its own. */
    private SharedToken lease(HashStore of) {
        return new ExchangedTokens(of, new Random(1), time, time).of(ALICE, "git");
    }

    private Acquired exchanged() {
        return new Acquired.Token(
                new Secret("exchanged-" + exchanges.incrementAndGet()),
                time.instant().plus(Duration.ofMinutes(30)));
    }

    private String token(SharedToken of, boolean fresh) throws InterruptedException {
        return token(of, TERMS, fresh);
    }

    private String token(SharedToken of, String terms, boolean fresh) throws InterruptedException {
        return ((Acquired.Token) of.acquire(terms, fresh, this::exchanged))
                .token()
                .reveal();
    }

    @Test
    void what_one_process_has_exchanged_the_others_use_too() throws Exception {
        assertThat(token(here, false)).isEqualTo("exchanged-1");
        assertThat(token(there, false)).isEqualTo("exchanged-1");

        assertThat(token(here, true)).isEqualTo("exchanged-2");
        assertThat(token(there, true)).isEqualTo("exchanged-2");
    }

    @Test
    void a_lease_never_gets_again_what_it_has_had() throws Exception {
        assertThat(token(here, false)).isEqualTo("exchanged-1");
        assertThat(token(here, false)).isEqualTo("exchanged-2");
    }

    @Test
    void who_wants_a_new_one_and_has_had_none_gets_one_of_its_own() throws Exception {
        token(here, false);

        assertThat(token(there, true)).isEqualTo("exchanged-2");
    }

    @Test
    void another_definition_or_user_needs_another_one() throws Exception {
        token(here, false);

        assertThat(token(there, "other terms", false)).isEqualTo("exchanged-2");
    }

    @Test
    void one_that_is_about_to_end_is_replaced() throws Exception {
        token(here, false);
        time.advance(Duration.ofMinutes(25));

        assertThat(token(there, false)).isEqualTo("exchanged-2");
    }

    @Test
    void of_two_who_need_one_at_the_same_time_one_exchanges() throws Exception {
        var begun = new CountDownLatch(1);
        var goesOn = new CountDownLatch(1);
        var first = new FutureTask<>(() -> here.acquire(TERMS, false, () -> {
            begun.countDown();
            Eventually.open("the provider answers", goesOn);
            return exchanged();
        }));
        Thread.ofVirtual().start(first);
        Eventually.open("the first one exchanges", begun);
        var second = new FutureTask<>(() -> token(there, false));
        Thread.ofVirtual().start(second);
        Eventually.until("the second one waits", () -> time.waiting() > 0);

        goesOn.countDown();
        Eventually.result("the first token", first);
        Eventually.until("the second one looks again", () -> {
            time.advance(Duration.ofMillis(50));
            return second.isDone();
        });

        assertThat(second.get()).isEqualTo("exchanged-1");
        assertThat(exchanges).hasValue(1);
    }

    @Test
    void a_failure_is_not_kept() throws Exception {
        assertThat(here.acquire(TERMS, false, () -> Acquired.Failed.of(FailureClass.PROVIDER_UNAVAILABLE)))
                .isInstanceOf(Acquired.Failed.class);

        assertThat(token(here, false)).isEqualTo("exchanged-1");
    }

    @Test
    void without_the_store_everyone_exchanges() throws Exception {
        var away = (HashStore) Proxy.newProxyInstance(
                HashStore.class.getClassLoader(), new Class<?>[] {HashStore.class}, (_, _, _) -> {
                    throw new StoreUnavailable("away");
                });

        assertThat(token(lease(away), false)).isEqualTo("exchanged-1");
        assertThat(token(lease(away), false)).isEqualTo("exchanged-2");
    }

    @Test
    void a_token_that_comes_after_the_end_of_its_session_is_not_kept() throws Exception {
        var tokens = new ExchangedTokens(store, new Random(2), time, time);
        here.acquire(TERMS, false, () -> {
            tokens.end(ALICE);
            return exchanged();
        });

        assertThat(store.all("sso:lease:" + ALICE.value())).isEmpty();
        assertThat(token(there, false)).isEqualTo("exchanged-2");
    }

    @Test
    void what_is_forgotten_is_exchanged_anew() throws Exception {
        token(here, false);

        new ExchangedTokens(store, new Random(2), time, time).forget(ALICE, "git");

        assertThat(token(there, false)).isEqualTo("exchanged-2");
    }
}
