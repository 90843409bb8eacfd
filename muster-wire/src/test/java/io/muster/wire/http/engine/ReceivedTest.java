package io.muster.wire.http.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader.IncorrectNewLineException;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedTest {
    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private final Received received = new Received(pieces::poll, 100_000);

    private Received of(String... texts) {
        for (var text : texts) {
            pieces.add(text.getBytes(ISO_8859_1));
        }
        return received;
    }

    /** The text in pieces of that length. */
    private Received cut(String text, int length) {
        for (var from = 0; from < text.length(); from += length) {
            of(text.substring(from, Math.min(text.length(), from + length)));
        }
        return received;
    }

    private static String text(BufferData data) {
        var bytes = new byte[data.available()];
        data.read(bytes);
        return new String(bytes, ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100})
    void how_the_bytes_arrive_makes_no_difference(int length) {
        cut("POST /a HTTP/1.1\r\nHost: here\r\nX: \r\n\r\n5\r\nhello\r\nrest", length);

        assertThat(received.findNewLine(100)).isEqualTo(16);
        assertThat(new String(received.readBytes(16), ISO_8859_1)).isEqualTo("POST /a HTTP/1.1");
        received.skip(2);
        assertThat(received.startsWithNewLine()).isFalse();
        assertThat(received.startsWith("Host:".getBytes(US_ASCII))).isTrue();
        received.skip(5);
        assertThat(received.read()).isEqualTo((byte) ' ');
        assertThat(received.readLazyString(US_ASCII, received.findNewLine(100)).toString())
                .isEqualTo("here");
        received.skip(2);
        assertThat(received.findOrNewLine((byte) ':', 100)).isEqualTo(1);
        assertThat(received.readAsciiString(1)).isEqualTo("X");
        received.skip(4);
        assertThat(received.startsWithNewLine()).isTrue();
        received.skip(2);
        assertThat(received.readLine()).isEqualTo("5");
        assertThat(text(received.readBuffer(5))).isEqualTo("hello");
        received.skip(2);
        assertThat(received.lookup()).isEqualTo((byte) 'r');
        assertThat(text(received.getBuffer(4))).isEqualTo("rest");
        assertThat(text(received.readBuffer(4))).isEqualTo("rest");
        assertThat(received.available()).isZero();
    }

    @Test
    void what_was_handed_out_does_not_change_by_what_arrives_later() {
        of("ab", "cdef", "ghijklmnop");

        var first = received.readLazyString(US_ASCII, 1);
        var second = received.readBuffer(1);
        received.ensureAvailable();
        var third = received.getBuffer(2);
        var fourth = received.readLazyString(US_ASCII, 3);
        received.getBuffer(11);

        assertThat(first.toString()).isEqualTo("a");
        assertThat(text(second)).isEqualTo("b");
        assertThat(text(third)).isEqualTo("cd");
        assertThat(fourth.toString()).isEqualTo("cde");
    }

    @Test
    void no_more_is_waited_for_than_a_decision_takes() {
        of("U:\r\n");

        assertThat(received.startsWith("User-Agent:".getBytes(US_ASCII))).isFalse();
        assertThat(received.startsWithNewLine()).isFalse();
        assertThat(received.findOrNewLine((byte) ':', 100)).isEqualTo(1);
        assertThat(received.findNewLine(100)).isEqualTo(2);
        assertThat(received.findNewLine(2)).isEqualTo(2);
        assertThat(received.readBuffer().available()).isEqualTo(4);
        assertThatThrownBy(received::ensureAvailable).isInstanceOf(InsufficientDataAvailableException.class);
    }

    @Test
    void a_line_without_the_wanted_byte_ends_with_the_line() {
        of("abc\r\n:");

        assertThat(received.findOrNewLine((byte) ':', 100)).isEqualTo(-4);
        assertThat(received.findOrNewLine((byte) ':', 2)).isEqualTo(2);
    }

    /** RFC 9112, section 2.2: a line that one server ends there and another does not is how requests are smuggled. */
    @ParameterizedTest
    @ValueSource(strings = {"a\nb\r\n", "a\rb\r\n", "\n", "a\r\r\n"})
    void half_of_a_lines_end_is_refused(String line) {
        of(line, "x");

        assertThatThrownBy(() -> received.findNewLine(100)).isInstanceOf(IncorrectNewLineException.class);
        assertThatThrownBy(() -> received.findOrNewLine((byte) ':', 100)).isInstanceOf(IncorrectNewLineException.class);
        assertThatThrownBy(received::readLine).isInstanceOf(IncorrectNewLineException.class);
    }

    @Test
    void a_line_that_never_ends_is_refused() {
        var endless = new Received(() -> new byte[] {'1', ';'}, 100_000);

        assertThatThrownBy(endless::readLine).isInstanceOf(IncorrectNewLineException.class);
        assertThat(endless.available()).isLessThan(5000);
    }
}
