package io.muster.authserver.store.file;

import static io.muster.authserver.store.Fixtures.GRACE;
import static io.muster.authserver.store.Fixtures.REMEMBERED;
import static io.muster.authserver.store.Fixtures.access;
import static io.muster.authserver.store.Fixtures.hash;
import static io.muster.authserver.store.Fixtures.session;

import io.muster.authserver.seal.AesSeal;
import io.muster.authserver.seal.SealingKey;
import io.muster.authserver.store.Fixtures;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.memory.Capacity;
import io.muster.oauth.Secret;
import io.muster.testkit.ManualTime;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/**
 * A process that begins, rotates and ends sessions from several threads until it is killed, and says so only after the
 * store has acknowledged it.
 */
final class Victim {
    private static final int WRITERS = 4;
    private static final int ROTATIONS = 20;
    private static final SealingKey KEY = SealingKey.decode(new Secret("8xQUJZ0ZyI0m3m3jL4V0Pq9tHc7w1dK2s5bXnA6yEfg="));

    private final Stores stores;
    private final ManualTime time;
    private final PrintStream out;

    private Victim(Stores stores, ManualTime time, PrintStream out) {
        this.stores = stores;
        this.time = time;
        this.out = out;
    }

    static Stores open(Path file, ManualTime time) {
        return FileStores.open(
                file, new AesSeal(List.of(KEY), new SecureRandom()), Capacity.DEFAULT, time, time, new SecureRandom());
    }

    static String refresh(String session, long generation) {
        return "refresh " + session + " " + generation;
    }

    public static void main(String[] arguments) {
        var time = new ManualTime();
        var victim = new Victim(
                open(Path.of(arguments[0]), time), time, new PrintStream(System.out, true, StandardCharsets.UTF_8));
        for (int writer = 0; writer < WRITERS; writer++) {
            var name = arguments[1] + "-" + writer;
            Thread.ofPlatform().start(() -> victim.write(name));
        }
    }

    private void write(String name) {
        for (int i = 0; ; i++) {
            live(name + "-" + i, i % 2 == 0);
        }
    }

    private void live(String id, boolean end) {
        var now = time.instant();
        var session = session(id, now);
        stores.sessions()
                .start(session, access(id + " 0", session, 0, now), Fixtures.refresh(refresh(id, 0), session, 0, now));
        stores.hashes().put("auth:" + id, "jira", "0", REMEMBERED);
        out.println(id + " 0 .");
        for (int generation = 1; generation <= ROTATIONS; generation++) {
            stores.sessions()
                    .rotate(
                            hash(refresh(id, generation - 1L)),
                            access(id + " " + generation, session, generation, now),
                            Fixtures.refresh(refresh(id, generation), session, generation, now),
                            new byte[100],
                            now.plus(GRACE),
                            now);
            stores.hashes().put("auth:" + id, "jira", Integer.toString(generation), REMEMBERED);
            out.println(id + " " + generation + " .");
        }
        if (end) {
            stores.sessions().end(session.id(), now, now.plus(REMEMBERED));
            out.println(id + " end");
        }
    }
}
