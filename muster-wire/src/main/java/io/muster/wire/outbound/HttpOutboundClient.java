package io.muster.wire.outbound;

import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;

/**
 * The outbound client of the running process. The number of connections is not limited, so streams that stay open
 * starve nobody.
 *
 * <p>An exchange runs on the thread of its caller. The deadline ends it whatever it waits for: the resolver of the
 * system, the connection, the header of the answer. So does an interrupt of a virtual thread; on a platform thread, whose
 * reads no interrupt reaches, it takes effect with the next thing that happens. The deadline also limits
 * {@link OutboundResponse#bytes()}; a body that is read as a stream has none.
 *
 * <p>Nothing is retried. A pooled connection that has been idle is probed before it is used; if it breaks after that,
 * the request may have run.
 *
 * <p>Through a proxy it is the proxy that connects. A policy that allows public addresses only is then applied to what
 * the name resolves to here, which the proxy may see differently: it has to be guarded itself.
 */
public final class HttpOutboundClient implements OutboundClient {
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final OutboundPolicy policy;
    private final ProxySettings proxies;
    private final GuardedDns dns;
    private final Connections connections;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final Scheduler.Timer eviction;

    public HttpOutboundClient(
            OutboundPolicy policy,
            TrustedCertificates trust,
            ProxySettings proxies,
            InstantSource clock,
            Scheduler scheduler) {
        this(policy, trust, proxies, new GuardedDns(policy.addresses(), proxies), clock, scheduler);
    }

    HttpOutboundClient(
            OutboundPolicy policy,
            TrustedCertificates trust,
            ProxySettings proxies,
            GuardedDns dns,
            InstantSource clock,
            Scheduler scheduler) {
        this.policy = policy;
        this.proxies = proxies;
        this.dns = dns;
        this.connections = new Connections(policy, trust, proxies, dns);
        this.clock = clock;
        this.scheduler = scheduler;
        this.eviction = scheduler.every(SWEEP, () -> connections.closeIdle(TimeValue.ofMilliseconds(IDLE.toMillis())));
    }

    @Override
    public OutboundResponse send(OutboundRequest request) throws InterruptedException {
        var current = request;
        for (var redirects = 0; ; redirects++) {
            check(current.uri());
            var answer = exchange(current);
            var next = policy.maxRedirects() == 0 ? Optional.<OutboundRequest>empty() : next(current, answer);
            if (next.isEmpty()) {
                return answer;
            }
            answer.close();
            if (redirects == policy.maxRedirects()) {
                throw Failures.forbidden(current.uri(), "there are too many redirects");
            }
            current = next.get();
        }
    }

    @Override
    public void close() {
        eviction.cancel();
        connections.close();
    }

    private static Optional<OutboundRequest> next(OutboundRequest request, OutboundResponse answer) {
        try {
            return Redirects.next(request, answer.status(), answer.headers());
        } catch (OutboundException e) {
            answer.close();
            throw e;
        }
    }

    private void check(URI uri) {
        var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!policy.schemes().contains(scheme) || !(scheme.equals("http") || scheme.equals("https"))) {
            throw Failures.forbidden(uri, "the scheme must be one of " + policy.schemes());
        }
        if (uri.getHost() == null) {
            throw Failures.forbidden(uri, "the URL has no host");
        }
        if (uri.getRawUserInfo() != null) {
            throw Failures.forbidden(uri, "the URL contains credentials");
        }
    }

    private HttpOutboundResponse exchange(OutboundRequest request) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        var message = Connections.message(request);
        var sent = new Connections.Sent();
        var turn = new Turn();
        var timer = limit(request.deadline(), () -> {
            if (turn.cutOff()) {
                message.cancel();
            }
        });
        try {
            checkBehindProxy(request.uri());
            var response = connections.execute(message, sent);
            if (turn.end()) {
                response.close(CloseMode.IMMEDIATE);
                throw late(request, sent);
            }
            return respond(request, response);
        } catch (IOException | RuntimeException e) {
            throw failure(request, sent, turn.end(), e);
        } finally {
            timer.cancel();
        }
    }

    private static OutboundException late(OutboundRequest request, Connections.Sent sent) {
        return Failures.timeout(request.uri(), sent.isTrue(), new SocketTimeoutException("deadline passed"));
    }

    private static OutboundException failure(
            OutboundRequest request, Connections.Sent sent, boolean cutOff, Exception cause)
            throws InterruptedException {
        if (cause instanceof OutboundException known) {
            return known;
        }
        if (cutOff) {
            return late(request, sent);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        var failure = cause instanceof IOException io ? io : new IOException(cause);
        return Failures.of(request.uri(), failure, sent.isTrue());
    }

    private Scheduler.Timer limit(Deadline deadline, Runnable late) {
        return deadline.isNone() ? () -> {} : scheduler.after(deadline.left(clock.instant()), late);
    }

    private void checkBehindProxy(URI uri) throws UnknownHostException {
        if (policy.addresses() == OutboundPolicy.AddressRule.PUBLIC
                && proxies.proxyFor(uri.getScheme(), uri.getHost(), uri.getPort())
                        .isPresent()) {
            dns.check(uri.getHost());
        }
    }

    private HttpOutboundResponse respond(OutboundRequest request, CloseableHttpResponse response) {
        try {
            var limits = new HttpOutboundResponse.Limits(policy.maxBodyBytes(), request.deadline(), clock, scheduler);
            return new HttpOutboundResponse(request.uri(), response, limits);
        } catch (IOException e) {
            response.close(CloseMode.IMMEDIATE);
            throw Failures.brokenBody(request.uri(), e);
        }
    }
}
