package io.muster.wire.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Sha256Test {
    @Test
    void it_is_that_of_the_standard() {
        assertThat(Sha256.hex("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void texts_are_hashed_as_utf_8() {
        assertThat(Sha256.hex("ä")).isEqualTo("33e6d73fee82904c8d7afb78de1154d1e8dc2a0edb08120e63df5b9385c2d9cc");
    }

    /** RFC 7636, appendix B. */
    @Test
    void base64url_has_no_padding() {
        assertThat(Sha256.base64Url("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    void threads_do_not_disturb_each_other() {
        var hashes = IntStream.range(0, 20_000)
                .parallel()
                .mapToObj(number -> Sha256.hex(number % 2 == 0 ? "abc" : "ä"))
                .distinct()
                .toList();

        assertThat(hashes).containsExactlyInAnyOrder(Sha256.hex("abc"), Sha256.hex("ä"));
    }
}
