package io.muster.mcp.client.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private final List<String> lines = new ArrayList<>();
    private final LineSink sink = new LineSink() {
        private int skipped;

        @Override
        public void line(byte[] line) {
            lines.add(new String(line, UTF_8));
        }

        @Override
        public void part(byte[] bytes, int offset, int length) {
            skipped += length;
        }

        @Override
        public void partsEnd() {
            lines.add("skipped " + skipped);
            skipped = 0;
        }
    };

    private List<String> read(int limit, String text) throws IOException {
        new LineReader(limit, sink).drain(new ByteArrayInputStream(text.getBytes(UTF_8)));
        return lines;
    }

    @Test
    void lines_end_in_line_feed_with_or_without_carriage_return_or_with_the_stream() throws IOException {
        assertThat(read(100, "one\ntwo\r\n\nlast")).containsExactly("one", "two", "", "last");
    }

    @Test
    void a_line_over_the_limit_is_skipped_in_parts_and_the_next_one_is_read() throws IOException {
        var large = "x".repeat(100_000);

        assertThat(read(50_000, "a\n" + large + "\nb\n" + large))
                .containsExactly("a", "skipped 100000", "b", "skipped 100000");
    }

    @Test
    void a_line_longer_than_a_chunk_stays_whole() throws IOException {
        var large = "ü".repeat(40_000);

        assertThat(read(80_000, large + "\nb")).containsExactly(large, "b");
    }
}
