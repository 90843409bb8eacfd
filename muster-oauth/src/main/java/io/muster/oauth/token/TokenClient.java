package io.muster.oauth.token;

import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.token.TokenResult.Answer;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Redeems codes and refresh tokens at the authorization servers of MCP servers. Thread-safe. */
public final class TokenClient {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final MetadataWeb web;
    private final InstantSource clock;

    public TokenClient(MetadataWeb web, InstantSource clock) {
        this.web = web;
        this.clock = clock;
    }

    /**
     * Who is asked, by whom, and for what.
     *
     * @param resource what the token is for (RFC 8707); empty where the server refuses to be told
     * @param scopes what was asked for
     */
    public record Request(URI endpoint, ClientCredentials client, Optional<URI> resource, Scopes scopes) {}

    /** Redeems a code (RFC 6749 section 4.1.3, RFC 7636 section 4.5). */
    public TokenResult redeem(Request request, Secret code, URI redirectUri, Secret verifier)
            throws InterruptedException {
        return issued(
                request,
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code.reveal(),
                        "redirect_uri",
                        redirectUri.toString(),
                        "client_id",
                        request.client().id().value(),
                        "code_verifier",
                        verifier.reveal()));
    }

    /** Refreshes tokens (RFC 6749 section 6). What the answer leaves out stays as it was. */
    public TokenResult refresh(Request request, TokenSet before) throws InterruptedException {
        var refreshToken = before.refreshToken();
        if (refreshToken.isEmpty()) {
            return new TokenResult.Failed(new TokenFailure.InvalidGrant("there is no refresh token"));
        }
        var result = issued(request, refreshing(request, refreshToken.get()));
        return result instanceof TokenResult.Issued(var tokens) ? new TokenResult.Issued(tokens.after(before)) : result;
    }

    /**
     * Asks for a token for another resource than the refresh token was issued for. Where the server does not know that
     * resource there is no token: one for anything would reach who must not have it.
     *
     * @param from has the refresh token; the answer has another one if the server replaced it
     */
    public TokenResult derive(Request request, TokenSet from) throws InterruptedException {
        var refreshToken = from.refreshToken();
        return refreshToken.isEmpty() || request.resource().isEmpty()
                ? new TokenResult.Failed(new TokenFailure.InvalidGrant("there is nothing to derive a token from"))
                : read(request, send(request, refreshing(request, refreshToken.get()), request.resource()));
    }

    private static Map<String, String> refreshing(Request request, Secret refreshToken) {
        return Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                refreshToken.reveal(),
                "client_id",
                request.client().id().value());
    }

    /** A server that does not know the resource is asked once more without it; the user has consented already. */
    private TokenResult issued(Request request, Map<String, String> form) throws InterruptedException {
        var answer = send(request, form, request.resource());
        if (request.resource().isPresent()
                && answer instanceof Answer.Failure(TokenFailure.Refused(var error, var _))
                && error.equals("invalid_target")) {
            answer = send(request, form, Optional.empty());
        }
        return read(request, answer);
    }

    private TokenResult read(Request request, Answer answer) {
        return switch (answer) {
            case Answer.Success(var json) -> TokenAnswers.read(json, request.scopes(), clock.instant());
            case Answer.Failure(var failure) -> new TokenResult.Failed(failure);
        };
    }

    private Answer send(Request request, Map<String, String> form, Optional<URI> resource) throws InterruptedException {
        var fields = new TreeMap<>(form);
        resource.ifPresent(uri -> fields.put("resource", uri.toString()));
        var outbound = web.towards(request.endpoint());
        return TokenForm.send(
                outbound, request.endpoint(), fields, Optional.of(request.client()), Deadline.after(LIMIT, clock));
    }
}
