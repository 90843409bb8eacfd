package io.muster.authserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.LazyAuthServer.MisconfiguredException;
import io.muster.authserver.LazyAuthServer.Outcome;
import io.muster.oauth.Caller;
import io.muster.oauth.SessionId;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Authenticator;
import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LazyAuthServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final HttpRequest REQUEST =
            HttpRequest.of("GET", "/.well-known/oauth-authorization-server", Headers.EMPTY, new byte[0]);

    /** Spreads no pause: half of one is its middle. */
    private static final RandomGenerator MIDDLE = new RandomGenerator() {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public double nextDouble() {
            return 0.5;
        }
    };

    private final ManualTime time = new ManualTime();
    private final AuthServerWorld world = AuthServerWorld.atDex();
    private final BlockingQueue<String> attempts = new LinkedBlockingQueue<>();
    private volatile LazyAuthServer.Construction construction = () -> new Outcome.Unavailable("no answer");

    private LazyAuthServer start() throws InterruptedException {
        LazyAuthServer.Construction counted = () -> {
            attempts.add("attempt");
            return construction.attempt();
        };
        return LazyAuthServer.start(counted, PATIENCE, time, MIDDLE);
    }

    private void awaitAttempt() throws InterruptedException {
        Eventually.next("an attempt", attempts);
    }

    /** Waits until the next attempt is planned. */
    private void awaitPause() {
        Eventually.until("the next attempt is planned", () -> time.waiting() == 1);
    }

    private static void awaitReady(LazyAuthServer server) throws InterruptedException {
        var ready = new CountDownLatch(1);
        server.whenReady(ready::countDown);
        Eventually.open("it serves", ready);
    }

    private static HttpResponse metadata(LazyAuthServer server) {
        return server.endpoint(AuthServer::metadata).handle(REQUEST);
    }

    @Test
    void it_is_there_at_once_and_says_503_until_the_provider_answers() throws InterruptedException {
        try (var server = start()) {
            assertThat(server.degraded()).contains("oidc-discovery-pending");
            assertThat(metadata(server)).satisfies(LazyAuthServerTest::isNotYet);
            assertThat(server.admit(REQUEST))
                    .isInstanceOfSatisfying(
                            Authenticator.Answered.class,
                            answered -> isNotYet(((Authenticator.Answered<?>) answered).response()));
            assertThatIllegalStateException()
                    .isThrownBy(() -> server.refresh(new SessionId("session")))
                    .withMessage("OIDC discovery not yet complete, cannot refresh session");
        }
    }

    private static void isNotYet(HttpResponse answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().first("Content-Type")).contains("application/json");
        assertThat(answer.headers().first("Retry-After")).contains("30");
        assertThat(answer.body())
                .isInstanceOfSatisfying(
                        Body.Bytes.class,
                        body -> assertThat(new String(body.content(), StandardCharsets.UTF_8))
                                .isEqualTo("{\"error\":\"service_unavailable\","
                                        + "\"error_description\":\"OIDC discovery in progress, please retry\"}"));
    }

    @Test
    void the_pause_doubles_from_one_second_to_thirty() throws InterruptedException {
        try (var server = start()) {
            awaitAttempt();
            for (var seconds : List.of(1, 2, 4, 8, 16, 30, 30)) {
                awaitPause();
                time.advance(Duration.ofSeconds(seconds).minusMillis(1));
                assertThat(time.waiting()).isEqualTo(1);
                assertThat(attempts).isEmpty();
                time.advance(Duration.ofMillis(1));
                awaitAttempt();
            }
            assertThat(server.degraded()).isPresent();
        }
    }

    @Test
    void it_recovers_without_a_restart_and_handlers_made_before_work_then() throws InterruptedException {
        try (var server = start()) {
            var before = server.endpoint(AuthServer::metadata);
            construction = () -> new Outcome.Ready(world.server());
            awaitPause();

            time.advance(Duration.ofSeconds(1));

            awaitReady(server);
            assertThat(server.degraded()).isEmpty();
            assertThat(before.handle(REQUEST).status()).isEqualTo(200);
            assertThat(server.admit(world.bearer("unknown"))).isInstanceOf(Authenticator.Answered.class);
        }
    }

    @Test
    void listeners_hear_of_requests_to_a_server_that_came_later() throws InterruptedException {
        var tokens = world.logIn();
        try (var server = start()) {
            construction = () -> new Outcome.Ready(world.server());
            awaitPause();
            time.advance(Duration.ofSeconds(1));
            awaitReady(server);

            var admission = server.admit(world.bearer(tokens.text("access_token", "")));

            assertThat(admission).isInstanceOf(Authenticator.Admitted.class);
            var caller = ((Authenticator.Admitted<Caller>) admission).principal();
            assertThat(world.heard())
                    .anyMatch(line ->
                            line.startsWith("authenticated " + caller.session().value()));
        }
    }

    @Test
    void what_no_waiting_repairs_is_fatal_at_the_start() {
        construction = () -> new Outcome.Misconfigured("the issuer is another one");

        assertThatThrownBy(this::start)
                .isInstanceOf(MisconfiguredException.class)
                .hasMessage("the issuer is another one");
    }

    @Test
    void a_mistake_that_shows_later_is_not_tried_again() throws InterruptedException {
        try (var server = start()) {
            construction = () -> new Outcome.Misconfigured("the issuer is another one");
            awaitPause();

            time.advance(Duration.ofSeconds(1));

            Eventually.until(
                    "the mistake is known",
                    () -> server.degraded().filter("misconfigured"::equals).isPresent());
            assertThat(time.waiting()).isZero();
            time.advance(Duration.ofHours(1));
            assertThat(attempts).as("the first one, and the one that found out").hasSize(2);
            assertThat(metadata(server)).satisfies(LazyAuthServerTest::isNever);
            assertThat(server.admit(REQUEST))
                    .isInstanceOfSatisfying(
                            Authenticator.Answered.class,
                            answered -> isNever(((Authenticator.Answered<?>) answered).response()));
        }
    }

    private static void isNever(HttpResponse answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().first("Retry-After"))
                .as("nobody should wait for it")
                .isEmpty();
        assertThat(answer.body())
                .isInstanceOfSatisfying(
                        Body.Bytes.class,
                        body -> assertThat(new String(body.content(), StandardCharsets.UTF_8))
                                .contains("\"service_unavailable\"", "misconfigured"));
    }

    @Test
    void a_fault_of_the_construction_is_worth_another_attempt() throws InterruptedException {
        construction = () -> {
            throw new IllegalStateException("a defect");
        };
        try (var server = start()) {
            awaitPause();
            assertThat(server.degraded()).contains("oidc-discovery-pending");
        }
    }

    @Test
    void after_the_end_there_is_no_attempt() throws InterruptedException {
        var server = start();
        awaitAttempt();
        awaitPause();

        server.close();
        time.advance(Duration.ofHours(1));

        assertThat(attempts).isEmpty();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void the_end_interrupts_an_attempt_and_waits_for_it() throws InterruptedException {
        var server = start();
        var began = new CountDownLatch(1);
        List<String> story = new CopyOnWriteArrayList<>();
        construction = () -> {
            began.countDown();
            try {
                new CountDownLatch(1).await();
                return new Outcome.Unavailable("never");
            } catch (InterruptedException e) {
                story.add("interrupted");
                throw e;
            }
        };
        awaitPause();
        time.advance(Duration.ofSeconds(1));
        Eventually.open("an attempt began", began);

        server.close();
        story.add("closed");

        assertThat(story).containsExactly("interrupted", "closed");
    }

    @Test
    void a_server_that_appears_during_the_end_is_closed_and_never_used() throws InterruptedException {
        var server = start();
        var began = new CountDownLatch(1);
        construction = () -> {
            began.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException deaf) {
                // Goes on as if nothing had been said.
            }
            return new Outcome.Ready(world.server());
        };
        awaitPause();
        time.advance(Duration.ofSeconds(1));
        Eventually.open("an attempt began", began);

        server.close();

        assertThat(world.isClosed()).isTrue();
        assertThat(server.degraded()).isPresent();
        assertThat(metadata(server).status()).isEqualTo(503);
    }

    @Test
    void the_end_closes_the_server() throws InterruptedException {
        construction = () -> new Outcome.Ready(world.server());

        start().close();

        assertThat(world.isClosed()).isTrue();
    }
}
