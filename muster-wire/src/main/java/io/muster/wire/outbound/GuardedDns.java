package io.muster.wire.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names for connections. The addresses that are checked here are the very ones that are connected to, so a
 * name that resolves differently a moment later gains nothing. One forbidden address makes the whole name forbidden.
 */
final class GuardedDns implements DnsResolver {
    private final OutboundPolicy.AddressRule rule;
    private final ProxySettings proxies;
    private final Resolver resolver;

    /** What names lead to. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** @param proxies their own addresses are the operator's choice and not checked */
    GuardedDns(OutboundPolicy.AddressRule rule, ProxySettings proxies) {
        this(rule, proxies, InetAddress::getAllByName);
    }

    GuardedDns(OutboundPolicy.AddressRule rule, ProxySettings proxies, Resolver resolver) {
        this.rule = rule;
        this.proxies = proxies;
        this.resolver = resolver;
    }

    /** The name leads to an address that the policy forbids. */
    static final class ForbiddenAddress extends UnknownHostException {
        ForbiddenAddress(String host) {
            super(host);
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return proxies.isProxy(host) ? lookUp(host) : check(host);
    }

    /** Resolves although the connection is made by someone else: a proxy. */
    InetAddress[] check(String host) throws UnknownHostException {
        var addresses = lookUp(host);
        for (var address : addresses) {
            if (!rule.allows(address)) {
                throw new ForbiddenAddress(host);
            }
        }
        return addresses;
    }

    /** On another thread: the resolver of the system takes its time and cannot be interrupted. */
    private InetAddress[] lookUp(String host) throws UnknownHostException {
        var answer = new FutureTask<>(() -> resolver.resolve(host));
        Thread.ofVirtual().name("dns").start(answer);
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException unknown) {
                throw unknown;
            }
            throw new IllegalStateException("cannot look up " + host, e.getCause());
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
