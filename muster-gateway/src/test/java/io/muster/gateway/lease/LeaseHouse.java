package io.muster.gateway.lease;

import io.muster.gateway.lease.BackendOpener.Attempt;
import io.muster.gateway.lease.CredentialSource.Acquired;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A lease with all around it: a provider that exchanges, and a backend that counts its connections. */
final class LeaseHouse implements AutoCloseable {
    static final SessionId ALICE = new SessionId("alice-session");
    static final Duration LIFE = Duration.ofMinutes(30);

    final ManualTime time = new ManualTime();
    final SubjectCredentials subject;
    final List<String> exchanged = Collections.synchronizedList(new ArrayList<>());
    final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    final List<Boolean> records = Collections.synchronizedList(new ArrayList<>());
    final List<FakeConnection> connections = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    final BlockingQueue<FailureClass> failures = new LinkedBlockingQueue<>();

    volatile Acquired refusal = Acquired.Failed.of(FailureClass.PROVIDER_REFUSED);
    volatile boolean refusing;
    volatile boolean backendRefuses;
    volatile CountDownLatch openGate = new CountDownLatch(0);
    final CredentialLease lease;

    LeaseHouse(SubjectRenewer renewer, boolean onRecord) {
        subject = new SubjectCredentials(renewer, time);
        var surroundings = new LeaseSurroundings(
                (session, backend, authenticated) -> records.add(authenticated),
                listener(),
                new LeaseLog(time),
                time,
                time,
                this::execute);
        lease = new CredentialLease(
                ALICE,
                "github",
                new LeaseTerms(LeaseKind.EXCHANGE, Set.of()),
                LeaseSource.of(new CredentialSource.ExchangeSubject(subject, this::exchange), subject, this::open),
                surroundings,
                onRecord);
    }

    private void execute(Runnable task) {
        underWay.incrementAndGet();
        Thread.ofVirtual().start(() -> {
            try {
                task.run();
            } finally {
                underWay.decrementAndGet();
            }
        });
    }

    private LeaseListener listener() {
        return new LeaseListener() {
            @Override
            public void changed(CredentialLease changed) {
                changes.incrementAndGet();
            }

            @Override
            public void failed(CredentialLease failed, FailureClass reason) {
                failures.add(reason);
            }
        };
    }

    static LeaseHouse empty() {
        return new LeaseHouse(SubjectRenewer.NONE, false);
    }

    void login(String token) {
        subject.offer(new Secret(token), time.instant().plus(Duration.ofHours(8)), Set.of());
    }

    private Acquired exchange(SubjectCredential credential, boolean fresh, Deadline deadline) {
        exchanged.add(credential.token().reveal() + (fresh ? " fresh" : ""));
        return refusing
                ? refusal
                : new Acquired.Token(
                        new Secret("exchanged-" + exchanged.size()),
                        time.instant().plus(LIFE));
    }

    private Attempt open(BackendOpener.Line line, Deadline deadline) throws InterruptedException {
        sent.add(line.token().headerAt(time.instant()));
        Eventually.open("the backend answers", openGate);
        if (backendRefuses) {
            return new Attempt.Refused();
        }
        var connection = new FakeConnection(line);
        connections.add(connection);
        return new Attempt.Opened(connection);
    }

    /** One connection of the backend. */
    final class FakeConnection implements BackendOpener.Connection {
        final BackendOpener.Line line;
        final CountDownLatch closed = new CountDownLatch(1);
        final CountDownLatch listening = new CountDownLatch(1);
        final CompletableFuture<BackendOpener.Ending> stream = new CompletableFuture<>();

        FakeConnection(BackendOpener.Line line) {
            this.line = line;
        }

        @Override
        public BackendOpener.Ending listen() throws InterruptedException {
            listening.countDown();
            underWay.decrementAndGet();
            try {
                return stream.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } finally {
                underWay.incrementAndGet();
            }
        }

        @Override
        public Optional<BackendOpener.Refusal> ping(Deadline deadline) {
            return Optional.of(BackendOpener.Refusal.REFUSED);
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    LeaseAnswer borrow() throws InterruptedException {
        return lease.borrow(Deadline.after(Duration.ofSeconds(15), time));
    }

    /** Borrows, and gives back at once. */
    UsableToken granted() throws InterruptedException {
        try (var grant = (LeaseAnswer.Granted) borrow()) {
            return grant.token();
        }
    }

    String header() throws InterruptedException {
        return granted().headerAt(time.instant());
    }

    /** Lets time pass between two moments at which nothing is under way but streams. */
    void pass(Duration duration) {
        rest();
        time.advance(duration);
        rest();
    }

    void rest() {
        Eventually.until("nothing is under way but streams", () -> underWay.get() == 0);
    }

    void awaitStatus(LeaseStatus status) {
        Eventually.until("the lease is " + status, () -> lease.status() == status);
    }

    @Override
    public void close() {
        lease.close();
    }
}
