package io.muster.oauth.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testkit.TestKey;
import java.time.Instant;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtReaderTest {
    private static String token(String header, String claims, String signature) {
        return TestKey.part(header.getBytes(UTF_8)) + "." + TestKey.part(claims.getBytes(UTF_8)) + "." + signature;
    }

    @Test
    void a_token_is_read_whatever_its_signature_is() {
        var jwt = JwtReader.read(
                        token("{\"alg\":\"none\"}", "{\"iss\":\"https://i\",\"aud\":[\"a\",1,\"b\"],\"exp\":5}", ""))
                .orElseThrow();

        assertThat(jwt.issuer()).contains("https://i");
        assertThat(jwt.audiences()).containsExactly("a", "b");
        assertThat(jwt.expiresAt()).contains(Instant.ofEpochSecond(5));
    }

    static Stream<String> not_tokens() {
        var header = "{\"alg\":\"ES256\"}";
        var good = token(header, "{}", "AAAA");
        return Stream.of(
                "",
                ".",
                "..",
                "opaque-access-token",
                "a.b",
                good + ".",
                good + ".AAAA.AAAA",
                good + "=",
                good + "\n",
                " " + good,
                good.replaceFirst("\\.", " ."),
                good.replaceFirst("\\.", "=."),
                token(header, "{}", "AA=="),
                token(header, "{}", "AB"),
                token(header, "{}", "A+/A"),
                token(header, "{}", "A A"),
                token("[]", "{}", "AAAA"),
                token(header, "[]", "AAAA"),
                token(header, "\"eyJ\"", "AAAA"),
                token(header, "{\"sub\":\"a\",\"sub\":\"b\"}", "AAAA"),
                token(header, "{\"sub\":\"a\",\"s\\u0075b\":\"b\"}", "AAAA"),
                token("{\"alg\":\"none\",\"alg\":\"ES256\"}", "{}", "AAAA"),
                token(header, "{} {}", "AAAA"),
                token(header, "{'sub':1}", "AAAA"),
                token(header, "{\"a\":" + "[".repeat(30) + "]".repeat(30) + "}", "AAAA"),
                token(header, "{\"a\":" + "9".repeat(200) + "}", "AAAA"),
                token(header, "{\"a\":\"" + "x".repeat(300_000) + "\"}", "AAAA"),
                token("{\"a\":\"" + "x".repeat(20_000) + "\"}", "{}", "AAAA"),
                TestKey.part(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}) + ".e30.AAAA");
    }

    @ParameterizedTest
    @MethodSource
    void not_tokens(String text) {
        assertThat(JwtReader.read(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e99999999999", "1e999", "-1", "253402300800", "\"5\"", "null", "[5]"})
    void a_time_out_of_all_measure_is_no_time(String time) {
        var jwt = JwtReader.read(token("{}", "{\"exp\":" + time + "}", "")).orElseThrow();

        assertThat(jwt.expiresAt()).isEmpty();
    }

    @Test
    void a_time_may_have_a_fraction() {
        var jwt = JwtReader.read(token("{}", "{\"exp\":1.5e3,\"iat\":1e-999999}", ""))
                .orElseThrow();

        assertThat(jwt.expiresAt()).contains(Instant.ofEpochSecond(1_500));
        assertThat(Claims.instant(jwt.claims(), "iat")).contains(Instant.EPOCH);
    }

    @Property(tries = 2_000)
    void no_text_makes_it_fail(@ForAll String text) {
        assertThat(JwtReader.read(text)).isEmpty();
    }
}
