package io.muster.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorTextTest {
    private static final Endpoint LOCAL = new Endpoint.Stdio("x", List.of(), Map.of("KEY", "hunter2-value"));

    @Test
    void secrets_of_the_definition_never_show() {
        var remote = new Endpoint.StreamableHttp(URI.create("http://a"), Map.of("X-Key", "very-secret"));

        assertThat(ErrorText.of(new RuntimeException("bad hunter2-value here"), LOCAL))
                .isEqualTo("bad [REDACTED] here");
        assertThat(ErrorText.of(new RuntimeException("rejected very-secret"), remote))
                .isEqualTo("rejected [REDACTED]");
    }

    @Test
    void a_part_that_is_a_secret_alone_does_not_show() {
        var remote = new Endpoint.StreamableHttp(
                URI.create("http://a"), Map.of("Authorization", "Bearer tok-1234567890", "X-Note", "only a note"));
        var local = new Endpoint.Stdio("x", List.of(), Map.of("DATABASE", "postgres://app:hunter2-9988@db/app"));

        assertThat(ErrorText.of("key tok-1234567890 is revoked, a note", remote))
                .isEqualTo("key [REDACTED] is revoked, a note");
        assertThat(ErrorText.of("no user with hunter2-9988", local)).isEqualTo("no user with [REDACTED]");
    }

    @Test
    void of_secrets_that_hold_each_other_nothing_is_left() {
        var both = new Endpoint.Stdio("x", List.of(), Map.of("A", "secret", "B", "secret-and-more"));

        assertThat(ErrorText.of("it was secret-and-more", both)).isEqualTo("it was [REDACTED]");
    }

    @Test
    void what_is_called_a_credential_does_not_show_either() {
        assertThat(ErrorText.of(new RuntimeException("Bearer abc.def, token=xyz password: pw"), LOCAL))
                .isEqualTo("Bearer [REDACTED], token=[REDACTED] password: [REDACTED]");
    }

    @Test
    void a_text_is_one_line_of_bounded_length() {
        assertThat(ErrorText.of(new RuntimeException("a\n\u001b[31mb"), LOCAL)).isEqualTo("a [31mb");
        assertThat(ErrorText.of(new RuntimeException("x".repeat(100_000)), LOCAL))
                .hasSizeLessThan(1_100);
        assertThat(ErrorText.of(new IllegalStateException(), LOCAL)).isEqualTo("IllegalStateException");
    }
}
