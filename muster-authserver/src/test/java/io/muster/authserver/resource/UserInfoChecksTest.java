package io.muster.authserver.resource;

import static io.muster.authserver.resource.ResourceWorld.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.fakes.FakeProvider;
import io.muster.authserver.provider.IdentityProvider;
import io.muster.authserver.resource.UserInfoChecks.Answer;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.User;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.testkit.ManualTime;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One question at a time for one token. */
class UserInfoChecksTest {
    private final ManualTime time = new ManualTime();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger questions = new AtomicInteger();
    private final BlockingQueue<Duration> waiting = new ArrayBlockingQueue<>(100);
    private final Scheduler scheduler = new Scheduler() {
        @Override
        public Timer after(Duration delay, Runnable task) {
            var timer = time.after(delay, task);
            waiting.add(delay);
            return timer;
        }

        @Override
        public Timer every(Duration delay, Runnable task) {
            return time.every(delay, task);
        }
    };
    private final UserInfoChecks checks =
            new UserInfoChecks(new SlowProvider(), new UserInfoPolicy.EveryRequest(), time, scheduler);
    private final Callable<Answer> ask = () -> checks.whose(new Secret("token"), Instant.MAX);

    @Test
    void who_asks_meanwhile_gets_the_same_answer() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Answer>>();
            answers.add(threads.submit(ask));
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            for (var i = 0; i < 20; i++) {
                answers.add(threads.submit(ask));
            }
            for (var i = 0; i < 20; i++) {
                assertThat(waiting.poll(30, TimeUnit.SECONDS)).isEqualTo(Duration.ofSeconds(10));
            }
            answer.countDown();

            for (var one : answers) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(new Answer.Belongs(USER));
            }
        }
        assertThat(questions).hasValue(1);
    }

    @Test
    void nobody_waits_for_somebody_elses_question_for_long() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(ask);
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            var second = threads.submit(ask);
            assertThat(waiting.poll(30, TimeUnit.SECONDS)).isNotNull();
            time.advance(Duration.ofSeconds(10));

            assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(Answer.UNKNOWN);
            answer.countDown();
            assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(new Answer.Belongs(USER));
        }
    }

    @Test
    void the_next_question_is_asked_anew() throws Exception {
        answer.countDown();

        ask.call();
        ask.call();

        assertThat(questions).hasValue(2);
    }

    /** Answers when it is let. */
    private final class SlowProvider implements IdentityProvider {
        private final FakeProvider other = new FakeProvider();

        @Override
        public User userInfo(Secret accessToken, Deadline deadline) throws InterruptedException {
            questions.incrementAndGet();
            asked.countDown();
            assertThat(answer.await(60, TimeUnit.SECONDS)).isTrue();
            return USER;
        }

        @Override
        public String name() {
            return other.name();
        }

        @Override
        public String issuer() {
            return other.issuer();
        }

        @Override
        public Scopes defaultScopes() {
            return other.defaultScopes();
        }

        @Override
        public String authorizationUrl(
                String state, String challenge, Scopes scopes, Optional<String> nonce, Map<String, String> further) {
            return other.authorizationUrl(state, challenge, scopes, nonce, further);
        }

        @Override
        public Login exchange(String code, Secret verifier, Optional<String> nonce, Deadline deadline) {
            return other.exchange(code, verifier, nonce, deadline);
        }

        @Override
        public ProviderTokens refresh(Secret refreshToken, Deadline deadline) {
            return other.refresh(refreshToken, deadline);
        }

        @Override
        public boolean revoke(Secret token, Deadline deadline) {
            return other.revoke(token, deadline);
        }
    }
}
