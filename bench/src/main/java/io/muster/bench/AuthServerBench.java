package io.muster.bench;

import io.muster.wire.http.Authenticator;
import io.muster.wire.http.Body;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Measures the authorization server in this process, with stores in memory and an identity provider that answers at once:
 * bearer tokens validated and refresh tokens rotated by one thread. The figures per CPU second count all threads of the
 * process, compiler and garbage collector included, and hold on a busy machine as well.
 */
public final class AuthServerBench {
    private static final int SESSIONS = 2_000;
    private static final int WARM_UP_ROUNDS = 5;
    private static final int ROUNDS = 5;

    private final AuthServerWorld world = new AuthServerWorld();
    private final String[] refreshTokens = new String[SESSIONS];
    private final HttpRequest[] requests = new HttpRequest[SESSIONS];

    private AuthServerBench() {}

    public static void main(String[] arguments) {
        var report = new BenchReport(System.out);
        new AuthServerBench().run(report);
        report.print();
    }

    private void run(BenchReport report) {
        for (var i = 0; i < SESSIONS; i++) {
            remember(i, world.login(i));
        }
        var validations = measured(400_000, this::validate);
        report.atLeast("bearer validations, one thread", "/s", 50_000, validations.perSecond());
        report.note("bearer validations", " per CPU second", validations.perCpuSecond());

        var refreshes = measured(8_000, this::refresh);
        report.atLeast("refresh grants, one thread", "/s", 1_500, refreshes.perSecond());
        report.note("refresh grants", " per CPU second", refreshes.perCpuSecond());
    }

    private void validate(int i) {
        if (!(world.resources().admit(requests[i % SESSIONS]) instanceof Authenticator.Admitted<?>)) {
            throw new IllegalStateException("a good token was refused");
        }
    }

    private void refresh(int i) {
        var session = i % SESSIONS;
        var answer = world.tokens()
                .handle(AuthServerWorld.form(List.of(
                        "grant_type", "refresh_token",
                        "client_id", "app",
                        "refresh_token", refreshTokens[session])));
        if (!(answer.body() instanceof Body.Bytes(var content))
                || !(Json.parse(content) instanceof JsonObject tokens)
                || answer.status() != 200) {
            throw new IllegalStateException("a refresh was refused with status " + answer.status());
        }
        remember(session, tokens);
    }

    private void remember(int session, JsonObject tokens) {
        refreshTokens[session] = tokens.text("refresh_token", "");
        requests[session] = AuthServerWorld.call(tokens.text("access_token", ""));
    }

    /** How fast the best round was, by the clock and by what the process used. */
    private record Figure(double perSecond, double perCpuSecond) {}

    private static Figure measured(int times, IntConsumer operation) {
        var best = new Figure(0, 0);
        for (var round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
            var begun = System.nanoTime();
            var cpu = cpuNanos();
            for (var i = 0; i < times; i++) {
                operation.accept(i);
            }
            var figure = new Figure(times * 1e9 / (System.nanoTime() - begun), times * 1e9 / (cpuNanos() - cpu));
            if (round >= WARM_UP_ROUNDS) {
                best = new Figure(
                        Math.max(best.perSecond(), figure.perSecond()),
                        Math.max(best.perCpuSecond(), figure.perCpuSecond()));
            }
        }
        return best;
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? Math.max(1, system.getProcessCpuTime())
                : 1;
    }
}
