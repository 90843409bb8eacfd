package io.muster.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConduitTest {
    private final Conduit conduit = new Conduit();

    @Test
    void what_is_written_is_read_in_order_until_the_end() throws IOException {
        conduit.sink().write("one ".getBytes(UTF_8));
        conduit.sink().write('t');
        conduit.sink().write("wo".getBytes(UTF_8));
        conduit.sink().close();

        assertThat(new String(conduit.source().readAllBytes(), UTF_8)).isEqualTo("one two");
        assertThat(conduit.source().read()).isEqualTo(-1);
    }

    @Test
    void a_reader_waits_for_a_writer_whose_thread_has_ended_since() throws Exception {
        var read = new CompletableFuture<Integer>();
        Thread.startVirtualThread(() -> {
            try {
                read.complete(conduit.source().read());
            } catch (IOException e) {
                read.completeExceptionally(e);
            }
        });

        Eventually.ended("the writer", Thread.startVirtualThread(() -> {
            try {
                conduit.sink().write('x');
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }));

        assertThat(Eventually.result("the read", read)).isEqualTo('x');
    }
}
