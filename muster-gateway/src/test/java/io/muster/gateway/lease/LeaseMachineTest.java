package io.muster.gateway.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.gateway.lease.LeaseEvent.End;
import io.muster.gateway.lease.LeaseEvent.Trouble;
import io.muster.gateway.lease.LeaseEvent.Unrenewed;
import io.muster.oauth.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules, one by one. */
class LeaseMachineTest {
    @ParameterizedTest
    @CsvSource({
        // lifetime, earliest and latest renewal after the token was obtained
        "PT30S, PT20S, PT21S",
        "PT5M, PT4M, PT4M6S",
        "PT30M, PT25M, PT25M30S",
        "PT10H, PT9H55M, PT9H55M30S",
        "PT12S, PT6S, PT6S",
    })
    void a_token_is_renewed_a_fifth_of_its_life_before_its_end(Duration life, Duration earliest, Duration latest) {
        var lease = LeaseDriver.withBasis(LeaseKind.EXCHANGE)
                .on(new LeaseEvent.Attached(true))
                .token(life)
                .opened();

        var renewal = Duration.between(lease.now, LeaseTimes.wakeAt(lease.state));

        assertThat(renewal).isBetween(earliest, latest);
    }

    @Test
    void a_token_that_hardly_lives_is_not_renewed_ahead() {
        var lease = LeaseDriver.withBasis(LeaseKind.EXCHANGE)
                .use()
                .token(Duration.ofSeconds(4))
                .opened()
                .pass(Duration.ofHours(1));

        assertThat(lease.state).isInstanceOf(LeaseState.Dormant.class);
        assertThat(lease.count(LeaseEffect.Acquire.class)).isEqualTo(1);
    }

    @Test
    void equal_leases_do_not_renew_in_the_same_moment() {
        var terms = new LeaseTerms(LeaseKind.EXCHANGE, Set.of());
        var token = new UsableToken(3, 1, new Secret("t"), Instant.EPOCH, Instant.EPOCH.plusSeconds(1800));

        var one = LeaseTimes.renewal(token, LeaseLedger.of(terms, Basis.NONE, 1));
        var other = LeaseTimes.renewal(token, LeaseLedger.of(terms, Basis.NONE, 2));

        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void a_renewal_goes_past_the_cache() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE).pass(Duration.ofMinutes(26));

