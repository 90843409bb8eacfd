package io.muster.mcp.client.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static void nothing() {}

    private static byte[] line(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void lines_are_written_in_order_without_those_taken_back() throws Exception {
        var outbox = new Outbox(10, 100);
        var departed = new ArrayList<String>();
        var out = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                if (toString(UTF_8).endsWith("c\n")) {
                    outbox.close();
                }
            }
        };
        outbox.offer(line("a"), () -> departed.add("a"));
        var second = outbox.offer(line("b"), () -> departed.add("b")).orElseThrow();
        outbox.offer(line("c"), () -> departed.add("c"));

        assertThat(second.withdraw()).isTrue();
        outbox.drain(out);

        assertThat(out.toString(UTF_8)).isEqualTo("a\nc\n");
        assertThat(departed).containsExactly("a", "c");
        assertThat(second.withdraw()).isFalse();
    }

    @Test
    void what_waits_is_bounded_in_number_and_bytes() {
        var outbox = new Outbox(2, 100);

        assertThat(outbox.offer(line("x".repeat(1_000)), OutboxTest::nothing)).isPresent();
        assertThat(outbox.offer(line("y"), OutboxTest::nothing)).isEmpty();

        var small = new Outbox(2, 100);
        var first = small.offer(line("a"), OutboxTest::nothing).orElseThrow();
        small.offer(line("b"), OutboxTest::nothing);
        assertThat(small.offer(line("c"), OutboxTest::nothing)).isEmpty();
        first.withdraw();
        assertThat(small.offer(line("c"), OutboxTest::nothing)).isPresent();
    }

    @Test
    void a_broken_pipe_closes_the_box() throws InterruptedException {
        var outbox = new Outbox(2, 100);
        outbox.offer(line("a"), OutboxTest::nothing);

        try {
            outbox.drain(new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("broken pipe");
                }
            });
        } catch (IOException expected) {
            assertThat(expected).hasMessage("broken pipe");
        }

        assertThat(outbox.isClosed()).isTrue();
        assertThat(outbox.offer(line("b"), OutboxTest::nothing)).isEmpty();
    }
}
