package io.muster.authserver.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.provider.TokenExchangeClient;
import io.muster.authserver.provider.TokenExchangeClient.Exchanged;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.Subject;
import io.muster.testkit.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExchangesTest {
    private static final Exchanges.Key KEY = key("portal", "https://issuer", "bob", "openid", "token");

    private final ManualTime time = new ManualTime();
    private final Exchanges exchanges = new Exchanges(time, time);
    private final AtomicInteger runs = new AtomicInteger();

    private static Exchanges.Key key(String client, String issuer, String subject, String scope, String token) {
        return new Exchanges.Key(
                URI.create("https://dex.example/token"),
                Optional.empty(),
                Scopes.of(scope),
                new ClientId(client),
                issuer,
                new Subject(subject),
                TokenHash.of(token));
    }

    private Exchanged issued() {
        return new Exchanged(
                new Secret("token-" + runs.incrementAndGet()),
                TokenExchangeClient.ID_TOKEN,
                Optional.of(time.instant().plus(Duration.ofHours(1))),
                Optional.empty());
    }

    static Stream<Exchanges.Key> others() {
        return Stream.of(
                key("other", "https://issuer", "bob", "openid", "token"),
                key("portal", "https://other", "bob", "openid", "token"),
                key("portal", "https://issuer", "alice", "openid", "token"),
                key("portal", "https://issuer", "bob", "groups", "token"),
                key("portal", "https://issuer", "bob", "openid", "other"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void a_result_belongs_to_all_that_it_depends_on(Exchanges.Key other) throws Exception {
        var first = exchanges.result(KEY, _ -> issued());

        assertThat(exchanges.result(other, _ -> issued()).token()).isNotEqualTo(first.token());
        assertThat(exchanges.result(KEY, _ -> issued()).token()).isEqualTo(first.token());
    }

    @Test
    void of_all_who_ask_at_the_same_time_one_causes_an_exchange() throws Exception {
        var asked = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        Callable<Exchanged> call = () -> exchanges.result(KEY, _ -> {
            asked.countDown();
            awaitSoon(answer);
            return issued();
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<Exchanged>>();
            for (var i = 0; i < 20; i++) {
                results.add(threads.submit(call));
            }
            awaitSoon(asked);
            answer.countDown();

            for (var result : results) {
                assertThat(result.get(10, TimeUnit.SECONDS).token()).isEqualTo(new Secret("token-1"));
            }
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_caller_that_gives_up_does_not_take_the_result_from_the_others() throws Exception {
        var asked = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var impatient = threads.submit(() -> exchanges.result(KEY, _ -> {
                asked.countDown();
                awaitSoon(answer);
                return issued();
            }));
            awaitSoon(asked);
            impatient.cancel(true);
            answer.countDown();

            assertThat(exchanges.result(KEY, _ -> issued()).token()).isEqualTo(new Secret("token-1"));
        }
    }

    @Test
    void a_failure_comes_to_the_caller_as_what_it_is_and_is_forgotten() throws Exception {
        assertThatThrownBy(() -> exchanges.result(KEY, _ -> {
                    throw new ProviderFailure(ProviderFailure.Kind.REFUSED, "no", "no");
                }))
                .isInstanceOfSatisfying(
                        ProviderFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ProviderFailure.Kind.REFUSED));
        assertThatThrownBy(() -> exchanges.result(KEY, _ -> {
                    throw new IllegalStateException("defect");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(exchanges.result(KEY, _ -> issued()).token()).isEqualTo(new Secret("token-1"));
    }

    @Test
    void a_result_of_unknown_expiry_is_not_kept() throws Exception {
        var unknown = new Exchanged(new Secret("t"), TokenExchangeClient.JWT, Optional.empty(), Optional.empty());

        exchanges.result(KEY, _ -> unknown);

        assertThat(exchanges.result(KEY, _ -> issued()).token()).isEqualTo(new Secret("token-1"));
    }

    private static void awaitSoon(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