        assertThat(lease.all).contains(new LeaseEffect.Acquire(lease.work(), true));
    }

    @Test
    void without_interest_a_token_runs_out_and_the_lease_sleeps() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE);
        lease.pass(Duration.ofMinutes(26)).token(LeaseDriver.TOKEN_LIFE);
        lease.pass(Duration.ofMinutes(26)).token(LeaseDriver.TOKEN_LIFE);

        lease.pass(Duration.ofHours(5));

        assertThat(lease.state).isInstanceOf(LeaseState.Dormant.class);
        assertThat(lease.count(LeaseEffect.Warn.class)).isZero();
        assertThat(LeaseTimes.wakeAt(lease.state)).isEqualTo(Instant.MAX);
    }

    @Test
    void an_attached_client_is_interest_enough() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE).on(new LeaseEvent.Attached(true));
        for (int i = 0; i < 20; i++) {
            lease.pass(Duration.ofMinutes(26)).token(LeaseDriver.TOKEN_LIFE);
        }

        assertThat(lease.state).isInstanceOf(LeaseState.Ready.class);
        assertThat(lease.count(LeaseEffect.Open.class)).isEqualTo(1);
    }

    @Test
    void a_sleeping_lease_wakes_with_the_next_call() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE).pass(Duration.ofHours(3));

        lease.use();

        assertThat(lease.state).isInstanceOf(LeaseState.Acquiring.class);
        assertThat(LeaseProjection.status(lease.state, lease.now)).isEqualTo(LeaseStatus.CONNECTED);
    }

    @Test
    void the_connection_is_closed_with_the_token_even_when_nobody_noticed_in_time() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE);
        var connection = lease.state.connection().orElseThrow();

        lease.sleep(Duration.ofHours(3)).use();

        assertThat(lease.effects).contains(new LeaseEffect.Close(connection));
        assertThat(lease.state.token()).isEmpty();
    }

    @Test
    void a_refused_token_is_replaced_once_and_the_connection_kept() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE);
        var connection = lease.state.connection();

        lease.callRefused();

        assertThat(lease.effects).contains(new LeaseEffect.Acquire(lease.work(), true));
        assertThat(lease.state.token()).isEmpty();

        lease.token(LeaseDriver.TOKEN_LIFE);

        assertThat(lease.state).isInstanceOf(LeaseState.Ready.class);
        assertThat(lease.state.connection()).isEqualTo(connection);
    }

    @Test
    void a_second_refusal_is_final_until_there_is_another_subject() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE).on(new LeaseEvent.Attached(true));
        lease.callRefused().token(LeaseDriver.TOKEN_LIFE).callRefused();

        lease.pass(Duration.ofHours(10)).use();

        assertThat(lease.state).isEqualTo(new LeaseState.Refused(lease.state.ledger(), Optional.empty()));

        lease.on(new LeaseEvent.BasisRenewed(lease.basis(Duration.ofHours(1), true)));

        assertThat(lease.state).isInstanceOf(LeaseState.Acquiring.class);
    }

    @Test
    void a_call_that_was_refused_with_an_older_token_changes_nothing() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE);
        var old = lease.generation();
        lease.callRefused().token(LeaseDriver.TOKEN_LIFE);

        lease.on(new LeaseEvent.CallRefused(old));

        assertThat(lease.state).isInstanceOf(LeaseState.Ready.class);
    }

    @Test
    void the_refused_token_is_not_used_again_when_it_comes_under_another_number() {
        var lease = LeaseDriver.withBasis(LeaseKind.EXCHANGE)
                .use()
                .token("same", LeaseDriver.TOKEN_LIFE)
                .opened()
                .callRefused();

        lease.token("same", LeaseDriver.TOKEN_LIFE);

        assertThat(lease.state).isInstanceOf(LeaseState.Refused.class);
        assertThat(lease.count(LeaseEffect.Open.class)).isEqualTo(1);
    }

    @Test
    void a_forwarded_token_that_was_refused_needs_another_subject() {
        var lease = LeaseDriver.of(LeaseKind.FORWARD);
        lease.on(new LeaseEvent.BasisRenewed(lease.basis(Duration.ofHours(1), false)));
        lease.use().token(Duration.ofHours(1)).opened();

        lease.callRefused();

        assertThat(lease.state).isInstanceOf(LeaseState.Refused.class);
        assertThat(lease.count(LeaseEffect.Acquire.class)).isEqualTo(1);
    }

    @Test
    void a_forwarded_token_that_was_refused_is_renewed_at_the_provider_when_that_is_possible() {
        var lease = LeaseDriver.ready(LeaseKind.FORWARD).callRefused();
        assertThat(lease.effects).contains(new LeaseEffect.RefreshSubject(lease.work()));

        lease.refreshFails(Unrenewed.UNCHANGED);

        assertThat(lease.state).isInstanceOf(LeaseState.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"1, PT5M", "2, PT10M", "3, PT20M", "4, PT30M", "5, PT30M"})
    void refusals_of_the_provider_wait_longer_each_time(int refusals, Duration pause) {
        var lease = LeaseDriver.withBasis(LeaseKind.EXCHANGE)
                .on(new LeaseEvent.Attached(true))
                .use();
        for (int i = 1; i < refusals; i++) {
            lease.acquireFails(FailureClass.PROVIDER_REFUSED);
            lease.on(new LeaseEvent.BasisRenewed(lease.basis(Duration.ofDays(1), true)));
        }

        lease.acquireFails(FailureClass.PROVIDER_REFUSED);

        assertThat(((LeaseState.Refused) lease.state).retryAt()).contains(lease.now.plus(pause));
    }

    @Test
    void a_subject_token_that_the_provider_refused_is_not_sent_again() {
        var lease = LeaseDriver.withBasis(LeaseKind.EXCHANGE)
                .on(new LeaseEvent.Attached(true))
                .use()
                .acquireFails(FailureClass.SUBJECT_REFUSED);

        lease.pass(Duration.ofHours(20)).use();

        assertThat(lease.count(LeaseEffect.Acquire.class)).isEqualTo(1);
    }

    @Test
    void a_silent_provider_does_not_end_what_works() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE)
                .pass(Duration.ofMinutes(26))
                .acquireFails(FailureClass.PROVIDER_UNAVAILABLE);

        assertThat(lease.state).isInstanceOf(LeaseState.Ready.class);
        assertThat(Duration.between(lease.now, LeaseTimes.wakeAt(lease.state)))
                .isBetween(Duration.ofMillis(800), Duration.ofSeconds(1));
    }

    @Test
    void a_provider_that_names_a_time_is_left_alone_until_then() {
        var lease = LeaseDriver.withBasis(LeaseKind.EXCHANGE).use();

        lease.on(new LeaseEvent.AcquireFailed(
                lease.work(), FailureClass.PROVIDER_UNAVAILABLE, Optional.of(Duration.ofMinutes(2))));

        assertThat(LeaseTimes.wakeAt(lease.state)).isEqualTo(lease.now.plus(Duration.ofMinutes(2)));
    }

    @Test
    void a_provider_cannot_ask_for_a_year_of_silence() {
        var lease = LeaseDriver.withBasis(LeaseKind.EXCHANGE).use();

        lease.on(new LeaseEvent.AcquireFailed(
                lease.work(), FailureClass.PROVIDER_UNAVAILABLE, Optional.of(Duration.ofDays(365))));

        assertThat(LeaseTimes.wakeAt(lease.state)).isEqualTo(lease.now.plus(Duration.ofMinutes(30)));
    }

    @Test
    void a_dead_subject_that_can_be_renewed_is_renewed_before_the_exchange() {
        var lease = LeaseDriver.of(LeaseKind.EXCHANGE);
        lease.on(new LeaseEvent.BasisRenewed(lease.basis(Duration.ofSeconds(20), true)));

        lease.use();
        assertThat(lease.effects).contains(new LeaseEffect.RefreshSubject(lease.work()));

        lease.on(new LeaseEvent.BasisRenewed(lease.basis(Duration.ofMinutes(30), true)));
        assertThat(lease.effects).contains(new LeaseEffect.Acquire(lease.work(), false));
    }

    @ParameterizedTest
    @EnumSource(
            value = LeaseKind.class,
            names = {"FORWARD", "EXCHANGE"})
    void a_provider_that_renews_into_dead_credentials_is_asked_with_pauses(LeaseKind kind) {
        var lease = LeaseDriver.of(kind).on(new LeaseEvent.Attached(true));
        lease.on(new LeaseEvent.BasisRenewed(lease.basis(Duration.ZERO, true)));
        var end = lease.now.plus(Duration.ofMinutes(10));
        while (lease.now.isBefore(end)) {
            if (lease.state.work().isPresent()) {
                lease.on(new LeaseEvent.BasisRenewed(lease.basis(Duration.ZERO, true)));
            }
            lease.pass(Duration.ofSeconds(1));
        }

        assertThat(lease.count(LeaseEffect.RefreshSubject.class)).isBetween(5L, 25L);
    }

    @Test
    void a_missing_subject_is_waited_for_without_a_timer() {
        var lease = LeaseDriver.of(LeaseKind.EXCHANGE).on(new LeaseEvent.Attached(true));

        lease.use();

        assertThat(lease.state).isInstanceOf(LeaseState.SubjectMissing.class);
        assertThat(LeaseTimes.wakeAt(lease.state)).isEqualTo(Instant.MAX);
        assertThat(LeaseProjection.status(lease.state, lease.now)).isEqualTo(LeaseStatus.REAUTH_REQUIRED);
    }

    @Test
    void a_forwarded_token_without_a_required_audience_is_not_sent() {
        var lease = LeaseDriver.of(LeaseKind.FORWARD, "cluster", "registry");
        lease.on(new LeaseEvent.BasisRenewed(lease.basis(Duration.ofHours(1), false, "muster", "cluster")));

        lease.use();

        assertThat(((LeaseState.SubjectInsufficient) lease.state).missing()).containsExactly("registry");

        lease.on(new LeaseEvent.BasisRenewed(lease.basis(Duration.ofHours(1), false, "registry", "cluster")));

        assertThat(lease.state).isInstanceOf(LeaseState.Acquiring.class);
    }

    @Test
    void a_newer_subject_replaces_a_forwarded_token_at_once_and_an_exchanged_one_not() {
        var forward = LeaseDriver.ready(LeaseKind.FORWARD);
        forward.on(new LeaseEvent.BasisRenewed(forward.basis(Duration.ofHours(1), true)));
        var exchange = LeaseDriver.ready(LeaseKind.EXCHANGE);
        exchange.on(new LeaseEvent.BasisRenewed(exchange.basis(Duration.ofHours(1), true)));

        assertThat(forward.state).isInstanceOf(LeaseState.Renewing.class);
        assertThat(exchange.state).isInstanceOf(LeaseState.Ready.class);
    }

    @Test
    void a_sign_in_knows_nothing_of_subjects() {
        var lease = LeaseDriver.ready(LeaseKind.SIGN_IN);
        var before = lease.state;

        lease.on(new LeaseEvent.SubjectLost());

        assertThat(lease.state).isEqualTo(before);
        assertThat(lease.effects).isEmpty();
    }

    @Test
    void signing_out_forgets_the_login() {
        var lease = LeaseDriver.ready(LeaseKind.SIGN_IN)
                .on(new LeaseEvent.SignedOut())
                .use();

        assertThat(lease.state).isInstanceOf(LeaseState.Idle.class);
        assertThat(LeaseProjection.status(lease.state, lease.now)).isEqualTo(LeaseStatus.AUTH_REQUIRED);
        assertThat(lease.all).contains(new LeaseEffect.Remember(false));
    }

    @Test
    void a_refused_refresh_token_leaves_the_access_token_its_life() {
        var lease = LeaseDriver.ready(LeaseKind.SIGN_IN)
                .on(new LeaseEvent.Attached(true))
                .pass(Duration.ofMinutes(26))
                .acquireFails(FailureClass.PROVIDER_REFUSED);
        assertThat(lease.state).isInstanceOf(LeaseState.Ready.class);

        lease.pass(Duration.ofMinutes(30));

        assertThat(LeaseProjection.status(lease.state, lease.now)).isEqualTo(LeaseStatus.AUTH_REQUIRED);
        assertThat(lease.count(LeaseEffect.Acquire.class)).isEqualTo(2);
    }

    @Test
    void a_sign_in_that_worked_again_may_be_refused_again() {
        var lease = LeaseDriver.ready(LeaseKind.SIGN_IN);
        for (int i = 0; i < 5; i++) {
            lease.callRefused().token(LeaseDriver.TOKEN_LIFE);
            lease.on(new LeaseEvent.CallAnswered(lease.generation()));
        }

        assertThat(lease.state).isInstanceOf(LeaseState.Ready.class);
    }

    @Test
    void a_login_is_connected_with_the_token_that_it_brought() {
        var lease = LeaseDriver.of(LeaseKind.SIGN_IN).use();

        lease.on(new LeaseEvent.BasisRenewed(lease.basis(Duration.ofMinutes(30), false)));

        assertThat(lease.effects).contains(new LeaseEffect.Acquire(lease.work(), false));
    }

    @Test
    void an_unreachable_backend_is_tried_with_growing_pauses_and_no_new_token() {
        var lease = LeaseDriver.withBasis(LeaseKind.EXCHANGE)
                .on(new LeaseEvent.Attached(true))
                .use()
                .token(Duration.ofHours(20));
        var end = lease.now.plus(Duration.ofHours(1));
        while (lease.now.isBefore(end)) {
            lease.openFails(Trouble.UNREACHABLE);
            while (lease.state.work().isEmpty()) {
                lease.pass(Duration.ofSeconds(1));
            }
        }

        assertThat(lease.count(LeaseEffect.Open.class)).isBetween(15L, 25L);
        assertThat(lease.count(LeaseEffect.Acquire.class)).isEqualTo(1);
    }

    @Test
    void a_connection_that_breaks_early_again_and_again_is_not_reopened_every_second() {
        var lease = LeaseDriver.withBasis(LeaseKind.EXCHANGE)
                .on(new LeaseEvent.Attached(true))
                .use()
                .token(Duration.ofHours(20));
        var end = lease.now.plus(Duration.ofHours(1));
        while (lease.now.isBefore(end)) {
            lease.opened()
                    .on(new LeaseEvent.ConnectionLost(lease.state.connection().orElseThrow()));
            while (lease.state.work().isEmpty()) {
                lease.pass(Duration.ofSeconds(1));
            }
        }

        assertThat(lease.count(LeaseEffect.Open.class)).isBetween(15L, 25L);
    }

    @Test
    void a_connection_that_had_lived_is_replaced_at_once() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE).pass(Duration.ofMinutes(2));

        lease.on(new LeaseEvent.ConnectionLost(lease.state.connection().orElseThrow()));

        assertThat(lease.effects).contains(new LeaseEffect.Open(lease.work()));
        assertThat(LeaseProjection.status(lease.state, lease.now)).isEqualTo(LeaseStatus.CONNECTED);
    }

    @Test
    void a_backend_that_does_not_answer_is_connected_for_a_minute_and_an_error_then() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE).pass(Duration.ofMinutes(2));
        lease.on(new LeaseEvent.ConnectionLost(lease.state.connection().orElseThrow()))
                .openFails(Trouble.UNREACHABLE);

        assertThat(LeaseProjection.status(lease.state, lease.now.plusSeconds(59)))
                .isEqualTo(LeaseStatus.CONNECTED);
        assertThat(LeaseProjection.status(lease.state, lease.now.plusSeconds(60)))
                .isEqualTo(LeaseStatus.ERROR);
    }

    @Test
    void a_stream_that_breaks_is_reopened_with_growing_pauses() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE).on(new LeaseEvent.Attached(true));
        for (int i = 0; i < 20; i++) {
            lease.pass(Duration.ofMinutes(1));
            if (lease.state.holding().orElseThrow().listening() instanceof Listening.Open) {
                lease.listenerEnds(End.BROKEN);
            }
        }

        assertThat(lease.count(LeaseEffect.Listen.class)).isBetween(5L, 20L);
        assertThat(lease.state).isInstanceOf(LeaseState.Ready.class);
    }

    @Test
    void a_stream_that_lived_for_a_minute_starts_over() {
        var lease =
                LeaseDriver.ready(LeaseKind.EXCHANGE).listenerEnds(End.BROKEN).pass(Duration.ofSeconds(2));
        lease.listenerEnds(End.BROKEN).pass(Duration.ofSeconds(3));

        lease.pass(Duration.ofSeconds(60)).listenerEnds(End.BROKEN);

        assertThat(((Listening.Waiting) lease.state.holding().orElseThrow().listening()).failures())
                .isEqualTo(1);
    }

    @Test
    void a_backend_without_a_stream_is_not_asked_again() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE)
                .on(new LeaseEvent.Attached(true))
                .listenerEnds(End.UNSUPPORTED);

        lease.pass(Duration.ofMinutes(26)).token(LeaseDriver.TOKEN_LIFE).pass(Duration.ofMinutes(10));

        assertThat(lease.count(LeaseEffect.Listen.class)).isEqualTo(1);
    }

    @Test
    void the_stream_is_parked_while_a_refused_token_is_replaced_and_opened_under_the_new_one() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE).listenerEnds(End.REFUSED);
        assertThat(lease.count(LeaseEffect.Unlisten.class)).isEqualTo(1);

        lease.token(LeaseDriver.TOKEN_LIFE);

        assertThat(lease.count(LeaseEffect.Listen.class)).isEqualTo(2);
    }

    @Test
    void a_renewed_token_takes_over_the_stream() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE)
                .pass(Duration.ofMinutes(26))
                .token(LeaseDriver.TOKEN_LIFE);

        assertThat(lease.effects)
                .hasAtLeastOneElementOfType(LeaseEffect.Unlisten.class)
                .hasAtLeastOneElementOfType(LeaseEffect.Listen.class);
    }

    @Test
    void a_client_that_attaches_late_makes_up_for_the_token_and_for_the_stream() {
        var lease = LeaseDriver.withBasis(LeaseKind.EXCHANGE)
                .use()
                .token(Duration.ofHours(3))
                .opened()
                .sleep(Duration.ofHours(1).minusMillis(500))
                .listenerEnds(LeaseEvent.End.BROKEN)
                .sleep(Duration.ofMinutes(117));
        assertThat(LeaseTimes.wakeAt(lease.state)).isAfter(lease.now);

        lease.on(new LeaseEvent.Attached(true));

        assertThat(lease.effects)
                .hasAtLeastOneElementOfType(LeaseEffect.Acquire.class)
                .hasAtLeastOneElementOfType(LeaseEffect.Listen.class);
        assertThat(LeaseTimes.wakeAt(lease.state)).isAfter(lease.now);
    }

    @Test
    void three_forbidden_calls_in_a_row_are_looked_into() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE);
        var forbidden = new LeaseEvent.CallForbidden(lease.generation());
        lease.on(forbidden).on(forbidden);
        assertThat(lease.count(LeaseEffect.Ping.class)).isZero();

        lease.on(forbidden).on(forbidden);
        assertThat(lease.count(LeaseEffect.Ping.class)).isEqualTo(1);

        lease.on(new LeaseEvent.PingFailed(
                lease.state.holding().orElseThrow().ping().orElseThrow(), Trouble.REFUSED));
        assertThat(lease.state).isInstanceOf(LeaseState.Acquiring.class);
    }

    @Test
    void a_call_that_was_answered_clears_the_suspicion() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE);
        var forbidden = new LeaseEvent.CallForbidden(lease.generation());
        lease.on(forbidden).on(forbidden).on(new LeaseEvent.CallAnswered(lease.generation()));

        lease.on(forbidden).on(forbidden);

        assertThat(lease.count(LeaseEffect.Ping.class)).isZero();
    }

    @Test
    void a_ping_that_is_answered_clears_the_suspicion() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE);
        var forbidden = new LeaseEvent.CallForbidden(lease.generation());
        lease.on(forbidden).on(forbidden).on(forbidden);

        lease.on(new LeaseEvent.PingAnswered(
                lease.state.holding().orElseThrow().ping().orElseThrow()));

        assertThat(lease.state.holding().orElseThrow().forbidden()).isZero();
    }

    @Test
    void a_token_gives_no_header_after_its_end() {
        var token = new UsableToken(1, 1, new Secret("abc"), Instant.EPOCH, Instant.EPOCH.plusSeconds(60));

        assertThat(token.headerAt(Instant.EPOCH.plusSeconds(59))).isEqualTo("Bearer abc");
        assertThatThrownBy(() -> token.headerAt(Instant.EPOCH.plusSeconds(60)))
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessageNotContaining("abc");
        assertThat(token.toString()).doesNotContain("abc");
    }

    @Test
    void no_state_can_hold_a_token_that_was_refused() {
        var token = new UsableToken(1, 1, new Secret("abc"), Instant.EPOCH, Instant.EPOCH.plusSeconds(60));
        var ledger = LeaseLedger.of(new LeaseTerms(LeaseKind.FORWARD, Set.of()), Basis.NONE, 0)
                .with(Refusals.NONE.burn(token));

        assertThatThrownBy(() -> new LeaseState.Unavailable(ledger, Optional.of(token), Instant.EPOCH, Instant.EPOCH))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_lease_on_record_sleeps_when_its_subject_is_there_and_waits_when_it_is_not() {
        var terms = new LeaseTerms(LeaseKind.EXCHANGE, Set.of());
        var now = Instant.EPOCH;

        var usable = LeaseMachine.found(terms, new Basis(1, now.plusSeconds(900), Set.of(), false), 0, now);
        var gone = LeaseMachine.found(terms, Basis.NONE, 0, now);

        assertThat(usable.state()).isInstanceOf(LeaseState.Dormant.class);
        assertThat(usable.effects()).isEmpty();
        assertThat(gone.state()).isInstanceOf(LeaseState.SubjectMissing.class);
        assertThat(gone.effects()).contains(new LeaseEffect.Remember(false));
    }

    @Test
    void a_definition_that_changed_starts_over() {
        var lease = LeaseDriver.ready(LeaseKind.EXCHANGE)
                .callRefused()
                .token(LeaseDriver.TOKEN_LIFE)
                .callRefused();
        assertThat(lease.state).isInstanceOf(LeaseState.Refused.class);

        lease.on(new LeaseEvent.Redefined(new LeaseTerms(LeaseKind.EXCHANGE, Set.of("new"))));

        assertThat(lease.state).isInstanceOf(LeaseState.Acquiring.class);
    }
}
