package io.muster.gateway.backend;

import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.wire.outbound.OutboundException;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Whether a failure may pass by itself. Decided by type, however deep the cause; by text only for foreign errors. */
enum Transience {
    /** Worth another attempt later: no connection, HTTP 5xx, a process that ended. */
    TRANSIENT,
    /** Needs a person: any other HTTP 4xx, a certificate, an answer that is no MCP. */
    PERMANENT,
    /** HTTP 401: needs a login. */
    UNAUTHORIZED;

    /** Causes nest; a chain that is longer than this, or runs in a circle, is cut. */
    private static final int DEPTH = 32;

    static Transience of(Throwable failure) {
        var chain = chain(failure);
        return first(chain.stream().flatMap(Transience::ofFault))
                .or(() -> first(chain.stream().filter(Transience::isSecurity).map(t -> PERMANENT)))
                .or(() -> first(chain.stream().filter(Transience::isConnection).map(t -> TRANSIENT)))
                .or(() -> first(chain.stream()
                        .map(Throwable::getMessage)
                        .filter(text -> text != null)
                        .flatMap(text -> ErrorText.transience(text).stream())))
                .orElse(PERMANENT);
    }

    private static Optional<Transience> first(Stream<Transience> verdicts) {
        return verdicts.findFirst();
    }

    private static List<Throwable> chain(Throwable failure) {
        var chain = new ArrayList<Throwable>();
        for (var t = failure; t != null && chain.size() < DEPTH; t = t.getCause()) {
            chain.add(t);
        }
        return chain;
    }

    private static Stream<Transience> ofFault(Throwable failure) {
        return switch (failure) {
            case McpTransportException transport -> Stream.of(of(transport.fault()));
            case OutboundException outbound -> Stream.of(of(outbound.kind()));
            default -> Stream.empty();
        };
    }

    private static Transience of(Fault fault) {
        return switch (fault) {
            case Fault.Unauthorized _ -> UNAUTHORIZED;
            case Fault.Forbidden _ -> PERMANENT;
            case Fault.HttpStatus(var status) -> ofStatus(status);
            case Fault.Network(var kind) -> of(kind);
            case Fault.SpawnFailed _, Fault.Exited _, Fault.SessionLost _, Fault.TimedOut _, Fault.Closed _ ->
                TRANSIENT;
            case Fault.ProtocolViolation _ -> PERMANENT;
        };
    }

    private static Transience of(OutboundException.Kind kind) {
        return switch (kind) {
            case UNKNOWN_HOST, CONNECT, BROKEN, TIMEOUT -> TRANSIENT;
            case TLS, TOO_LARGE, FORBIDDEN -> PERMANENT;
        };
    }

    /** Proxies invent codes beyond 511 (520 to 530 say that the origin is down), so the whole class counts. */
    static Transience ofStatus(int status) {
        if (status == 401) {
            return UNAUTHORIZED;
        }
        return status >= 500 && status <= 599 ? TRANSIENT : PERMANENT;
    }

    private static boolean isSecurity(Throwable failure) {
        return failure instanceof SSLException || failure instanceof GeneralSecurityException;
    }

    private static boolean isConnection(Throwable failure) {
        return switch (failure) {
            case ConnectException _, UnknownHostException _, SocketException _, SocketTimeoutException _ -> true;
            case HttpTimeoutException _, TimeoutException _, EOFException _ -> true;
            case ClosedChannelException _, UnresolvedAddressException _ -> true;
            default -> false;
        };
    }
}
