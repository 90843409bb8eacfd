package io.muster.authserver.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.oauth.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {
    private static final String HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final byte[] VALUE = "a refresh token".getBytes(StandardCharsets.UTF_8);

    private final SealingKey key = SealingKey.random(new SecureRandom());
    private final Seal seal = new AesSeal(List.of(key), new SecureRandom());

    @Test
    void what_was_sealed_opens_under_its_name() {
        var sealed = seal.seal("access/1", VALUE);

        assertThat(seal.open("access/1", sealed)).containsExactly(VALUE);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("refresh token");
    }

    @Test
    void the_same_value_is_sealed_differently_each_time() {
        assertThat(seal.seal("name", VALUE)).isNotEqualTo(seal.seal("name", VALUE));
    }

    @Test
    void a_value_that_was_moved_to_another_name_does_not_open() {
        var sealed = seal.seal("access/alice", VALUE);

        assertThatThrownBy(() -> seal.open("access/mallory", sealed))
                .isInstanceOfSatisfying(
                        SealException.class, e -> assertThat(e.reason()).isEqualTo(SealException.Reason.TAMPERED));
    }

    @Test
    void no_bit_can_be_changed() {
        var sealed = seal.seal("name", VALUE);

        for (int bit = 0; bit < sealed.length * 8; bit++) {
            var changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> seal.open("name", changed)).isInstanceOf(SealException.class);
        }
        for (int length = 0; length < sealed.length; length++) {
            var cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> seal.open("name", cut)).isInstanceOf(SealException.class);
        }
    }

    @Test
    void the_first_key_seals_and_all_keys_open() {
        var next = SealingKey.random(new SecureRandom());
        var both = new AesSeal(List.of(next, key), new SecureRandom());
        var old = seal.seal("name", VALUE);
        var fresh = both.seal("name", VALUE);

        assertThat(both.open("name", old)).containsExactly(VALUE);
        assertThat(both.isCurrent(old)).isFalse();
        assertThat(both.isCurrent(fresh)).isTrue();
        assertThatThrownBy(() -> seal.open("name", fresh))
                .isInstanceOfSatisfying(
                        SealException.class, e -> assertThat(e.reason()).isEqualTo(SealException.Reason.UNKNOWN_KEY))
                .hasMessageContaining(next.name());
    }

    @Test
    void operators_write_the_new_key_before_the_old_ones() {
        var next = SealingKey.random(new SecureRandom());

        assertThat(SealingKey.decodeAll(new Secret(next.encoded().reveal() + ",\n " + HEX + "\n")))
                .containsExactly(next, SealingKey.decode(new Secret(HEX)));
        assertThatThrownBy(() -> SealingKey.decodeAll(new Secret(HEX + ",short")))
                .isInstanceOf(WeakKeyException.class);
        assertThatThrownBy(() -> SealingKey.decodeAll(new Secret(" "))).isInstanceOf(WeakKeyException.class);
    }

    @Test
    void clear_and_sealed_values_are_not_taken_for_each_other() {
        var clear = Seal.NONE.seal("name", VALUE);

        assertThat(Seal.NONE.open("name", clear)).containsExactly(VALUE);
        assertThatThrownBy(() -> seal.open("name", clear))
                .as("somebody wrote a value past us")
                .isInstanceOf(SealException.class);
        assertThatThrownBy(() -> Seal.NONE.open("name", seal.seal("name", VALUE)))
                .isInstanceOf(SealException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEX,
                "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08",
                "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
                "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
                "  n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n"
            })
    void a_key_is_read_in_either_form(String text) {
        assertThat(SealingKey.decode(new Secret(text))).isEqualTo(SealingKey.decode(new Secret(HEX)));
    }

    @Test
    void a_key_is_written_as_it_is_read() {
        assertThat(SealingKey.decode(key.encoded())).isEqualTo(key);
        assertThat(key.toString()).doesNotContain(key.encoded().reveal());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a",
                "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCg==",
                "!4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="
            })
    void what_is_no_key_is_refused(String text) {
        assertThatThrownBy(() -> SealingKey.decode(new Secret(text)))
                .isInstanceOf(WeakKeyException.class)
                .hasMessageContaining("32 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                "201f1e1d1c1b1a191817161514131211100f0e0d0c0b0a090807060504030201",
                "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
                "000102030405060708090a0b0c0d0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e",
                "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
                "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU="
            })
    void default_secrets_cve_2026_53709_a_key_that_anybody_would_guess_is_refused_without_showing_it(String text) {
        assertThatThrownBy(() -> SealingKey.decode(new Secret(text)))
                .isInstanceOf(WeakKeyException.class)
                .hasMessageContaining("weak")
                .hasMessageNotContaining(text);
    }
}
