package io.muster.authserver.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoginReferenceTest {
    @Test
    void references_can_be_read_out_and_hardly_repeat() {
        var random = new Random(3);

        assertThat(Stream.generate(() -> LoginReference.next(random)).limit(1000))
                .doesNotHaveDuplicates()
                .allMatch(reference -> reference.matches("[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}"));
    }
}
