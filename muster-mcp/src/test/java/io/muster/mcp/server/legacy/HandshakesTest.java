package io.muster.mcp.server.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mcp.Envelope;
import io.muster.testkit.Eventually;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HandshakesTest {
    private final Handshakes handshakes = new Handshakes();

    @Test
    void equal_handshakes_are_one() {
        var first = handshakes.same(of("editor"));

        assertThat(handshakes.same(of("agent"))).isEqualTo(of("agent")).isNotSameAs(first);
        assertThat(handshakes.same(of("editor"))).isSameAs(first);
    }

    @Test
    void those_that_were_not_seen_for_longest_are_forgotten() {
        var first = handshakes.same(of("editor"));
        var rare = handshakes.same(of("rare"));

        for (var other = 0; other < 63; other++) {
            handshakes.same(of("other " + other));
            assertThat(handshakes.same(of("editor"))).isSameAs(first);
        }

        assertThat(handshakes.same(of("rare"))).isEqualTo(rare).isNotSameAs(rare);
    }

    @Test
    void the_message_that_a_handshake_came_with_is_not_kept() {
        var read = read("editor");

        Eventually.until("the message is let go of", () -> {
            System.gc();
            return read.message().refersTo(null);
        });

        assertThat(read.introduction().clientInfo().text("name")).contains("editor");
    }

    private record Read(Envelope introduction, WeakReference<byte[]> message) {}

    private static Read read(String name) {
        var message = ("{\"clientInfo\":{\"name\":\"" + name + "\"},\"capabilities\":{\"roots\":{}}}")
                .getBytes(StandardCharsets.UTF_8);
        return new Read(Handshake.introduction((JsonObject) Json.parse(message)), new WeakReference<>(message));
    }

    private static Handshake of(String name) {
        var params = "{\"protocolVersion\":\"2025-11-25\",\"clientInfo\":{\"name\":\"" + name
                + "\"},\"capabilities\":{\"roots\":{}}}";
        return new Handshake(Handshake.introduction(Json.parseObject(params)), JsonObject.EMPTY);
    }
}
