package io.muster.wire.http.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {
    private static List<ServerSentEvent> read(InputStream stream) throws IOException {
        var events = new ArrayList<ServerSentEvent>();
        var reader = new SseReader(stream, 10_000);
        for (var event = reader.next(); event.isPresent(); event = reader.next()) {
            events.add(event.get());
        }
        return events;
    }

    private static List<String> texts(String stream) throws IOException {
        return read(bytes(stream)).stream().map(ServerSentEvent::text).toList();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void every_kind_of_line_end_is_understood(String end) throws IOException {
        var stream =
                String.join(end, "event: greeting", "id: 7", "retry: 250", "data: a", "data: b", "", "data: c", "", "");

        var events = read(bytes(stream));

        assertThat(events).hasSize(2);
        assertThat(events.get(0).type()).contains("greeting");
        assertThat(events.get(0).id()).contains("7");
        assertThat(events.get(0).retry()).contains(Duration.ofMillis(250));
        assertThat(events.get(0).text()).isEqualTo("a\nb");
        assertThat(events.get(1).type()).isEmpty();
        assertThat(events.get(1).id()).as("the last id stays").contains("7");
        assertThat(events.get(1).text()).isEqualTo("c");
    }

    @Test
    void bytes_that_arrive_one_by_one_make_the_same_events() throws IOException {
        var all = "\uFEFFdata: ä\r\ndata:b\r\n\r\n:note\r\rdata: c\n\n".getBytes(UTF_8);
        var trickle = new InputStream() {
            private int next;

            @Override
            public int read() {
                return next < all.length ? all[next++] & 0xFF : -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                var value = read();
                if (value < 0) {
                    return -1;
                }
                target[offset] = (byte) value;
                return 1;
            }
        };

        assertThat(read(trickle).stream().map(ServerSentEvent::text)).containsExactly("ä\nb", "c");
    }

    @Test
    void only_one_space_after_the_colon_is_dropped() throws IOException {
        assertThat(texts("data:x\n\ndata: x\n\ndata:  x\n\n")).containsExactly("x", "x", " x");
    }

    @Test
    void comments_and_unknown_fields_are_skipped() throws IOException {
        assertThat(texts(": hello\nmood: good\ndata: x\nid\n\n:\n\n")).containsExactly("x");
    }

    @Test
    void a_field_without_colon_has_an_empty_value() throws IOException {
        assertThat(texts("data\n\ndata\ndata\n\n")).containsExactly("", "\n");
    }

    @Test
    void an_event_without_data_is_none_and_leaves_no_type_behind() throws IOException {
        var events = read(bytes("event: lost\n\ndata: x\n\n"));

        assertThat(events)
                .singleElement()
                .satisfies(event -> assertThat(event.type()).isEmpty());
    }

    @Test
    void an_event_that_is_cut_short_is_dropped() throws IOException {
        assertThat(texts("data: whole\n\ndata: half\n")).containsExactly("whole");
        assertThat(texts("data: half")).isEmpty();
    }

    @Test
    void the_byte_order_mark_counts_at_the_beginning_only() throws IOException {
        assertThat(texts("\uFEFFdata: a\n\n\uFEFFdata: b\n\n")).containsExactly("a");
    }

    @Test
    void an_id_with_a_zero_byte_and_a_retry_that_is_no_number_do_not_count() throws IOException {
        var events = read(bytes("id: a\0b\nretry: soon\nretry: -1\nretry: 99999999999999999999\ndata: x\n\n"));

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.id()).isEmpty();
            assertThat(event.retry()).isEmpty();
        });
    }

    @Test
    void an_endless_line_is_refused_without_being_stored() {
        var endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThatThrownBy(() -> new SseReader(endless, 5_000).next()).isInstanceOf(SseReader.TooLarge.class);
    }

    @Test
    void many_lines_that_exceed_the_limit_together_are_refused() {
        var reader = new SseReader(bytes("data: 0123456789\n".repeat(20) + "\n"), 100);

        assertThatThrownBy(reader::next).isInstanceOf(SseReader.TooLarge.class);
    }

    @Test
    void events_of_the_largest_size_pass_one_after_the_other() throws IOException {
        var data = "x".repeat(94);
        var reader = new SseReader(bytes(("data: " + data + "\n\n").repeat(2)), 100);

        assertThat(reader.next().map(ServerSentEvent::text)).contains(data);
        assertThat(reader.next().map(ServerSentEvent::text)).contains(data);
        assertThat(reader.next()).isEqualTo(Optional.empty());
    }

    @Test
    void events_larger_than_the_buffer_arrive_whole() throws IOException {
        var data = "0123456789".repeat(900);

        assertThat(texts("data: " + data + "\n\ndata: x\n\n")).containsExactly(data, "x");
    }
}
