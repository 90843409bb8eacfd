package io.muster.gateway.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.lease.LeaseEvent.Unrenewed;
import io.muster.gateway.lease.SubjectRenewer.Renewal;
import io.muster.oauth.Secret;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SubjectCredentialsTest {
    private final ManualTime time = new ManualTime();
    private final List<LeaseEvent> heard = new ArrayList<>();

    private SubjectCredentials credentials(SubjectRenewer renewer) {
        var credentials = new SubjectCredentials(renewer, time);
        credentials.join(heard::add);
        return credentials;
    }

    private Instant in(Duration duration) {
        return time.instant().plus(duration);
    }

    @Test
    void a_token_that_lasts_longer_is_told_to_all_leases() {
        var credentials = credentials(SubjectRenewer.NONE);

        credentials.offer(new Secret("one"), in(Duration.ofMinutes(10)), Set.of("muster"));
        credentials.offer(new Secret("two"), in(Duration.ofMinutes(20)), Set.of("muster"));

        assertThat(heard)
                .containsExactly(
                        new LeaseEvent.BasisRenewed(new Basis(1, in(Duration.ofMinutes(10)), Set.of("muster"), false)),
                        new LeaseEvent.BasisRenewed(new Basis(2, in(Duration.ofMinutes(20)), Set.of("muster"), false)));
    }

    @Test
    void the_same_token_a_shorter_one_and_a_dead_one_are_no_news() {
        var credentials = credentials(SubjectRenewer.NONE);
        credentials.offer(new Secret("one"), in(Duration.ofMinutes(10)), Set.of());

        assertThat(credentials.offer(new Secret("one"), in(Duration.ofMinutes(20)), Set.of()))
                .isFalse();
        assertThat(credentials.offer(new Secret("two"), in(Duration.ofMinutes(5)), Set.of()))
                .isFalse();
        assertThat(credentials.offer(new Secret("three"), time.instant(), Set.of()))
                .isFalse();
        assertThat(heard).hasSize(1);
    }

    @Test
    void after_a_loss_the_next_token_is_a_new_one() {
        var credentials = credentials(SubjectRenewer.NONE);
        credentials.offer(new Secret("one"), in(Duration.ofMinutes(10)), Set.of());
        credentials.lose();

        credentials.offer(new Secret("two"), in(Duration.ofMinutes(1)), Set.of());

        assertThat(heard.get(1)).isEqualTo(new LeaseEvent.SubjectLost());
        assertThat(heard.get(2))
                .isEqualTo(new LeaseEvent.BasisRenewed(new Basis(2, in(Duration.ofMinutes(1)), Set.of(), false)));
    }

    @Test
    void an_expired_token_is_not_used() {
        var credentials = credentials(SubjectRenewer.NONE);
        credentials.offer(new Secret("one"), in(Duration.ofMinutes(10)), Set.of());

        time.advance(Duration.ofMinutes(10));

        assertThat(credentials.usable()).isEmpty();
    }

    @Test
    void twenty_leases_that_want_a_renewal_ask_the_provider_once() throws Exception {
        var asked = new AtomicInteger();
        var gate = new CountDownLatch(1);
        var credentials = credentials(deadline -> {
            asked.incrementAndGet();
            Eventually.open("the provider answers", gate);
            return new Renewal.Renewed(new Secret("new"), in(Duration.ofMinutes(10)), Set.of());
        });
        var waiting = new ArrayList<Thread>();
        var tasks = new ArrayList<FutureTask<SubjectCredentials.Outcome>>();
        for (int i = 0; i < 20; i++) {
            var task = new FutureTask<>(() -> credentials.renew(Deadline.NONE));
            tasks.add(task);
            waiting.add(Thread.ofPlatform().start(task));
        }
        Eventually.until(
                "all wait",
                () -> waiting.stream()
                        .allMatch(thread -> thread.getState() == Thread.State.WAITING
                                || thread.getState() == Thread.State.TIMED_WAITING));

        gate.countDown();

        for (var task : tasks) {
            assertThat(Eventually.result("a lease has its answer", task)).isEqualTo(SubjectCredentials.Outcome.RENEWED);
        }
        assertThat(asked).hasValue(1);
        assertThat(heard).hasSize(1);
    }

    @Test
    void what_comes_back_unchanged_is_no_renewal() throws InterruptedException {
        var credentials =
                credentials(deadline -> new Renewal.Renewed(new Secret("one"), in(Duration.ofMinutes(10)), Set.of()));
        credentials.offer(new Secret("one"), in(Duration.ofMinutes(10)), Set.of());

        assertThat(credentials.renew(Deadline.NONE).why()).contains(Unrenewed.UNCHANGED);
    }

    @Test
    void what_cannot_be_renewed_says_so_until_the_next_login() throws InterruptedException {
        var credentials = credentials(deadline -> new Renewal.Impossible());
        assertThat(credentials.basis().renewable()).isTrue();

        assertThat(credentials.renew(Deadline.NONE).why()).contains(Unrenewed.IMPOSSIBLE);
        assertThat(credentials.basis().renewable()).isFalse();

        credentials.offer(new Secret("one"), in(Duration.ofMinutes(10)), Set.of());
        assertThat(credentials.basis().renewable()).isTrue();
    }

    @Test
    void an_outage_is_handed_on_with_its_time() throws InterruptedException {
        var pause = Optional.of(Duration.ofSeconds(30));
        var credentials = credentials(deadline -> new Renewal.Unavailable(pause));

        assertThat(credentials.renew(Deadline.NONE))
                .isEqualTo(new SubjectCredentials.Outcome(Optional.of(Unrenewed.UNAVAILABLE), pause));
    }
}
