package io.muster.authserver.token;

import static io.muster.authserver.token.TokenWorld.APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.token.TokenWorld.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many at once, and processes whose clocks disagree. */
class RotationConcurrencyTest {
    private static final TokenLifetimes LIFETIMES = TokenLifetimes.defaults();
    private static final TokenLifetimes STRICT =
            new TokenLifetimes(Duration.ofMinutes(30), Duration.ofDays(30), Optional.empty(), Duration.ZERO);

    /** CVE-2026-1035: time of check and time of use of a refresh token. */
    @Test
    void cve_2026_1035_a_thousand_parallel_refreshes_lead_to_one_pair() throws Exception {
        var world = new TokenWorld();
        var token = world.login(APP).refresh();

        var answers = atOnce(1000, () -> world.refresh(token));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers)
                .extracting(Answer::refresh)
                .containsOnly(answers.getFirst().refresh());
        assertThat(answers)
                .extracting(Answer::access)
                .containsOnly(answers.getFirst().access());
        assertThat(world.stores.liveRefreshTokens(world.authorized(APP).session()))
                .isLessThanOrEqualTo(1);
    }

    @Test
    void cve_2026_1035_without_grace_at_most_one_of_many_succeeds_and_the_session_ends() throws Exception {
        var world = new TokenWorld(STRICT);
        var token = world.login(APP).refresh();

        var answers = atOnce(200, () -> world.refresh(token));

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .extracting(Answer::error)
                .containsOnly("invalid_grant");
        assertThat(world.recorder.recorded()).containsOnlyOnce(AuditEvent.REFRESH_TOKEN_FAMILY_REVOKED);
    }

    @Test
    void parallel_repetitions_after_the_grace_end_the_session_once() throws Exception {
        var world = new TokenWorld();
        var token = world.login(APP).refresh();
        world.refresh(token);
        world.time.advance(Duration.ofMinutes(1));

        var answers = atOnce(100, () -> world.refresh(token));

        assertThat(answers).extracting(Answer::error).containsOnly("invalid_grant");
        assertThat(world.recorder.heard()).filteredOn("ended session-0"::equals).hasSize(1);
    }

    @Test
    void two_processes_with_clocks_30_seconds_apart_refresh_at_once() throws Exception {
        var here = new TokenWorld();
        var there = here.replica(LIFETIMES, Duration.ofSeconds(30));
        var token = here.login(APP).refresh();

        var answers = new ArrayList<Answer>();
        answers.addAll(atOnce(50, () -> here.refresh(token)));
        answers.addAll(atOnce(50, () -> there.refresh(token)));

        assertThat(answers)
                .extracting(Answer::refresh)
                .containsOnly(answers.getFirst().refresh());
        assertThat(here.recorder.heard()).doesNotContain("ended session-0");
        assertThat(there.recorder.heard()).doesNotContain("ended session-0");
    }

    @Test
    void rotations_alternate_between_processes_with_clocks_30_seconds_apart() {
        var here = new TokenWorld();
        var behind = here.replica(LIFETIMES, Duration.ofSeconds(-30));
        var ahead = here.replica(LIFETIMES, Duration.ofSeconds(30));
        var token = here.login(APP).refresh();

        for (var process : List.of(behind, ahead, here, ahead, behind, behind)) {
            var answer = process.refresh(token);
            assertThat(answer.status()).isEqualTo(200);
            token = answer.refresh();
            here.time.advance(Duration.ofMinutes(1));
        }
    }

    @Test
    void theft_is_seen_by_the_other_process() {
        var here = new TokenWorld();
        var there = here.replica(LIFETIMES, Duration.ofSeconds(30));
        var stolen = here.login(APP).refresh();
        var rotated = here.refresh(stolen);
        here.time.advance(Duration.ofMinutes(1));

        assertThat(there.refresh(stolen).error()).isEqualTo("invalid_grant");
        assertThat(here.refresh(rotated.refresh()).error()).isEqualTo("invalid_grant");
        assertThat(here.accepts(rotated.access())).isFalse();
    }

    private static List<Answer> atOnce(int times, Callable<Answer> work) throws Exception {
        var barrier = new CyclicBarrier(times);
        Callable<Answer> together = () -> {
            barrier.await(30, TimeUnit.SECONDS);
            return work.call();
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Answer>();
            for (var answer : threads.invokeAll(Collections.nCopies(times, together), 60, TimeUnit.SECONDS)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }
}
