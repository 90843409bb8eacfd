package io.muster.gateway.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.gateway.lease.CredentialSource.Acquired;
import io.muster.gateway.lease.SubjectRenewer.Renewal;
import io.muster.oauth.Secret;
import io.muster.testkit.Eventually;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CredentialLeaseTest {
    @Test
    void the_first_caller_waits_for_token_and_connection() throws InterruptedException {
        try (var house = LeaseHouse.empty()) {
            house.login("id");

            assertThat(house.header()).isEqualTo("Bearer exchanged-1");
            assertThat(house.lease.status()).isEqualTo(LeaseStatus.CONNECTED);
            assertThat(house.exchanged).containsExactly("id");
            Eventually.until("it is on record", () -> house.records.equals(List.of(true)));
        }
    }

    @Test
    void many_callers_share_one_exchange_and_one_connection() throws Exception {
        try (var house = LeaseHouse.empty()) {
            house.login("id");
            var callers = new ArrayList<FutureTask<String>>();
            for (int i = 0; i < 50; i++) {
                var caller = new FutureTask<>(house::header);
                callers.add(caller);
                Thread.ofVirtual().start(caller);
            }

            for (var caller : callers) {
                assertThat(Eventually.result("a caller gets a token", caller)).isEqualTo("Bearer exchanged-1");
            }
            assertThat(house.exchanged).hasSize(1);
            assertThat(house.connections).hasSize(1);
        }
    }

    @Test
    void without_a_subject_the_answer_comes_at_once_and_nothing_is_sent() throws InterruptedException {
        try (var house = LeaseHouse.empty()) {
            var answer = house.borrow();

            assertThat(answer).isEqualTo(new LeaseAnswer.Withheld(FailureClass.NO_SUBJECT, Optional.empty()));
            assertThat(house.exchanged).isEmpty();
        }
    }

    @Test
    void a_login_heals_a_lease_that_somebody_wanted() throws InterruptedException {
        try (var house = LeaseHouse.empty()) {
            house.borrow();

            house.login("id");

            house.awaitStatus(LeaseStatus.CONNECTED);
            assertThat(house.header()).isEqualTo("Bearer exchanged-1");
        }
    }

    @Test
    void a_caller_whose_token_was_refused_gets_another_one_or_none() throws InterruptedException {
        try (var house = LeaseHouse.empty()) {
            house.login("id");
            var first = house.granted();

            house.lease.callRefused(first);
            var second = house.granted();
            assertThat(second.generation()).isGreaterThan(first.generation());
            assertThat(house.exchanged).containsExactly("id", "id fresh");

            house.lease.callRefused(second);
            assertThat(house.borrow())
                    .isEqualTo(new LeaseAnswer.Withheld(FailureClass.BACKEND_REFUSED, Optional.empty()));
            assertThat(house.lease.status()).isEqualTo(LeaseStatus.REAUTH_REQUIRED);
        }
    }

    @Test
    void fifty_refusals_of_one_token_count_once() throws InterruptedException {
        try (var house = LeaseHouse.empty()) {
            house.login("id");
            var token = house.granted();

            for (int i = 0; i < 50; i++) {
                house.lease.callRefused(token);
            }

            assertThat(house.header()).isEqualTo("Bearer exchanged-2");
        }
    }

    @Test
    void an_expired_token_is_not_given_out_even_before_the_lease_wakes() throws InterruptedException {
        try (var house = LeaseHouse.empty()) {
            house.login("id");
            var token = house.granted();
            house.time.advance(LeaseHouse.LIFE);

            assertThatThrownBy(() -> token.headerAt(house.time.instant())).isInstanceOf(CredentialUnavailable.class);
            assertThat(house.header()).isNotEqualTo("Bearer exchanged-1");
        }
    }

    @Test
    void a_connection_in_use_outlives_its_lease_by_a_minute_at_most() throws InterruptedException {
        try (var house = LeaseHouse.empty()) {
            house.login("id");
            var busy = (LeaseAnswer.Granted) house.borrow();
            var connection = house.connections.getFirst();

            Eventually.until("it is told that the lease is usable", () -> house.changes.get() == 2);
            house.lease.close();
            Eventually.until("it is told that the lease has ended", () -> house.changes.get() == 3);
            assertThat(connection.closed.getCount()).isEqualTo(1);

            house.time.advance(Duration.ofSeconds(60));
            Eventually.open("the connection is closed", connection.closed);
            busy.close();
        }
    }

    @Test
    void a_connection_that_nobody_uses_is_closed_with_its_lease() throws InterruptedException {
        try (var house = LeaseHouse.empty()) {
            house.login("id");
            house.granted();

            house.lease.close();

            Eventually.open("the connection is closed", house.connections.getFirst().closed);
            Eventually.until("it is off the record", () -> house.records.equals(List.of(true, false)));
        }
    }

    @Test
    void a_connection_that_comes_too_late_is_closed() throws InterruptedException {
        try (var house = LeaseHouse.empty()) {
            house.openGate = new CountDownLatch(1);
            house.login("id");
            var caller = Thread.ofVirtual().start(() -> {
                try {
                    house.borrow();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            Eventually.until("the backend is asked", () -> house.sent.size() == 1);

            house.lease.close();
            house.awaitStatus(LeaseStatus.GONE);
            house.openGate.countDown();

            Eventually.until("the late connection is there", () -> house.connections.size() == 1);
            Eventually.open("it is closed", house.connections.getFirst().closed);
            Eventually.ended("the caller has its answer", caller);
        }
    }

    @Test
    void a_caller_who_gives_up_does_not_disturb_the_others() throws Exception {
        try (var house = LeaseHouse.empty()) {
            house.openGate = new CountDownLatch(1);
            house.login("id");
            var patient = new FutureTask<>(house::header);
            Thread.ofVirtual().start(patient);
            Eventually.until("it waits, and the lease for the end of its token", () -> house.time.waiting() == 2);
            var hasty = new FutureTask<>(() -> house.lease.borrow(Deadline.after(Duration.ofSeconds(5), house.time)));
            Thread.ofVirtual().start(hasty);
            Eventually.until("the hasty one waits", () -> house.time.waiting() == 3);
            house.time.advance(Duration.ofSeconds(5));
            assertThat(Eventually.result("the hasty one has an answer", hasty))
                    .isInstanceOfSatisfying(
                            LeaseAnswer.Withheld.class,
                            withheld -> assertThat(withheld.reason()).isEqualTo(FailureClass.PENDING));

            house.openGate.countDown();

            assertThat(Eventually.result("the patient one has a token", patient))
                    .isEqualTo("Bearer exchanged-1");
        }
    }

    @Test
    void the_stream_belongs_to_the_lease_and_a_refusal_on_it_leads_to_one_new_token() throws InterruptedException {
        try (var house = LeaseHouse.empty()) {
            house.login("id");
            house.granted();
            var connection = house.connections.getFirst();
            Eventually.open("the stream is open", connection.listening);

            connection.stream.complete(BackendOpener.Ending.REFUSED);

            Eventually.until("another token is obtained", () -> house.exchanged.size() == 2);
            assertThat(house.exchanged).containsExactly("id", "id fresh");
        }
    }

    @Test
    void a_session_found_on_record_without_its_tokens_is_taken_off_and_sends_nothing() {
        try (var house = new LeaseHouse(SubjectRenewer.NONE, true)) {
            Eventually.until("it is off the record", () -> house.records.equals(List.of(false)));

            assertThat(house.lease.status()).isEqualTo(LeaseStatus.REAUTH_REQUIRED);
            assertThat(house.lease.reason()).contains(FailureClass.NO_SUBJECT);
        }
    }

    @Test
    void a_session_found_on_record_whose_subject_can_be_renewed_is_connected_by_the_next_call()
            throws InterruptedException {
        SubjectRenewer provider =
                deadline -> new Renewal.Renewed(new Secret("renewed"), Instant.parse("2026-01-01T08:00:00Z"), Set.of());
        try (var house = new LeaseHouse(provider, true)) {
            assertThat(house.lease.status()).isEqualTo(LeaseStatus.CONNECTED);

            assertThat(house.header()).isEqualTo("Bearer exchanged-1");
            assertThat(house.exchanged).containsExactly("renewed");
        }
    }

    @Test
    void work_that_fails_in_an_unforeseen_way_counts_as_an_outage() throws InterruptedException {
        SubjectRenewer broken = deadline -> {
            throw new IllegalStateException("broken");
        };
        try (var house = new LeaseHouse(broken, false)) {
            assertThat(house.borrow())
                    .isInstanceOfSatisfying(
                            LeaseAnswer.Withheld.class,
                            withheld -> assertThat(withheld.reason()).isEqualTo(FailureClass.PROVIDER_UNAVAILABLE));
        }
    }

    @Test
    void a_failure_is_told_once_for_each_reason_until_the_lease_is_usable() throws InterruptedException {
        try (var house = LeaseHouse.empty()) {
            house.refusing = true;
            house.refusal = Acquired.Failed.of(FailureClass.PROVIDER_UNAVAILABLE);
            house.login("id");
            for (int attempt = 0; attempt < 5; attempt++) {
                var _ = house.borrow();
                house.pass(Duration.ofMinutes(2));
            }
            assertThat(house.exchanged).hasSizeGreaterThan(1);
            assertThat(house.failures.poll()).isEqualTo(FailureClass.PROVIDER_UNAVAILABLE);

            house.refusal = Acquired.Failed.of(FailureClass.PROVIDER_REFUSED);
            house.pass(Duration.ofMinutes(2));
            assertThat(house.failures.poll()).isEqualTo(FailureClass.PROVIDER_REFUSED);

            house.refusing = false;
            house.pass(Duration.ofMinutes(31));
            var _ = house.granted();
            house.refusing = true;
            house.pass(LeaseHouse.LIFE);
            var _ = house.borrow();
            house.rest();
            assertThat(house.failures).containsExactly(FailureClass.PROVIDER_REFUSED);
        }
    }

    @Test
    void a_token_that_is_replaced_after_a_refusal_is_no_failure() throws Exception {
        try (var house = LeaseHouse.empty()) {
            house.login("id");
            house.lease.callRefused(house.granted());

            assertThat(house.header()).isEqualTo("Bearer exchanged-2");
            house.refusing = true;
            house.lease.callRefused(house.granted());
            assertThat(house.failures.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(house.failures).isEmpty();
        }
    }

    @Test
    void changes_are_told() throws InterruptedException {
        try (var house = LeaseHouse.empty()) {
            house.login("id");
            house.granted();

            Eventually.until("the listener heard of it", () -> house.changes.get() > 0);
        }
    }
}
