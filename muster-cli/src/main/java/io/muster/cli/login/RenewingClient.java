package io.muster.cli.login;

import io.muster.oauth.Secret;
import io.muster.wire.http.Headers;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.outbound.OutboundResponse;
import java.util.Optional;

/** Sends a request once more, with a renewed token, when a server refuses the first: 401 means that nothing was done. */
record RenewingClient(OutboundClient http, Wallet wallet) implements OutboundClient {
    private static final String AUTHORIZATION = "Authorization";
    private static final String BEARER = "Bearer ";

    @Override
    public OutboundResponse send(OutboundRequest request) throws InterruptedException {
        var response = http.send(request);
        var sent = response.status() == 401 ? bearer(request.headers()) : Optional.<Secret>empty();
        if (sent.isEmpty()) {
            return response;
        }
        var replacement = wallet.replacement(request.uri(), sent.get());
        if (replacement.isEmpty()) {
            return response;
        }
        response.close();
        var again = http.send(with(request, replacement.get()));
        if (again.status() == 401) {
            wallet.gaveUp(request.uri(), replacement.get());
        }
        return again;
    }

    private static Optional<Secret> bearer(Headers headers) {
        return headers.first(AUTHORIZATION)
                .filter(value -> value.startsWith(BEARER))
                .map(value -> new Secret(value.substring(BEARER.length())));
    }

    private static OutboundRequest with(OutboundRequest request, Secret token) {
        return new OutboundRequest(
                request.method(),
                request.uri(),
                request.headers().with(AUTHORIZATION, Wallet.authorization(token)),
                request.body(),
                request.deadline());
    }

    @Override
    public void close() {
        http.close();
    }
}
