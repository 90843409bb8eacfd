package io.muster.authserver.authorize;

import static io.muster.authserver.authorize.LoginWorld.location;
import static io.muster.authserver.authorize.LoginWorld.setting;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OidcParametersTest {
    private final LoginWorld world = new LoginWorld();

    @ParameterizedTest
    @CsvSource({
        "prompt, login, true",
        "prompt, none, true",
        "prompt, consent login, true",
        "prompt, select_account, true",
        "prompt, create, false",
        "prompt, login create, false",
        "max_age, 0, true",
        "max_age, 3600, true",
        "max_age, -1, false",
        "max_age, soon, false",
        "max_age, 99999999999, false",
        "ui_locales, de, false",
        "client_secret, x, false"
    })
    void what_makes_sense_is_passed_on(String name, String value, boolean passed) {
        var sent = location(world.authorize(setting(name, value)));

        assertThat(value.equals(sent.get(name))).isEqualTo(passed);
    }

    static Stream<Arguments> lengths() {
        return Stream.of(
                Arguments.of("login_hint", 256),
                Arguments.of("id_token_hint", 64 << 10),
                Arguments.of("acr_values", 1024));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void what_is_too_long_is_left_out(String name, int longest) {
        assertThat(location(world.authorize(setting(name, "x".repeat(longest)))))
                .containsKey(name);
        assertThat(location(world.authorize(setting(name, "x".repeat(longest + 1)))))
                .doesNotContainKey(name);
    }
}
