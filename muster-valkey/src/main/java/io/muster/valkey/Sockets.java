package io.muster.valkey;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Makes connections; the name is resolved each time, because after a fail-over it means another server. */
final class Sockets implements JedisSocketFactory {
    private final ValkeySettings settings;
    private final int connectMillis;
    private final int answerMillis;
    private final Optional<SSLSocketFactory> tls;

    Sockets(ValkeySettings settings, int connectMillis, int answerMillis) {
        this.settings = settings;
        this.connectMillis = connectMillis;
        this.answerMillis = answerMillis;
        this.tls =
                settings.tls().map(protection -> protection.trust().sslContext().getSocketFactory());
    }

    @Override
    public Socket createSocket() {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.connect(new InetSocketAddress(settings.host(), settings.port()), connectMillis);
            socket.setSoTimeout(connectMillis);
            var connected = tls.isPresent() ? secured(tls.get(), socket) : socket;
            connected.setSoTimeout(answerMillis);
            return connected;
        } catch (IOException e) {
            close(socket, e);
            throw new JedisConnectionException("cannot connect to " + settings, e);
        }
    }

    private Socket secured(SSLSocketFactory factory, Socket socket) throws IOException {
        var name = settings.tls().flatMap(ValkeySettings.Tls::serverName);
        var secured = (SSLSocket) factory.createSocket(socket, name.orElse(settings.host()), settings.port(), true);
        var parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        name.ifPresent(expected -> parameters.setServerNames(List.of(new SNIHostName(expected))));
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static void close(Socket socket, IOException reason) {
        try {
            socket.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
