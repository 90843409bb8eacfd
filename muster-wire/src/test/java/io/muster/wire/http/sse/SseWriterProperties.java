package io.muster.wire.http.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SseWriterProperties {
    @Property(tries = 500)
    void what_is_written_is_read_again(@ForAll("texts") String data, @ForAll("texts") String next) throws IOException {
        var first = new ServerSentEvent(
                Optional.of("message"), data.getBytes(UTF_8), Optional.of("1"), Optional.of(Duration.ofSeconds(3)));
        var second = ServerSentEvent.of("other", next);
        var stream = new java.io.ByteArrayOutputStream();
        stream.writeBytes(SseWriter.bytes(first));
        stream.writeBytes(SseWriter.comment("still here"));
        stream.writeBytes(SseWriter.bytes(second));

        var reader = new SseReader(new ByteArrayInputStream(stream.toByteArray()), 100_000);
        var readFirst = reader.next().orElseThrow();
        var readSecond = reader.next().orElseThrow();

        assertThat(readFirst.text()).isEqualTo(lineFeeds(data));
        assertThat(readFirst.type()).isEqualTo(first.type());
        assertThat(readFirst.id()).isEqualTo(first.id());
        assertThat(readFirst.retry()).isEqualTo(first.retry());
        assertThat(readSecond.text()).isEqualTo(lineFeeds(next));
        assertThat(reader.next()).isEmpty();
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("a:\r\n \"é").ofMaxLength(60);
    }

    private static String lineFeeds(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }

    @Example
    void a_type_or_id_with_a_line_end_cannot_forge_fields() {
        assertThatThrownBy(() -> SseWriter.bytes(ServerSentEvent.of("message\ndata: forged", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the type of an event must be a single line");
        var id = new ServerSentEvent(Optional.empty(), new byte[0], Optional.of("1\rdata: x"), Optional.empty());
        assertThatThrownBy(() -> SseWriter.bytes(id)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SseWriter.comment("a\n\ndata: x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void the_form_is_the_one_every_client_knows() {
        assertThat(SseWriter.bytes(ServerSentEvent.message("{}".getBytes(UTF_8))))
                .asString(UTF_8)
                .isEqualTo("event: message\ndata: {}\n\n");
    }
}
