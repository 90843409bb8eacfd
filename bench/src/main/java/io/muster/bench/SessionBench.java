package io.muster.bench;

import com.sun.management.ThreadMXBean;
import io.muster.gateway.catalog.Naming;
import io.muster.gateway.catalog.Offers;
import io.muster.gateway.lease.BackendOpener;
import io.muster.gateway.lease.CredentialLease;
import io.muster.gateway.lease.CredentialSource;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.LeaseAnswer;
import io.muster.gateway.lease.LeaseKind;
import io.muster.gateway.lease.LeaseLog;
import io.muster.gateway.lease.LeaseSource;
import io.muster.gateway.lease.LeaseSurroundings;
import io.muster.gateway.lease.LeaseTerms;
import io.muster.gateway.lease.Permit;
import io.muster.gateway.lease.SubjectCredentials;
import io.muster.gateway.lease.SubjectRenewer;
import io.muster.gateway.session.SessionPorts;
import io.muster.gateway.session.SessionRecords;
import io.muster.gateway.session.SessionSurroundings;
import io.muster.gateway.session.Sessions;
import io.muster.oauth.Caller;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.store.HashJournal;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.SystemScheduler;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Measures login sessions: what a request pays for the check of its lease, what sessions with twenty servers hold in
 * memory, and how long the first request of a session waits. Servers are doubles in the same process.
 */
public final class SessionBench {
    /** So many are spoken of; figures of fewer are multiplied. */
    private static final int SPOKEN_OF = 10_000;

    private static final int CHECKS = 1_000_000;
    private static final int ROUNDS = 10;
    private static final long SLOWEST = 300;
    private static final Duration LONG = Duration.ofHours(2);
    private static final double MIB = 1 << 20;

    private final BenchReport report = new BenchReport(System.out);
    private final InstantSource clock = SystemScheduler.clock();
    private final Executor executor = task -> Thread.ofVirtual().start(task);
    private final SystemScheduler scheduler;
    private final int count;

    private SessionBench(SystemScheduler scheduler, int count) {
        this.scheduler = scheduler;
        this.count = count;
    }

    /** @param arguments how many sessions to make; 10,000 when that is not said */
    public static void main(String[] arguments) throws InterruptedException {
        var count = arguments.length == 1 ? Integer.parseInt(arguments[0]) : SPOKEN_OF;
        try (var scheduler = new SystemScheduler()) {
            var bench = new SessionBench(scheduler, count);
            bench.leaseCheck();
            bench.bootstrap();
            bench.idle();
            bench.connected();
            bench.report.print();
        }
    }

    // --- the check of a lease

