package io.muster.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.seal.Seal;
import io.muster.oauth.store.Notices;
import io.muster.testkit.Eventually;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;

@NeedsServer
class ValkeyNoticesTest extends ServerTest {
    private final BlockingQueue<String> here = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> there = new LinkedBlockingQueue<>();

    private Notices listening(RealServer server, BlockingQueue<String> heard) {
        var notices = stores(server.settings()).hashes().notices();
        notices.listen(heard::add);
        return notices;
    }

    private void awaitListeners(RealServer server, int count) {
        var raw = raw(server.settings());
        Eventually.until(count + " processes listen", () -> listeners(raw) == count);
    }

    /** Says it until it is heard: who is not sure yet that he listens himself says nothing. */
    private static void tell(Notices from, String text, BlockingQueue<String> heard) {
        Eventually.until("it is heard", () -> {
            from.send(text);
            return !heard.isEmpty();
        });
    }

    private static long listeners(Server raw) {
        return Reply.of(ask(raw, Command.PUBSUB, "NUMSUB", "muster:auth:events"))
                .orElseThrow()
                .number(1);
    }

    @Test
    void what_one_process_tells_the_other_hears_and_not_itself() throws Exception {
        var server = server();
        var one = listening(server, here);
        var other = listening(server, there);
        awaitListeners(server, 2);

        tell(one, "the session of alice ended", there);
        tell(other, "thank you", here);

        assertThat(there).containsOnly("the session of alice ended");
        assertThat(here).containsOnly("thank you");
    }

    @Test
    void a_connection_that_breaks_is_made_again() throws Exception {
        var server = server();
        var one = listening(server, here);
        listening(server, there);
        awaitListeners(server, 2);

        ask(raw(server.settings()), Command.CLIENT, "KILL", "TYPE", "pubsub");

        Eventually.until("the other hears again", () -> {
            time.advance(Duration.ofSeconds(3));
            one.send("hello");
            return !there.isEmpty();
        });
    }

    @Test
    void nobody_without_the_key_is_believed_or_overhears() throws Exception {
        var server = server();
        var overheard = new LinkedBlockingQueue<String>();
        var stranger = stores(server.settings().withKeyPrefix("other:"), Seal.NONE)
                .hashes()
                .notices();
        stranger.listen(overheard::add);
        var one = listening(server, here);
        listening(server, there);
        awaitListeners(server, 2);

        ask(raw(server.settings()), Command.PUBLISH, "muster:auth:events", "0000000000000000 a lie");
        tell(one, "the truth", there);

        assertThat(there).containsOnly("the truth");
        assertThat(overheard).isEmpty();
    }

    @Test
    void a_user_without_the_channel_has_a_store_all_the_same() throws Exception {
        var server = server();
        var raw = raw(server.settings());
        ask(raw, Command.ACL, "SETUSER", "default", "resetchannels");
        var stores = stores(server.settings());
        stores.hashes().notices().listen(here::add);
        stores.hashes().notices().send("nobody hears this");

        stores.hashes().put("a:b", "field", "value", Duration.ofMinutes(1));

        assertThat(stores.hashes().get("a:b", "field")).contains("value");
    }
}
