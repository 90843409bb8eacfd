package io.muster.authserver.store.file;

import static io.muster.authserver.store.Fixtures.hash;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.SessionStore.RefreshState;
import io.muster.oauth.SessionId;
import io.muster.testkit.ManualTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
    private static final int KILLS = 4;
    private static final int LONGEST_LIFE = 800;

    private final Random random = new Random(42);
    private final Map<String, Integer> generations = new HashMap<>();
    private final Set<String> ended = new HashSet<>();

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void what_was_acknowledged_survives_the_death_of_the_process_in_the_middle_of_writing(@TempDir Path directory)
            throws Exception {
        var file = directory.resolve("oauth.db");
        for (int life = 0; life < KILLS; life++) {
            liveAndDie(file, life);

            try (var stores = Victim.open(file, new ManualTime())) {
                var now = new ManualTime().instant();
                generations.forEach((id, generation) -> {
                    var session = stores.sessions().find(new SessionId(id), now).orElseThrow();
                    assertThat(session.generation()).isGreaterThanOrEqualTo(generation);
                    assertThat(Integer.parseInt(
                                    stores.hashes().get("auth:" + id, "jira").orElseThrow()))
                            .isBetween(generation, (int) session.generation());
                    assertThat(session.endedAt().isPresent()).isEqualTo(ended(id, session));
                    var newest = stores.sessions().refresh(hash(Victim.refresh(id, session.generation())), now);
                    assertThat(newest)
                            .as("the newest refresh token, and nothing but it, works")
                            .isInstanceOf(
                                    session.endedAt().isPresent() ? RefreshState.Spent.class : RefreshState.Live.class);
                    assertThat(stores.sessions().refresh(hash(Victim.refresh(id, session.generation() + 1)), now))
                            .isInstanceOf(RefreshState.Unknown.class);
                });
            }
        }
        assertThat(generations).hasSizeGreaterThan(KILLS);
        assertThat(ended).isNotEmpty();
    }

    /** An end that was not acknowledged may have happened or not. */
    private boolean ended(String id, LoginSession session) {
        return ended.contains(id) || session.endedAt().isPresent();
    }

    private void liveAndDie(Path file, int life) throws IOException, InterruptedException {
        var victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        file.toString(),
                        "life" + life)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            var lifetime = 50 + random.nextInt(LONGEST_LIFE);
            for (int i = 0; i < lifetime; i++) {
                acknowledged(lines.readLine());
            }
            // By its handle: the process itself would close its output, too, with what was acknowledged last.
            victim.toHandle().destroyForcibly();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged(line);
            }
        } finally {
            victim.destroyForcibly();
        }
        assertThat(victim.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    private void acknowledged(String line) {
        var parts = line.split(" ");
        if (parts.length == 2 && parts[1].equals("end")) {
            ended.add(parts[0]);
        } else if (parts.length == 3 && parts[2].equals(".")) {
            generations.merge(parts[0], Integer.parseInt(parts[1]), Math::max);
        }
    }
}