    private void leaseCheck() throws InterruptedException {
        var subject = new SubjectCredentials(SubjectRenewer.NONE, clock);
        subject.offer(new Secret("subject"), clock.instant().plus(LONG), Set.of());
        var source = new CredentialSource.ExchangeSubject(subject, (_, _, _) -> SessionServersDouble.token());
        var surroundings =
                new LeaseSurroundings((_, _, _) -> {}, _ -> {}, new LeaseLog(clock), scheduler, clock, executor);
        BackendOpener opener = (_, _) -> new BackendOpener.Attempt.Opened(new NoConnection());
        try (var lease = new CredentialLease(
                new SessionId("session"),
                "server",
                new LeaseTerms(LeaseKind.EXCHANGE, Set.of()),
                LeaseSource.of(source, subject, opener),
                surroundings,
                false)) {
            var deadline = Deadline.after(Duration.ofHours(1), clock);
            var nanos = Double.MAX_VALUE;
            var bytes = Double.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                var bytesBefore = allocated();
                var before = System.nanoTime();
                var length = checks(lease, deadline);
                nanos = Math.min(nanos, (double) (System.nanoTime() - before) / CHECKS);
                bytes = Math.min(bytes, (double) (allocated() - bytesBefore) / CHECKS);
                if (length == 0) {
                    throw new IllegalStateException("no header");
                }
            }
            report.atMost("lease check of a request, with its header", " ns", 2_000, nanos);
            report.atMost("lease check: allocated", " bytes", 0, (double) Math.round(bytes));
        }
    }

    private long checks(CredentialLease lease, Deadline deadline) throws InterruptedException {
        var length = 0L;
        for (int i = 0; i < CHECKS; i++) {
            if (!(lease.borrow(deadline) instanceof LeaseAnswer.Granted granted)) {
                throw new IllegalStateException("the lease is not granted");
            }
            length += granted.token().headerAt(clock.instant()).length();
            granted.close();
        }
        return length;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static final class NoConnection implements BackendOpener.Connection {
        @Override
        public BackendOpener.Ending listen() {
            return BackendOpener.Ending.UNSUPPORTED;
        }

        @Override
        public Optional<BackendOpener.Refusal> ping(Deadline deadline) {
            return Optional.empty();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    // --- the first request of a session

    private void bootstrap() throws InterruptedException {
        var servers = new SessionServersDouble(
                name -> name.equals(SessionServersDouble.name(7)) ? SLOWEST : SLOWEST / 3, scheduler);
        try (var sessions = sessions(servers, forgetful())) {
            var best = Double.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                var before = System.nanoTime();
                request(sessions, round);
                best = Math.min(best, (System.nanoTime() - before) / 1e6);
                requireConnected(sessions, round);
            }
            report.note("first request of a session, the slowest of 20 servers takes 300 ms", " ms", best);
            report.atMost("first request, of the time of the slowest server", "x", 1.2, best / SLOWEST);
        }
    }

    // --- memory

    /** As after a restart: everything is on record, and what it takes to be connected again is there. */
    private void idle() throws InterruptedException {
        var records = new SessionRecords(new MemoryHashStore(clock), LONG);
        for (int i = 0; i < count; i++) {
            var session = caller(i).session();
            for (int j = 0; j < SessionServersDouble.SERVERS; j++) {
                var server = SessionServersDouble.name(j);
                records.remember(session, server, true);
                records.offered(session, server, SessionServersDouble.inventory(server));
            }
        }
        held("10,000 sessions with 20 idle leases each", records, OptionalLong.of(400));
    }

    private void connected() throws InterruptedException {
        held(
                "10,000 sessions connected to 20 servers each, without the connections",
                forgetful(),
                OptionalLong.empty());
    }

    private void held(String figure, SessionRecords records, OptionalLong target) throws InterruptedException {
        var before = heap();
        try (var sessions = sessions(new SessionServersDouble(_ -> 0, scheduler), records)) {
            var start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                request(sessions, i);
                requireConnected(sessions, i);
            }
            var micros = (System.nanoTime() - start) / 1e3 / count;
            var mebibytes = (heap() - before) / MIB * SPOKEN_OF / count;
            target.ifPresentOrElse(
                    most -> report.atMost(figure, " MiB", (double) most, mebibytes),
                    () -> report.note(figure, " MiB", mebibytes));
            report.note("the first request of each of them", " µs", micros);
            requireConnected(sessions, 0);
        }
    }

    /** What is on record nowhere but in memory would be counted with the sessions. */
    private SessionRecords forgetful() {
        return new SessionRecords(new MemoryHashStore(0, HashJournal.NONE, clock), LONG);
    }

    // --- sessions

    private Sessions sessions(SessionServersDouble servers, SessionRecords records) {
        var ports = new SessionPorts(servers, _ -> SubjectRenewer.NONE, records, new Offers(new Naming("x")));
        var sessions = new Sessions(
                (_, _) -> new Permit.NotFound(), ports, new SessionSurroundings(servers, scheduler, clock, executor));
        SessionServersDouble.define(sessions.backends());
        return sessions;
    }

    private static Caller caller(int number) {
        return new Caller(
                new SessionId("session-with-an-id-of-forty-three-ch-" + (1_000_000 + number)),
                new Subject("user-" + number));
    }

    private void request(Sessions sessions, int number) throws InterruptedException {
        sessions.authenticated(caller(number), () -> Optional.of(subjectToken(number)));
    }

    private Secret subjectToken(int number) {
        var claims = "{\"sub\":\"user-" + number + "\",\"exp\":"
                + clock.instant().plus(LONG).getEpochSecond() + ",\"pad\":\"" + "x".repeat(600) + "\"}";
        var payload = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return new Secret("e30." + payload + ".c2ln");
    }

    private static void requireConnected(Sessions sessions, int number) {
        var offers = sessions.of(caller(number)).size();
        if (offers != SessionServersDouble.SERVERS) {
            throw new IllegalStateException(FailureClass.PENDING.text() + ": " + offers + " servers");
        }
    }

    private static long heap() {
        var runtime = Runtime.getRuntime();
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
