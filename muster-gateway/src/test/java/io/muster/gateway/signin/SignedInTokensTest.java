package io.muster.gateway.signin;

import static io.muster.gateway.signin.FakeAuthorizationServer.json;
import static io.muster.gateway.signin.FakeAuthorizationServer.refusal;
import static io.muster.gateway.signin.SignInWorld.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.lease.CredentialSource.Acquired;
import io.muster.gateway.lease.FailureClass;
import io.muster.oauth.Issuer;
import io.muster.oauth.Secret;
import io.muster.oauth.registration.Registration;
import io.muster.oauth.store.StoreLock;
import io.muster.testkit.Eventually;
import io.muster.testkit.FakeSites.Answer;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedInTokensTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final SignInWorld world = new SignInWorld();
    private final FakeAuthorizationServer as = world.issuer("https://as.example");
    private final BackendSpec wiki = world.server("wiki", "https://as.example");

    @BeforeEach
    void log_in() throws InterruptedException {
        world.logIn(ALICE, wiki);
    }

    private Acquired token(boolean fresh) throws InterruptedException {
        return world.token(ALICE, wiki, fresh);
    }

    private static String value(Acquired acquired) {
        return acquired instanceof Acquired.Token(var token, var _) ? token.reveal() : acquired.toString();
    }

    private static Acquired.Failed failed(FailureClass kind) {
        return Acquired.Failed.of(kind);
    }

    private int refreshes() {
        return as.forms().size() - 1;
    }

    @ParameterizedTest
    @CsvSource({"0, access-1", "54, access-1", "55, access-2", "59, access-2", "61, access-2"})
    void a_token_is_renewed_five_minutes_before_its_end(int minutes, String token) throws InterruptedException {
        world.time.advance(Duration.ofMinutes(minutes));

        assertThat(value(token(false))).isEqualTo(token);
    }

    @Test
    void a_refresh_says_what_the_token_is_for_and_asks_for_no_scopes() throws InterruptedException {
        world.time.advance(HOUR);
        token(false);

        assertThat(as.last())
                .containsOnly(
                        Map.entry("grant_type", "refresh_token"),
                        Map.entry("refresh_token", "refresh-1"),
                        Map.entry("client_id", "registered"),
                        Map.entry("resource", "https://wiki.example/mcp"));
    }

    @Test
    void a_short_token_is_used_while_it_lasts() throws InterruptedException {
        as.answer(json("{'access_token':'short','token_type':'Bearer','expires_in':30}"));
        world.flow.signOut(ALICE, wiki);
        world.logIn(ALICE, wiki);
        world.time.advance(Duration.ofSeconds(29));

        assertThat(value(token(false))).isEqualTo("short");

        world.time.advance(Duration.ofSeconds(1));
        assertThat(token(false)).isEqualTo(failed(FailureClass.SIGNED_OUT));
    }

    @Test
    void a_refresh_token_that_is_not_replaced_stays() throws InterruptedException {
        as.answer(json("{'access_token':'next','token_type':'Bearer','expires_in':3600}"));
        world.time.advance(HOUR);
        token(false);
        world.time.advance(HOUR);
        token(false);

        assertThat(as.last()).containsEntry("refresh_token", "refresh-1");
    }

    @Test
    void a_refresh_token_that_is_replaced_is_used_no_more() throws InterruptedException {
        world.time.advance(HOUR);
        token(false);
        world.time.advance(HOUR);
        token(false);

        assertThat(as.last()).containsEntry("refresh_token", "refresh-2");
        assertThat(world.store.content()).doesNotContain("refresh-1").doesNotContain("refresh-2");
    }

    @Test
    void a_refresh_token_that_comes_back_again_and_again_is_kept() throws InterruptedException {
        as.answer(json("{'access_token':'a','token_type':'Bearer','expires_in':3600,'refresh_token':'refresh-1'}"));
        for (int n = 0; n < 3; n++) {
            world.time.advance(HOUR);
            assertThat(value(token(false))).isEqualTo("a");
        }
        assertThat(refreshes()).isEqualTo(3);
    }

    @Test
    void without_a_good_refresh_token_the_rest_of_the_access_token_is_used_and_nothing_is_asked_again()
            throws InterruptedException {
        as.answer(refusal(400, "invalid_grant"));
        world.time.advance(Duration.ofMinutes(56));

        assertThat(value(token(false))).isEqualTo("access-1");
        assertThat(value(token(true))).isEqualTo("access-1");
        assertThat(refreshes()).isEqualTo(1);

        world.time.advance(Duration.ofMinutes(4));
        assertThat(token(false)).isEqualTo(failed(FailureClass.SIGNED_OUT));
        assertThat(world.store.content()).doesNotContain("refresh-1");
    }

    @Test
    void an_expired_token_with_a_bad_refresh_token_is_refused() throws InterruptedException {
        as.answer(refusal(400, "invalid_grant"));
        world.time.advance(HOUR);

        assertThat(token(false)).isEqualTo(failed(FailureClass.PROVIDER_REFUSED));
    }

    @Test
    void a_client_that_is_unknown_is_registered_again_at_the_next_login() throws InterruptedException {
        var key = new Registration.Key(
                new Issuer("https://as.example"), URI.create("http://muster.example/oauth/proxy/callback"));
        assertThat(world.registrations.find(key)).isPresent();
        as.answer(refusal(401, "invalid_client"));
        world.time.advance(HOUR);

        assertThat(token(false)).isEqualTo(failed(FailureClass.PROVIDER_REFUSED));
        assertThat(world.registrations.find(key)).isEmpty();

        world.begin(ALICE, wiki);
        assertThat(world.internet.requests("https://as.example/register")).isEqualTo(2);
    }

    @Test
    void a_silent_server_is_no_reason_to_stop_using_a_token_that_lives() throws InterruptedException {
        as.answer(refusal(503, "temporarily_unavailable").with("Retry-After", "7"));
        world.time.advance(Duration.ofMinutes(58));
        assertThat(value(token(false))).isEqualTo("access-1");

        world.time.advance(Duration.ofMinutes(2));
        assertThat(token(false))
                .isEqualTo(new Acquired.Failed(FailureClass.PROVIDER_UNAVAILABLE, Optional.of(Duration.ofSeconds(7))));

        as.answerAgain();
        assertThat(value(token(false))).isEqualTo("access-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'access_token':'evil','expires_in':3600}",
                "{'access_token':'evil','token_type':'DPoP','expires_in':3600}",
                "{'access_token':'evil','token_type':'Bearer','expires_in':0}",
                "{'access_token':'evil','token_type':'Bearer','expires_in':-5}",
                "{'access_token':'evil','token_type':'Bearer','expires_in':999999999999}",
                "{'access_token':'evil','token_type':'Bearer','expires_in':1e30}",
                "{'access_token':'evil\\nCookie: a','token_type':'Bearer'}",
                "{'token_type':'Bearer'}",
                "[]",
                "<html>"
            })
    void what_must_not_be_believed_is_not_stored(String answer) throws InterruptedException {
        as.answer(json(answer));
        world.time.advance(HOUR);

        assertThat(token(false)).isEqualTo(failed(FailureClass.PROVIDER_UNAVAILABLE));
        assertThat(world.store.content()).doesNotContain("evil").contains("refresh-1");
    }

    @Test
    void fifty_who_need_a_token_at_once_cause_one_refresh() throws Exception {
        var begun = new CountDownLatch(1);
        var open = new CountDownLatch(1);
        as.before(request -> {
            begun.countDown();
            Eventually.open("the gate", open);
            return Answer.status(200);
        });
        world.time.advance(HOUR);
        var results = new ArrayList<Future<Acquired>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < 50; n++) {
                results.add(threads.submit(() -> token(false)));
            }
            Eventually.open("a refresh", begun);
            open.countDown();
            for (var result : results) {
                assertThat(value(Eventually.result("a token", result))).isEqualTo("access-2");
            }
        }
        assertThat(refreshes()).isEqualTo(1);
    }

    @Test
    void of_two_replicas_one_refreshes_and_the_other_takes_that_over() throws Exception {
        var begun = new CountDownLatch(1);
        var open = new CountDownLatch(1);
        as.before(request -> {
            begun.countDown();
            Eventually.open("the gate", open);
            return Answer.status(200);
        });
        var other = world.replica(world.signIns.parts().settings())
                .source(ALICE.session(), wiki)
                .source();
        world.time.advance(HOUR);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var here = threads.submit(() -> token(false));
            Eventually.open("a refresh", begun);
            var there = threads.submit(() -> other.acquire(false, Deadline.NONE));
            Eventually.until("the other one waits", () -> world.time.waiting() >= 3);
            open.countDown();

            assertThat(value(Eventually.result("a token", here))).isEqualTo("access-2");
            Eventually.until("the other one looks again", () -> {
                world.time.advance(Duration.ofMillis(50));
                return there.isDone();
            });
            assertThat(value(there.get())).isEqualTo("access-2");
        }
        assertThat(refreshes()).isEqualTo(1);
    }

    @Test
    void a_lock_whose_holder_died_does_not_last() throws Exception {
        world.time.advance(HOUR);
        var lock = new StoreLock("oauth:lock:refresh", world.store, new Random(1), world.time, world.time);
        var key = world.signIns.vault().all(ALICE.session()).getFirst().key();
        assertThat(lock.take(ALICE.session().value() + "|" + key.field())).isPresent();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var late = threads.submit(() -> token(false));
            Eventually.until("the wait is over", () -> {
                // One timer is for the caller, one for the next look at the lock.
                if (world.time.waiting() == 2) {
                    world.time.advance(Duration.ofSeconds(1));
                }
                return late.isDone();
            });
            assertThat(late.get()).isInstanceOf(Acquired.Failed.class);
        }
        world.time.advance(Duration.ofSeconds(25));
        assertThat(value(token(false))).isEqualTo("access-2");
    }

    @Test
    void what_was_refused_is_replaced_by_what_others_have_stored_before_a_refresh_token_is_used()
            throws InterruptedException {
        var mine = world.signIns.source(ALICE.session(), wiki).source();
        var others = world.signIns.source(ALICE.session(), wiki).source();
        mine.acquire(false, Deadline.NONE);
        others.acquire(false, Deadline.NONE);

        assertThat(value(others.acquire(true, Deadline.NONE))).isEqualTo("access-2");
        assertThat(value(mine.acquire(true, Deadline.NONE))).isEqualTo("access-2");
        assertThat(refreshes()).isEqualTo(1);

        assertThat(value(mine.acquire(true, Deadline.NONE))).isEqualTo("access-3");
    }

    @Test
    void a_store_that_is_away_logs_nobody_out() throws InterruptedException {
        var source = world.signIns.source(ALICE.session(), wiki).source();
        world.store.away(true);
        assertThat(source.acquire(false, Deadline.NONE)).isEqualTo(failed(FailureClass.PROVIDER_UNAVAILABLE));

        world.store.away(false);
        assertThat(value(source.acquire(false, Deadline.NONE))).isEqualTo("access-1");
    }

    @Test
    void a_process_that_starts_anew_goes_on_with_what_is_stored() throws InterruptedException {
        world.time.advance(Duration.ofHours(5));
        var source = world.replica(world.signIns.parts().settings()).source(ALICE.session(), wiki);

        assertThat(source.basis().renewable()).isTrue();
        assertThat(source.basis().generation()).isPositive();
        assertThat(value(source.source().acquire(false, Deadline.NONE))).isEqualTo("access-2");
    }

    @Test
    void another_session_has_nothing_of_it() throws InterruptedException {
        assertThat(world.token(SignInWorld.BOB, wiki, false)).isEqualTo(failed(FailureClass.SIGNED_OUT));
    }

    @Test
    void a_token_goes_to_no_server_that_was_defined_anew_elsewhere() throws InterruptedException {
        var moved = world.define("wiki", "https://evil.example/mcp", "{}");

        assertThat(world.token(ALICE, moved, false)).isEqualTo(failed(FailureClass.SIGNED_OUT));
        assertThat(world.signIns.source(ALICE.session(), moved).basis().generation())
                .isZero();
    }

    @Test
    void nothing_is_left_of_a_session_that_has_ended() throws InterruptedException {
        var bank = world.server("bank", world.issuer("https://bank-as.example").issuer());
        var state = world.begin(ALICE, bank);
        world.signIns.ended(ALICE.session());

        assertThat(world.store.content()).doesNotContain("access-1").doesNotContain("refresh-1");
        assertThat(world.callback("code=c&state=" + state).status()).isEqualTo(400);
        assertThat(world.store.content()).doesNotContain("access-");
    }

    @Test
    void refreshes_are_counted() throws InterruptedException {
        world.time.advance(HOUR);
        token(false);
        as.answer(refusal(400, "invalid_grant"));
        world.time.advance(HOUR);
        token(false);

        assertThat(world.counted.counts)
                .contains(
                        "muster.auth.refreshes{outcome=success, server=wiki}",
                        "muster.auth.refreshes{outcome=provider_refused, server=wiki}");
    }

    @Test
    void nothing_secret_is_printed() {
        var stored = world.signIns.vault().all(ALICE.session()).getFirst();

        assertThat(stored.tokens().accessToken()).isEqualTo(new Secret("access-1"));
        assertThat(stored.toString()).doesNotContain("access-1").doesNotContain("refresh-1");
    }
}
