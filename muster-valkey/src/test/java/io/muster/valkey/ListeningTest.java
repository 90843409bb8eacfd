package io.muster.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** How often a connection that ends is made again; none is ever made here. */
class ListeningTest {
    private final ManualTime time = new ManualTime();
    private final BlockingQueue<RuntimeException> lost = new LinkedBlockingQueue<>();
    private final BlockingQueue<Supplier<RuntimeException>> endings = new LinkedBlockingQueue<>();
    private final Listening listening = new Listening(Thread.ofVirtual(), this::connect, time, new Losses());

    private final class Losses implements Listening.Listener {
        @Override
        public void ask(Connection connection) {}

        @Override
        public void hear(Reply message) {}

        @Override
        public void lost(RuntimeException cause) {
            lost.add(cause);
        }
    }

    private Connection connect() {
        var ending = endings.poll();
        throw ending == null ? new IllegalStateException("no more than was planned") : ending.get();
    }

    @AfterEach
    void close() {
        listening.close();
    }

    private void awaitEnd(int timers) throws Exception {
        Eventually.next("the connection ends", lost);
        Eventually.until("the next one waits for its time", () -> time.waiting() == timers);
    }

    @Test
    void whatever_ends_it_it_is_made_again() throws Exception {
        endings.add(() -> new JedisConnectionException("closed"));
        endings.add(() -> new ClassCastException("a list"));
        endings.add(() -> new IllegalStateException("anything"));

        listening.start();
        awaitEnd(1);
        time.advance(Duration.ofSeconds(2));
        awaitEnd(1);
        time.advance(Duration.ofSeconds(2));
        awaitEnd(1);

        assertThat(endings).isEmpty();
    }

    @Test
    void where_the_server_refuses_it_is_left_alone_for_a_minute() throws Exception {
        endings.add(() -> new JedisDataException("ERR unknown command 'HELLO'"));
        endings.add(() -> new JedisConnectionException("closed"));
        listening.start();
        awaitEnd(1);

        time.advance(Duration.ofSeconds(59));
        assertThat(endings).hasSize(1);

        time.advance(Duration.ofSeconds(1));
        awaitEnd(1);
    }

    @Test
    void after_the_close_there_is_no_other() throws Exception {
        endings.add(() -> new JedisConnectionException("closed"));
        listening.start();
        awaitEnd(1);

        listening.close();

        assertThat(time.waiting()).isZero();
    }
}
