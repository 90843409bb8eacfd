package io.muster.wire.outbound;

import io.muster.wire.outbound.OutboundException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;

/**
 * Turns what the library and the system throw into the closed set of kinds. Texts name host and port, never path, query
 * or credentials. {@code connection refused}, {@code no such host}, {@code i/o timeout} and {@code certificate} are
 * words that status texts and users search for.
 */
final class Failures {
    private Failures() {}

    /** @param sent whether the request may have left, even in part */
    static OutboundException of(URI uri, IOException failure, boolean sent) {
        var peer = peer(uri);
        return switch (failure) {
            case GuardedDns.ForbiddenAddress e ->
                new OutboundException(Kind.FORBIDDEN, peer + " is not an address of the public internet", e);
            case UnknownHostException e ->
                new OutboundException(Kind.UNKNOWN_HOST, "cannot connect to " + peer + ": no such host", e);
            case IOException e when !sent -> notSent(peer, e);
            case SocketTimeoutException e -> timeout(uri, true, e);
            case ClientProtocolException e -> broken(peer, "the answer is not valid HTTP", e);
            case IOException e -> broken(peer, "the connection broke before the answer", e);
        };
    }

    /** The deadline passed. */
    static OutboundException timeout(URI uri, boolean sent, Throwable cause) {
        return sent
                ? new OutboundException(Kind.TIMEOUT, "no answer from " + peer(uri) + " in time: i/o timeout", cause)
                : new OutboundException(Kind.CONNECT, "cannot connect to " + peer(uri) + ": i/o timeout", cause);
    }

    static OutboundException brokenBody(URI uri, IOException cause) {
        return broken(peer(uri), "the connection broke within the answer", cause);
    }

    static OutboundException forbidden(URI uri, String why) {
        return new OutboundException(Kind.FORBIDDEN, "request to " + peer(uri) + " is not allowed: " + why);
    }

    /** {@code host:port}, the port that the scheme implies included. */
    static String peer(URI uri) {
        var port = uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getHost() + ":" + port;
    }

    private static OutboundException notSent(String peer, IOException failure) {
        var prefix = "cannot connect to " + peer + ": ";
        return switch (failure) {
            case SSLException e
            when concernsCertificate(e) ->
                new OutboundException(Kind.TLS, prefix + "its certificate is not trusted or not valid", e);
            case SSLException e -> new OutboundException(Kind.TLS, prefix + "TLS handshake failed", e);
            case SocketTimeoutException e -> new OutboundException(Kind.CONNECT, prefix + "i/o timeout", e);
            case ConnectException e -> new OutboundException(Kind.CONNECT, prefix + "connection refused", e);
            case NoRouteToHostException e -> new OutboundException(Kind.CONNECT, prefix + "no route to host", e);
            case Connections.ProxyRefused e -> new OutboundException(Kind.CONNECT, prefix + e.getMessage(), e);
            case IOException e -> new OutboundException(Kind.CONNECT, prefix + "connection failed", e);
        };
    }

    private static OutboundException broken(String peer, String what, IOException cause) {
        return new OutboundException(Kind.BROKEN, "request to " + peer + " failed: " + what, cause);
    }

    private static boolean concernsCertificate(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }
}
