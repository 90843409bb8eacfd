package io.muster.bench;

import io.muster.authserver.seal.AesSeal;
import io.muster.authserver.seal.SealingKey;
import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.file.FileStores;
import io.muster.authserver.store.memory.Capacity;
import io.muster.authserver.store.memory.MemoryStores;
import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.valkey.ValkeySettings;
import io.muster.valkey.ValkeyStores;
import io.muster.wire.time.SystemScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * Measures the stores of the authorization server: how many bearers a second they check, how many refresh tokens they
 * rotate, and what an idle session costs in memory. With {@code host:port} as argument the stores on that Valkey are
 * measured, too; they get a key prefix of their own.
 */
public final class StoreBench {
    private static final int SESSIONS = 20_000;
    private static final int CALLERS = 32;
    private static final int ROUNDS = 5;
    private static final long ROUND_NANOS = 1_000_000_000L;

    private final BenchReport report = new BenchReport(System.out);
    private final RandomGenerator random = new SecureRandom();
    private final Instant now = SystemScheduler.clock().instant();

    private StoreBench() {}

    public static void main(String[] arguments) throws Exception {
        var bench = new StoreBench();
        try (var scheduler = new SystemScheduler()) {
            bench.memory(scheduler);
            bench.file(scheduler);
            if (arguments.length == 1) {
                bench.valkey(ValkeySettings.at(arguments[0]), scheduler);
            }
        }
        bench.report.print();
    }

    private void memory(SystemScheduler scheduler) throws InterruptedException, ExecutionException {
        try (var stores = MemoryStores.open(Capacity.DEFAULT, SystemScheduler.clock(), scheduler, random)) {
            var before = heap();
            begin(stores, 0, SESSIONS);
            report.atMost("memory: an idle session", " bytes", 2_048, (double) (heap() - before) / SESSIONS);
            report.atLeast("memory: bearers checked", "/s", 50_000, accesses(stores));
            report.atLeast("memory: tokens rotated", "/s", 1_500, rotations(stores));
        }
    }

    private void file(SystemScheduler scheduler) throws IOException, InterruptedException, ExecutionException {
        var directory = Files.createTempDirectory("store-bench");
        var file = directory.resolve("oauth.db");
        try (var stores = FileStores.open(file, seal(), Capacity.DEFAULT, SystemScheduler.clock(), scheduler, random)) {
            begin(stores, 0, SESSIONS);
            report.atLeast("file: bearers checked", "/s", 50_000, accesses(stores));
            report.note("file: tokens rotated, forced to the disc", "/s", rotations(stores));
            report.note("file: size", " MB", Files.size(file) / 1e6);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
    }

    private void valkey(ValkeySettings settings, SystemScheduler scheduler)
            throws InterruptedException, ExecutionException {
        var own = settings.withKeyPrefix("bench-" + random.nextLong() + ":");
        try (var stores = ValkeyStores.open(own, seal(), SystemScheduler.clock(), scheduler, random)) {
            begin(stores, 0, SESSIONS);
            report.atLeast("valkey: bearers checked", "/s", 10_000, accesses(stores));
            report.note("valkey: tokens rotated", "/s", rotations(stores));
        }
    }

    private AesSeal seal() {
        return new AesSeal(List.of(SealingKey.random(random)), random);
    }

    private double accesses(Stores stores) throws InterruptedException, ExecutionException {
        var hashes = new ArrayList<TokenHash>();
        for (int i = 0; i < SESSIONS; i++) {
            hashes.add(TokenHash.of("a" + i + " 0"));
        }
        return best(caller -> {
            var at = caller * 613 % SESSIONS;
            if (stores.sessions().access(hashes.get(at), now).isEmpty()) {
                throw new IllegalStateException("a bearer is lost");
            }
        });
    }

    /** Each caller rotates a session of his own again and again. */
    private double rotations(Stores stores) throws InterruptedException, ExecutionException {
        var generations = new int[CALLERS];
        return best(caller -> {
            var generation = generations[caller]++;
            var session = session(caller);
            stores.sessions()
                    .rotate(
                            TokenHash.of("r" + caller + " " + generation),
                            token("a" + caller + " " + (generation + 1), session, generation + 1, Duration.ofHours(1)),
                            token("r" + caller + " " + (generation + 1), session, generation + 1, Duration.ofDays(30)),
                            new byte[160],
                            now.plusSeconds(10),
                            now);
        });
    }

    /** Operations a second of many callers, the best of several rounds: this is about the code, not about its neighbours. */
    private static double best(IntConsumer operation) throws InterruptedException, ExecutionException {
        var best = 0.0;
        for (int round = 0; round < ROUNDS; round++) {
            best = Math.max(best, round(operation));
        }
        return best;
    }

    private static double round(IntConsumer operation) throws InterruptedException, ExecutionException {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var start = System.nanoTime();
            var counts = new ArrayList<Future<Long>>();
            for (int i = 0; i < CALLERS; i++) {
                var caller = i;
                counts.add(callers.submit(() -> {
                    var count = 0L;
                    while (System.nanoTime() - start < ROUND_NANOS) {
                        operation.accept(caller);
                        count++;
                    }
                    return count;
                }));
            }
            var sum = 0L;
            for (var count : counts) {
                sum += count.get();
            }
            return sum * 1e9 / (System.nanoTime() - start);
        }
    }

    private void begin(Stores stores, int from, int to) throws InterruptedException, ExecutionException {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var started = new ArrayList<Future<?>>();
            for (int caller = 0; caller < CALLERS; caller++) {
                var first = from + caller;
                started.add(callers.submit(() -> {
                    for (int i = first; i < to; i += CALLERS) {
                        var session = session(i);
                        stores.sessions()
                                .start(
                                        session,
                                        token("a" + i + " 0", session, 0, Duration.ofHours(1)),
                                        token("r" + i + " 0", session, 0, Duration.ofDays(30)));
                    }
                }));
            }
            for (var done : started) {
                done.get();
            }
        }
    }

    private LoginSession session(int number) {
        return new LoginSession(
                new SessionId("session-with-an-id-of-forty-three-ch-" + (1_000_000 + number)),
                new Subject("CiQwOGE4Njg0Yi1kYjg4LTRiNzMtOTBhOS0zY2QxNjYxZjU0NjYSBWxvY2Fs" + number),
                new ClientId("https://editor.example/oauth/client-metadata.json"),
                0,
                now,
                now.plus(Duration.ofDays(30)),
                Optional.empty());
    }

    private GrantedToken token(String token, LoginSession session, long generation, Duration lasts) {
        return new GrantedToken(
                TokenHash.of(token),
                session.id(),
                session.subject(),
                session.client(),
                Scopes.of("openid", "profile", "email", "offline_access"),
                List.of("https://muster.example/mcp"),
                Optional.empty(),
                generation,
                now,
                now.plus(lasts));
    }

    private static long heap() {
        var runtime = Runtime.getRuntime();
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
