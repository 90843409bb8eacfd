package io.muster.gateway.route;

import io.muster.gateway.backend.BackendConnection;
import io.muster.gateway.lease.Leases;
import io.muster.gateway.lease.Permit;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.client.McpTransportException;
import io.muster.wire.json.JsonObject;

/** Sends one call to one backend over a borrowed connection. */
final class BackendCalls {
    private final Leases leases;

    BackendCalls(Leases leases) {
        this.leases = leases;
    }

    /**
     * Makes the call.
     *
     * @throws RouteFailure when the backend cannot be used or does not answer
     */
    McpOutcome call(String server, String method, JsonObject params, CallScope scope) throws InterruptedException {
        var connection = borrow(server, scope);
        try {
            return connection.call(new McpCall(scope.envelope(), method, params), scope.reply(), scope.deadline());
        } catch (McpTransportException e) {
            throw RouteFailure.noAnswer(server, e);
        }
    }

    Permit permit(String server, CallScope scope) {
        return leases.borrow(server, scope.caller());
    }

    private BackendConnection borrow(String server, CallScope scope) {
        return switch (permit(server, scope)) {
            case Permit.Granted(var connection) -> connection;
            case Permit.NotFound() -> throw RouteFailure.serverNotFound(server);
            case Permit.NotConnected(var state) -> throw RouteFailure.notConnected(server, state);
            case Permit.LoginRequired(var reason) -> throw RouteFailure.loginRequired(server, reason);
        };
    }
}
