package io.muster.authserver.token;

import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.MeterNames;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.JsonObject;
import java.util.Map;

/**
 * {@code POST /oauth/token}.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1-13#section-3.2">OAuth 2.1, 3.2</a>
 */
public final class TokenEndpoint implements HttpHandler {
    private final EndpointContext at;
    private final ClientGate gate;
    private final Answering answering;
    private final KeyProof proofs;
    private final AuthorizationCodeGrant codes;
    private final RefreshGrant refreshes;
    private final Grant exchange;
    private final boolean idTokens;

    /** @param exchange handles RFC 8693; {@link Grant#NOT_OFFERED} where it is not offered */
    public TokenEndpoint(
            EndpointContext at, KeyProof proofs, AuthorizationCodeGrant codes, RefreshGrant refreshes, Grant exchange) {
        this(at, proofs, codes, refreshes, exchange, true);
    }

    private TokenEndpoint(
            EndpointContext at,
            KeyProof proofs,
            AuthorizationCodeGrant codes,
            RefreshGrant refreshes,
            Grant exchange,
            boolean idTokens) {
        this.at = at;
        this.gate = new ClientGate(at);
        this.answering = new Answering(at);
        this.proofs = proofs;
        this.codes = codes;
        this.refreshes = refreshes;
        this.exchange = exchange;
        this.idTokens = idTokens;
    }

    /** The same, which keeps the ID tokens of the identity provider to itself: their issuer is not this server. */
    public TokenEndpoint withoutIdTokens() {
        return new TokenEndpoint(at, proofs, codes, refreshes, exchange, false);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return answering.post(request, form -> {
            try {
                var answer = answer(request, form);
                return answering.json(idTokens ? answer : answer.without("id_token"));
            } catch (OAuthRejection e) {
                at.meters()
                        .count(
                                MeterNames.TOKEN_FAILURES,
                                Map.of(
                                        "grant_type",
                                        TokenRequest.label(form),
                                        "error_code",
                                        e.error().code()));
                throw e;
            }
        });
    }

    private JsonObject answer(HttpRequest request, FormParameters form) throws InterruptedException {
        return switch (TokenRequest.parse(form)) {
            case TokenRequest.AuthorizationCode code -> codes.redeem(code, attempt(request, form));
            case TokenRequest.Refresh refresh -> refreshes.redeem(refresh, attempt(request, form));
            case TokenRequest.Exchange _ ->
                exchange.answer(request, form, at.requesters().apply(request));
        };
    }

    private Attempt attempt(HttpRequest request, FormParameters form) throws InterruptedException {
        var client = gate.admitted(request, form);
        return new Attempt(client, proofs.thumbprint(request), at.requesters().apply(request));
    }
}
