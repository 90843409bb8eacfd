package io.muster.wire.outbound;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The pool of connections: everything about the library that is configuration. */
final class Connections {
    /** As good as unlimited: a limit would let streams starve calls, and descriptors end first. */
    private static final int MANY = 1_000_000;

    /** Most answers fit, and take one read. Not larger, because a connection keeps two while its stream is open. */
    private static final int BUFFER = 4096;

    private static final Set<String> OWN_HEADERS =
            Set.of("host", "content-length", "transfer-encoding", "connection", "expect", "upgrade");

    private static final String SENT = "muster.sent";

    private final PoolingHttpClientConnectionManager pool;
    private final CloseableHttpClient client;

    /** Whether a request, or part of it, may have reached the peer. */
    static final class Sent {
        private volatile boolean value;

        boolean isTrue() {
            return value;
        }
    }

    /** The proxy does not connect us to the target. */
    static final class ProxyRefused extends IOException {
        ProxyRefused(int status) {
            super("the proxy answers " + status);
        }
    }

    Connections(OutboundPolicy policy, TrustedCertificates trust, ProxySettings proxies, GuardedDns dns) {
        pool = pool(policy, trust, dns);
        client = HttpClientBuilder.create()
                .setConnectionManager(pool)
                .setRequestExecutor(new MarkingExecutor())
                .setRoutePlanner(new ProxyPlanner(proxies))
                .setDefaultCredentialsProvider(credentials(proxies))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setProtocolUpgradeEnabled(false)
                        .setExpectContinueEnabled(false)
                        .build())
                .setUserAgent("muster")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .disableConnectionState()
                .build();
    }

    static HttpUriRequestBase message(OutboundRequest request) {
        var message = new HttpUriRequestBase(request.method(), request.uri());
        for (var field : request.headers().fields()) {
            if (!OWN_HEADERS.contains(field.name().toLowerCase(Locale.ROOT))) {
                message.addHeader(field.name(), field.value());
            }
        }
        if (request.body().length > 0) {
            message.setEntity(new ByteArrayEntity(request.body(), null));
        }
        return message;
    }

    CloseableHttpResponse execute(HttpUriRequestBase message, Sent sent) throws IOException {
        var context = HttpClientContext.create();
        context.setAttribute(SENT, sent);
        var response = CloseableHttpResponse.adapt(client.executeOpen(null, message, context));
        if (!sent.isTrue()) {
            // The library hands out the proxy's refusal as if it were the answer of the target.
            response.close(CloseMode.IMMEDIATE);
            throw new ProxyRefused(response.getCode());
        }
        return response;
    }

    void closeIdle(TimeValue idle) {
        pool.closeExpired();
        pool.closeIdle(idle);
    }

    void close() {
        client.close(CloseMode.IMMEDIATE);
        pool.close(CloseMode.IMMEDIATE);
    }

    private static PoolingHttpClientConnectionManager pool(
            OutboundPolicy policy, TrustedCertificates trust, GuardedDns dns) {
        var connect = Timeout.of(policy.connectTimeout());
        var http = Http1Config.custom()
                .setBufferSize(BUFFER)
                .setMaxLineLength(64 << 10)
                .setMaxHeaderCount(500)
                .build();
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(http)
                        .build())
                .setDnsResolver(dns)
                .setTlsSocketStrategy(new LateTls(trust))
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connect).build())
                // The deadline ends an exchange. The library's own limit for reads, three minutes, would break quiet
                // streams, and a timed read makes two threads change places, a tenth of what a call costs.
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setSoTimeout(Timeout.DISABLED)
                        .setTcpNoDelay(true)
                        .setSoKeepAlive(true)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                        .build())
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnTotal(MANY)
                .setMaxConnPerRoute(MANY)
                .build();
    }

    private static BasicCredentialsProvider credentials(ProxySettings proxies) {
        var provider = new BasicCredentialsProvider();
        proxies.http().ifPresent(proxy -> addCredentials(provider, proxy));
        proxies.https().ifPresent(proxy -> addCredentials(provider, proxy));
        return provider;
    }

    private static void addCredentials(BasicCredentialsProvider provider, URI proxy) {
        var user = proxy.getUserInfo();
        if (user != null) {
            var colon = user.indexOf(':');
            var name = colon < 0 ? user : user.substring(0, colon);
            var password = colon < 0 ? "" : user.substring(colon + 1);
            provider.setCredentials(
                    new AuthScope(ProxyPlanner.host(proxy)),
                    new UsernamePasswordCredentials(name, password.toCharArray()));
        }
    }

    /** Set up when the first connection needs it: to read the trusted certificates takes a good part of a start. */
    private static final class LateTls implements TlsSocketStrategy {
        private final TrustedCertificates trust;
        private @Nullable TlsSocketStrategy ready;

        LateTls(TrustedCertificates trust) {
            this.trust = trust;
        }

        @Override
        public SSLSocket upgrade(
                Socket socket, String target, int port, @Nullable Object attachment, HttpContext context)
                throws IOException {
            return ready().upgrade(socket, target, port, attachment, context);
        }

        private synchronized TlsSocketStrategy ready() {
            var known = ready;
            if (known == null) {
                known = ClientTlsStrategyBuilder.create()
                        .setSslContext(trust.sslContext())
                        .buildClassic();
                ready = known;
            }
            return known;
        }
    }

    /** Notes the moment from which on a request may have an effect. The tunnel through a proxy has none. */
    private static final class MarkingExecutor extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                @Nullable HttpResponseInformationCallback information,
                HttpContext context)
                throws IOException, HttpException {
            if (!request.getMethod().equals("CONNECT") && context.getAttribute(SENT) instanceof Sent sent) {
                sent.value = true;
            }
            return super.execute(request, connection, information, context);
        }
    }

    private static final class ProxyPlanner extends DefaultRoutePlanner {
        private final ProxySettings proxies;

        ProxyPlanner(ProxySettings proxies) {
            super(DefaultSchemePortResolver.INSTANCE);
            this.proxies = proxies;
        }

        @Override
        protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
            return proxies.proxyFor(target.getSchemeName(), target.getHostName(), target.getPort())
                    .map(ProxyPlanner::host)
                    .orElse(null);
        }

        static HttpHost host(URI proxy) {
            return new HttpHost("http", proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort());
        }
    }
}
