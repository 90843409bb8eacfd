package io.muster.authserver.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.Secret;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.JsonNull;
import io.muster.wire.meter.Meters;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start may conclude from the first look at the identity provider. */
class ReadinessTest {
    private static final String DOCUMENT = "/.well-known/openid-configuration";
    private final ManualTime time = new ManualTime();
    private final FakeIdp idp = new FakeIdp(time);
    private final LoginProvider provider = Providers.dex(
            new ProviderSettings(
                    FakeIdp.ISSUER,
                    FakeIdp.CLIENT,
                    new Secret("s3cret"),
                    "https://muster.example/oauth/callback",
                    ProviderSettings.IdTokenChecking.STRICT),
            Optional.empty(),
            Set::of,
            idp,
            Meters.NONE,
            time);

    private Readiness readiness() throws InterruptedException {
        return provider.readiness(Deadline.after(Duration.ofSeconds(10), time));
    }

    @Test
    void a_fitting_document_is_all_it_takes() throws InterruptedException {
        assertThat(readiness()).isInstanceOf(Readiness.Ready.class);
    }

    @ParameterizedTest
    @CsvSource({
        "500, true",
        "502, true",
        "503, true",
        "429, true",
        "408, true",
        "404, false",
        "401, false",
        "301, false"
    })
    void statuses_say_whether_waiting_helps(int status, boolean passing) throws InterruptedException {
        idp.answer(DOCUMENT, status, "");

        assertThat(readiness()).isInstanceOf(passing ? Readiness.Unavailable.class : Readiness.Misconfigured.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = OutboundException.Kind.class,
            names = {"UNKNOWN_HOST", "CONNECT", "BROKEN", "TIMEOUT"})
    void a_provider_that_cannot_be_reached_is_worth_another_attempt(OutboundException.Kind kind)
            throws InterruptedException {
        idp.fail(DOCUMENT, kind);

        assertThat(readiness()).isInstanceOf(Readiness.Unavailable.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = OutboundException.Kind.class,
            names = {"TLS", "TOO_LARGE", "FORBIDDEN"})
    void a_provider_that_must_not_be_reached_is_a_mistake(OutboundException.Kind kind) throws InterruptedException {
        idp.fail(DOCUMENT, kind);

        assertThat(readiness()).isInstanceOf(Readiness.Misconfigured.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "[]", "{}", "{\"issuer\":\"https://dex.example\"}"})
    void a_document_that_is_none_is_a_mistake(String body) throws InterruptedException {
        idp.answer(DOCUMENT, 200, body);

        assertThat(readiness()).isInstanceOf(Readiness.Misconfigured.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://dex.example/", "https://other.example", "https://DEX.example", "http://dex.example"})
    void the_issuer_is_compared_exactly(String issuer) throws InterruptedException {
        idp.metadata(document -> document.with("issuer", issuer));

        assertThat(readiness()).isInstanceOf(Readiness.Misconfigured.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization_endpoint",
                "token_endpoint",
                "jwks_uri",
                "userinfo_endpoint",
                "revocation_endpoint"
            })
    void every_endpoint_is_https_with_a_host(String endpoint) throws InterruptedException {
        idp.metadata(document -> document.with(endpoint, "http://dex.example/x"));

        assertThat(readiness()).isInstanceOf(Readiness.Misconfigured.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization_endpoint", "token_endpoint", "jwks_uri"})
    void some_endpoints_are_needed(String endpoint) throws InterruptedException {
        idp.metadata(document -> document.with(endpoint, JsonNull.NULL));

        assertThat(readiness()).isInstanceOf(Readiness.Misconfigured.class);
    }

    @Test
    void metadata_that_lead_into_a_private_network_are_a_mistake() throws InterruptedException {
        idp.metadata(document -> document.with("token_endpoint", "https://169.254.169.254/token"));

        assertThat(readiness()).isInstanceOf(Readiness.Misconfigured.class);
    }

    @Test
    void the_document_is_read_once_an_hour() throws InterruptedException {
        readiness();
        time.advance(Duration.ofMinutes(59));
        readiness();
        assertThat(idp.requests(DOCUMENT)).hasSize(1);

        time.advance(Duration.ofMinutes(2));
        readiness();

        assertThat(idp.requests(DOCUMENT)).hasSize(2);
    }

    @Test
    void an_outage_keeps_what_is_known_and_asks_again_after_a_minute() throws InterruptedException {
        readiness();
        time.advance(Duration.ofHours(2));
        idp.answer(DOCUMENT, 503, "");

        assertThat(readiness()).isInstanceOf(Readiness.Ready.class);
        assertThat(readiness()).isInstanceOf(Readiness.Ready.class);
        assertThat(idp.requests(DOCUMENT)).hasSize(2);

        time.advance(Duration.ofMinutes(1));
        idp.recover(DOCUMENT);
        readiness();
        assertThat(idp.requests(DOCUMENT)).hasSize(3);
    }

    @Test
    void google_needs_no_look() throws InterruptedException {
        var google = Providers.google(
                new ProviderSettings(
                        "", "id", new Secret("s"), "https://m.example/cb", ProviderSettings.IdTokenChecking.STRICT),
                idp,
                Meters.NONE,
                time);

        assertThat(google.readiness(Deadline.NONE)).isInstanceOf(Readiness.Ready.class);
    }
}
