package io.muster.authserver.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.muster.authserver.provider.ProviderFailure.Kind;
import io.muster.authserver.provider.ProviderSettings.IdTokenChecking;
import io.muster.oauth.Secret;
import io.muster.oauth.Subject;
import io.muster.testkit.ManualTime;
import io.muster.testkit.TestKey;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.meter.Meters;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An identity provider that is down, slow, out of its mind, or has new keys. */
class ProviderFaultsTest {
    private static final String NONCE = "n".repeat(43);
    private static final Secret TOKEN = new Secret("token");

    private final ManualTime time = new ManualTime();
    private final FakeIdp idp = new FakeIdp(time);
    private final LoginProvider provider = Providers.dex(
            new ProviderSettings(
                    FakeIdp.ISSUER,
                    FakeIdp.CLIENT,
                    new Secret("secret"),
                    "https://m.example/oauth/callback",
                    IdTokenChecking.STRICT),
            Optional.empty(),
            Set::of,
            idp,
            Meters.NONE,
            time);

    private IdentityProvider.Login login() throws InterruptedException {
        idp.nonce(NONCE);
        return provider.exchange("code", new Secret("verifier"), Optional.of(NONCE), Deadline.NONE);
    }

    /** What may be asked of the provider during a login or a session. */
    enum Question {
        LOGIN("/token"),
        KEYS("/keys"),
        REFRESH("/token"),
        USERINFO("/userinfo");

        private final String path;

        Question(String path) {
            this.path = path;
        }
    }

    private void ask(Question question) throws InterruptedException {
        switch (question) {
            case LOGIN, KEYS -> login();
            case REFRESH -> provider.refresh(TOKEN, Deadline.NONE);
            case USERINFO -> provider.userInfo(TOKEN, Deadline.NONE);
        }
    }

    private ProviderFailure failure(Question question) {
        return assertThatExceptionOfType(ProviderFailure.class)
                .isThrownBy(() -> ask(question))
                .actual();
    }

    @ParameterizedTest
    @EnumSource(Question.class)
    void a_provider_that_is_down_refuses_nobody_and_is_used_again_when_it_is_back(Question question) throws Exception {
        idp.fail(question.path, OutboundException.Kind.CONNECT);
        assertThat(failure(question).kind()).isEqualTo(Kind.UNAVAILABLE);

        idp.recover(question.path);
        time.advance(Duration.ofMinutes(2));

        ask(question);
    }

    @ParameterizedTest
    @EnumSource(Question.class)
    void a_provider_that_is_slow_is_not_waited_for_longer_than_its_time(Question question) {
        idp.fail(question.path, OutboundException.Kind.TIMEOUT);

        assertThat(failure(question).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(idp.requests(question.path))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.deadline().left(time.instant()))
                        .isLessThanOrEqualTo(Duration.ofSeconds(30)));
    }

    static Stream<Arguments> nonsense() {
        var bodies = List.of(
                "",
                "null",
                "42",
                "[]",
                "<html><title>Sign in to the hotel's network</title>",
                "{\"access_token\":",
                "{\"access_token\":{\"deep\":" + "[".repeat(5_000),
                "{\"access_token\":\"\",\"sub\":\"\",\"keys\":{}}",
                "{\"access_token\":7,\"sub\":7,\"keys\":7}",
                "{\"sub\":\"" + "a".repeat(70_000) + "\",\"keys\":[7,null,{}],\"access_token\":[1]}",
                "\u0000\u0001\u0002");
        return Stream.of(Question.values())
                .flatMap(question -> bodies.stream().map(body -> Arguments.of(question, body)));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void nonsense_is_a_fault_of_the_provider_and_refuses_nobody(Question question, String body) {
        idp.answer(question.path, 200, body);

        var failure = failure(question);

        assertThat(failure.kind()).as(failure.reason()).isNotEqualTo(Kind.REFUSED);
        assertThat(String.valueOf(failure.getMessage())).hasSizeLessThan(1_000).doesNotContain("hotel");
    }

    @Test
    void new_keys_are_fetched_when_a_token_names_one_that_is_not_known() throws Exception {
        assertThat(login().user().subject()).isEqualTo(new Subject("alice"));
        time.advance(Duration.ofMinutes(10));
        rotate("k2");

        assertThat(login().user().subject()).isEqualTo(new Subject("alice"));
        assertThat(idp.requests("/keys")).hasSize(2);
    }

    @Test
    void a_key_that_was_withdrawn_proves_nothing_once_the_keys_have_been_read_again() throws Exception {
        login();
        var stolen = idp.idToken();
        time.advance(Duration.ofMinutes(10));
        rotate("k2");
        login();

        idp.tokens(answer -> answer.with("id_token", stolen));

        assertThat(failure(Question.LOGIN).kind()).isEqualTo(Kind.INVALID);
    }

    /** From now on tokens are signed with a new key, and the old one is not published any more. */
    private void rotate(String name) {
        var key = TestKey.create(name);
        idp.answer("/keys", 200, Json.text(JsonObject.of("keys", JsonArray.of(List.of(key.jwk())))));
        idp.tokens(answer -> answer.with("id_token", key.sign(claims())));
    }

    private JsonObject claims() {
        var now = time.instant().getEpochSecond();
        return JsonObject.of("iss", FakeIdp.ISSUER)
                .with("sub", "alice")
                .with("aud", FakeIdp.CLIENT)
                .with("nonce", NONCE)
                .with("iat", now)
                .with("exp", now + 3600);
    }
}
