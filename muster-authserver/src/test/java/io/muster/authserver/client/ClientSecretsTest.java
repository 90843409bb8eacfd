package io.muster.authserver.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.Secret;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSecretsTest {
    private static final Secret RIGHT = new Secret("correct horse battery staple");
    private static final Secret WRONG = new Secret("correct horse battery stapler");

    private final ClientSecrets secrets = new ClientSecrets(new SecureRandom());

    @Test
    void a_stored_secret_is_verified_and_not_readable() {
        for (var stored : new String[] {secrets.ofRandom(RIGHT), secrets.ofChosen(RIGHT)}) {
            assertThat(stored).doesNotContain("horse");
            assertThat(secrets.verifies(stored, WRONG)).isFalse();
            assertThat(secrets.verifies(stored, RIGHT)).isTrue();
            // Once more, now that the right one is remembered.
            assertThat(secrets.verifies(stored, WRONG)).isFalse();
            assertThat(secrets.verifies(stored, RIGHT)).isTrue();
        }
    }

    @Test
    void a_secret_is_recognized_without_work_when_it_is_random_or_was_verified() {
        var random = secrets.ofRandom(RIGHT);
        var chosen = secrets.ofChosen(RIGHT);

        assertThat(secrets.recognizes(random, RIGHT)).isTrue();
        assertThat(secrets.recognizes(random, WRONG)).isFalse();
        assertThat(secrets.recognizes(chosen, RIGHT)).isFalse();
        assertThat(secrets.verifies(chosen, RIGHT)).isTrue();
        assertThat(secrets.recognizes(chosen, RIGHT)).isTrue();
        assertThat(secrets.recognizes(chosen, WRONG)).isFalse();
        assertThat(secrets.recognizes("sha256$!!!", RIGHT)).isFalse();
    }

    @Test
    void a_chosen_secret_is_salted_and_stretched() {
        assertThat(secrets.ofChosen(RIGHT)).startsWith("pbkdf2-sha512$25000$").isNotEqualTo(secrets.ofChosen(RIGHT));
    }

    @Test
    void long_secrets_count_to_their_last_character() {
        var stored = secrets.ofChosen(new Secret("x".repeat(500) + "a"));

        assertThat(secrets.verifies(stored, new Secret("x".repeat(500) + "b"))).isFalse();
        assertThat(secrets.verifies(stored, new Secret("x".repeat(500) + "a"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$",
                "sha256",
                "sha256$",
                "sha256$!!!",
                "plain$correct horse battery staple",
                "correct horse battery staple",
                "pbkdf2-sha512$0$AAAA$AAAA",
                "pbkdf2-sha512$-1$AAAA$AAAA",
                "pbkdf2-sha512$999999999$AAAA$AAAA",
                "pbkdf2-sha512$x$AAAA$AAAA",
                "pbkdf2-sha512$1$AAAA",
                "$2a$10$abcdefghijklmnopqrstuu"
            })
    void a_text_that_is_not_of_ours_verifies_nothing(String stored) {
        assertThat(secrets.verifies(stored, RIGHT)).isFalse();
    }
}
