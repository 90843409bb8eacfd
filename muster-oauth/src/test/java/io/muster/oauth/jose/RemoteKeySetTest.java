package io.muster.oauth.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.testkit.FakeSites;
import io.muster.testkit.FakeSites.Answer;
import io.muster.testkit.ManualTime;
import io.muster.testkit.TestKey;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteKeySetTest {
    private static final String URL = "https://issuer.example/keys";
    private static final TestKey OLD = TestKey.create("old");
    private static final TestKey NEW = TestKey.create("new");

    private final ManualTime time = new ManualTime();
    private final FakeSites web = new FakeSites();
    private final RemoteKeySet keys = new RemoteKeySet(URI.create(URL), web, time);

    private void publish(TestKey... published) {
        var jwks = new ArrayList<JsonObject>();
        for (var key : published) {
            jwks.add(key.jwk());
        }
        web.serve(URL, Answer.json(Json.text(JsonObject.of("keys", JsonArray.of(jwks)))));
    }

    private static JsonObject header(TestKey key) {
        return JsonObject.of("kid", key.id());
    }

    @Test
    void keys_are_fetched_once_an_hour() throws InterruptedException {
        publish(OLD);

        assertThat(keys.candidates(header(OLD))).hasSize(1);
        time.advance(Duration.ofMinutes(59));
        assertThat(keys.candidates(header(OLD))).hasSize(1);
        assertThat(web.requests(URL)).isEqualTo(1);

        time.advance(Duration.ofMinutes(1));
        keys.current();
        assertThat(web.requests(URL)).isEqualTo(2);
    }

    @Test
    void a_key_that_is_not_known_is_asked_for_once() throws InterruptedException {
        publish(OLD);
        keys.current();
        publish(OLD, NEW);
        time.advance(Duration.ofSeconds(5));

        assertThat(keys.candidates(header(NEW))).hasSize(1);
        assertThat(web.requests(URL)).isEqualTo(2);
    }

    @Test
    void inventing_key_ids_does_not_flood_the_issuer() throws InterruptedException {
        publish(OLD);
        for (var i = 0; i < 1_000; i++) {
            assertThat(keys.candidates(JsonObject.of("kid", "invented-" + i))).isEmpty();
            time.advance(Duration.ofMillis(10));
        }

        assertThat(web.requests(URL)).isEqualTo(2);
    }

    @Test
    void keys_that_were_good_stay_good_while_the_issuer_is_away() throws InterruptedException {
        publish(OLD);
        keys.current();
        web.fail(URL, Kind.CONNECT);
        time.advance(Duration.ofHours(10));

        assertThat(keys.candidates(header(OLD))).hasSize(1);
        assertThat(keys.candidates(header(NEW))).isEmpty();
    }

    @Test
    void nobody_waits_for_an_issuer_that_is_away_while_keys_are_known() throws InterruptedException {
        publish(OLD);
        keys.current();
        web.fail(URL, Kind.TIMEOUT);
        time.advance(Duration.ofHours(2));
        keys.current();
        var hanging = new CountDownLatch(1);
        web.serve(URL, request -> {
            hanging.await(20, TimeUnit.SECONDS);
            return Answer.status(500);
        });
        time.advance(Duration.ofSeconds(5));

        assertThat(keys.current().keys()).hasSize(1);
        hanging.countDown();
    }

    @Test
    void without_any_answer_nothing_is_known() throws InterruptedException {
        web.fail(URL, Kind.CONNECT);

        assertThatThrownBy(keys::current).isInstanceOf(KeySet.Unreachable.class);
        assertThatThrownBy(keys::current).isInstanceOf(KeySet.Unreachable.class);
        assertThat(web.requests(URL)).isEqualTo(1);

        publish(OLD);
        time.advance(Duration.ofSeconds(5));
        assertThat(keys.current().keys()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"keys\":{}}", "<html>", "{\"keys\":[]", "{\"keys\":[],\"keys\":[]}"})
    void an_answer_that_is_no_key_set_replaces_nothing(String document) throws InterruptedException {
        publish(OLD);
        keys.current();
        web.serve(URL, Answer.json(document));
        time.advance(Duration.ofHours(2));

        assertThat(keys.current().keys()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 302, 304, 404, 500, 503})
    void only_200_is_an_answer(int status) {
        web.serve(URL, Answer.status(status).with("Location", "https://other.example/keys"));

        assertThatThrownBy(keys::current).isInstanceOf(KeySet.Unreachable.class);
        assertThat(web.requests()).hasSize(1);
    }

    @Test
    void a_document_above_1_mib_is_refused() {
        web.serve(URL, Answer.json("{\"keys\":[]" + " ".repeat(1 << 20) + "}"));

        assertThatThrownBy(keys::current).isInstanceOf(KeySet.Unreachable.class);
    }

    @Test
    void an_empty_set_is_told_from_one_without_usable_keys() throws InterruptedException {
        web.serve(URL, Answer.json("{\"keys\":[]}"));
        assertThat(keys.current().isEmpty()).isTrue();

        web.serve(URL, Answer.json("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"},7]}"));
        time.advance(Duration.ofHours(1));
        assertThat(keys.current().isEmpty()).isFalse();
        assertThat(keys.current().keys()).isEmpty();
    }

    @Test
    void many_callers_make_one_fetch() throws Exception {
        var go = new CountDownLatch(1);
        var callers = 20;
        web.serve(URL, request -> {
            go.await(20, TimeUnit.SECONDS);
            return Answer.json(Json.text(JsonObject.of("keys", JsonArray.of(OLD.jwk()))));
        });
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<JwkSet>>();
            Callable<JwkSet> ask = keys::current;
            for (var i = 0; i < callers; i++) {
                results.add(executor.submit(ask));
            }
            go.countDown();
            for (var result : results) {
                assertThat(result.get(20, TimeUnit.SECONDS).keys()).hasSize(1);
            }
        }

        assertThat(web.requests(URL)).isEqualTo(1);
    }

    @Test
    void a_caller_that_gives_up_does_not_disturb_the_others() throws Exception {
        var asked = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        web.serve(URL, request -> {
            asked.countDown();
            go.await(20, TimeUnit.SECONDS);
            return Answer.json("{\"keys\":[]}");
        });
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<JwkSet> ask = keys::current;
            var first = executor.submit(ask);
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            first.cancel(true);
            var second = executor.submit(ask);
            go.countDown();

            assertThat(second.get(20, TimeUnit.SECONDS).isEmpty()).isTrue();
        }
        assertThat(web.requests(URL)).isEqualTo(1);
    }
}
