package io.muster.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignOnWaitTest {
    private static final String PENDING = "{'name':'wiki','status':'sso_pending','token_exchange_enabled':true}";
    private static final String CONNECTED = "{'name':'wiki','status':'connected','token_exchange_enabled':true}";
    private static final String MISSING = "{'name':'wiki','status':'auth_required','token_exchange_enabled':true}";
    private static final String FAILED =
            "{'name':'wiki','status':'auth_required','token_exchange_enabled':true,'sso_attempt_failed':true}";
    private static final String BY_HAND = "{'name':'github','status':'auth_required','auth_tool':'core_auth_login'}";
    private static final String CHAT = "{'name':'chat','status':'connected','token_forwarding_enabled':true}";

    private final HastyTime time = new HastyTime();
    private final FakeSession session = new FakeSession(time);
    private final List<String> progress = new ArrayList<>();
    private final Instant begin = time.instant();

    private SignOnWait.Result await() throws InterruptedException {
        return new SignOnWait(time, time).await(session, (some, all) -> progress.add(some + "/" + all));
    }

    private Duration waited() {
        return Duration.between(begin, time.instant());
    }

    @Test
    void servers_that_are_under_way_are_waited_for() throws InterruptedException {
        session.after(Duration.ZERO, PENDING + "," + CHAT).after(Duration.ofSeconds(2), CONNECTED + "," + CHAT);

        assertThat(await()).isEqualTo(new SignOnWait.Result.Settled(List.of()));

        assertThat(waited()).isEqualTo(Duration.ofSeconds(2));
        assertThat(progress).startsWith("1/2").endsWith("2/2");
    }

    @Test
    void a_missing_login_means_nothing_in_a_young_session() throws InterruptedException {
        session.after(Duration.ZERO, MISSING).after(Duration.ofSeconds(14), CONNECTED);

        assertThat(await()).isEqualTo(new SignOnWait.Result.Settled(List.of()));
    }

    @Test
    void a_login_that_stays_missing_counts_as_failed() throws InterruptedException {
        session.after(Duration.ZERO, MISSING);

        assertThat(await()).isEqualTo(new SignOnWait.Result.Settled(List.of("wiki")));
        assertThat(waited()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void what_has_failed_is_told_at_once() throws InterruptedException {
        session.after(Duration.ZERO, FAILED + "," + CHAT);

        assertThat(await()).isEqualTo(new SignOnWait.Result.Settled(List.of("wiki")));
        assertThat(waited()).isZero();
    }

    @Test
    void nobody_waits_longer_than_half_a_minute() throws InterruptedException {
        session.after(Duration.ZERO, PENDING);

        assertThat(await()).isEqualTo(new SignOnWait.Result.Unsettled());
        assertThat(waited()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void logins_by_hand_are_not_waited_for() throws InterruptedException {
        session.after(Duration.ZERO, BY_HAND);

        assertThat(await()).isEqualTo(new SignOnWait.Result.Nothing());
        assertThat(progress).isEmpty();
    }

    @Test
    void an_answer_that_does_not_come_says_nothing() throws InterruptedException {
        session.after(Duration.ZERO, PENDING).after(Duration.ofSeconds(1), "").after(Duration.ofSeconds(5), CONNECTED);

        assertThat(await()).isEqualTo(new SignOnWait.Result.Settled(List.of()));
        assertThat(waited()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void where_nothing_is_said_at_all_nothing_is_waited_for() throws InterruptedException {
        assertThat(await()).isEqualTo(new SignOnWait.Result.Nothing());
    }
}
