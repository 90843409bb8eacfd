package io.muster.verify.conformance;

import io.muster.oauth.Caller;
import io.muster.oauth.Scopes;
import io.muster.oauth.codeflow.Callback;
import io.muster.oauth.codeflow.CallbackVerdict;
import io.muster.oauth.codeflow.Logins;
import io.muster.oauth.codeflow.PendingLogin;
import io.muster.oauth.codeflow.ScopeChoice;
import io.muster.oauth.codeflow.StoredPendingLogins;
import io.muster.oauth.discovery.Discovery;
import io.muster.oauth.discovery.DiscoveryResult;
import io.muster.oauth.discovery.Target;
import io.muster.oauth.metadata.Challenge;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.registration.ClientIdentities;
import io.muster.oauth.registration.ClientSettings;
import io.muster.oauth.registration.StoredRegistrations;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.oauth.token.ClientCredentials;
import io.muster.oauth.token.TokenClient;
import io.muster.oauth.token.TokenResult;
import io.muster.oauth.token.TokenSet;
import io.muster.wire.http.Headers;
import io.muster.wire.http.Query;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.outbound.OutboundResponse;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Sends requests in the name of a user whose browser consents to everything at once: logs in where a server refuses, and
 * once more where it wants further scopes, with the parts that Muster itself logs in with. Thread-safe.
 */
final class SigningInClient implements OutboundClient {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MOST_ATTEMPTS = 3;

    private final OutboundClient http;
    private final InstantSource clock;
    private final Optional<ClientCredentials> registered;
    private final Discovery discovery;
    private final ClientIdentities identities;
    private final TokenClient tokens;
    private final StoredPendingLogins pending;
    private final Logins logins;
    private final URI server;
    private final URI redirectUri;
    private Optional<TokenSet> token = Optional.empty();
    private Scopes asked = Scopes.NONE;
    private int attempts;

    /** @param registered the client as which the user's operator registered it, if one did */
    SigningInClient(
            OutboundClient http,
            URI server,
            ClientSettings settings,
            Optional<ClientCredentials> registered,
            InstantSource clock) {
        var web = new MetadataWeb(http, http, server.getHost()::equals, clock);
        this.http = http;
        this.server = server;
        this.clock = clock;
        this.registered = registered;
        this.discovery = new Discovery(web, clock);
        this.identities =
                new ClientIdentities(settings, new StoredRegistrations(new MemoryHashStore(clock), clock), web, clock);
        this.tokens = new TokenClient(web, clock);
        this.pending = new StoredPendingLogins(new MemoryHashStore(clock));
        this.logins = new Logins(pending, new SecureRandom(), clock);
        this.redirectUri = settings.redirectUri();
    }

    @Override
    public OutboundResponse send(OutboundRequest request) throws InterruptedException {
        var sent = token();
        var response = http.send(authorized(request, sent));
        if (response.status() == 401) {
            return again(request, response, logIn(sent, challenges(response), Scopes.NONE));
        }
        var missing = response.status() == 403 ? missing(response) : Optional.<Scopes>empty();
        return missing.isPresent()
                ? again(request, response, logIn(sent, challenges(response), missing.get()))
                : response;
    }

    private OutboundResponse again(OutboundRequest request, OutboundResponse refusal, boolean loggedIn)
            throws InterruptedException {
        if (!loggedIn) {
            return refusal;
        }
        refusal.close();
        return http.send(authorized(request, token()));
    }

    private synchronized Optional<TokenSet> token() {
        return token;
    }

    private static OutboundRequest authorized(OutboundRequest request, Optional<TokenSet> token) {
        return token.map(issued -> new OutboundRequest(
                        request.method(),
                        request.uri(),
                        request.headers()
                                .with(
                                        "Authorization",
                                        "Bearer " + issued.accessToken().reveal()),
                        request.body(),
                        request.deadline()))
                .orElse(request);
    }

    private static List<String> challenges(OutboundResponse response) {
        return response.headers().all("WWW-Authenticate");
    }

    /** What a token that is valid lacks. */
    private static Optional<Scopes> missing(OutboundResponse response) {
        return Challenge.ofBearer(challenges(response))
                .filter(challenge ->
                        challenge.error().filter("insufficient_scope"::equals).isPresent())
                .flatMap(Challenge::scope);
    }

    /** Whether there is another token now. Scopes that were asked for already are not asked for again. */
    private synchronized boolean logIn(Optional<TokenSet> refused, List<String> challenges, Scopes missing)
            throws InterruptedException {
        if (!token.equals(refused)) {
            return true;
        }
        var found = discovery.diagnose(new Target(server.toString(), server, Optional.empty(), challenges));
        if (!(found instanceof DiscoveryResult.Resolved(var authorization, var _))) {
            System.out.println(((DiscoveryResult.Unresolved) found).detailed());
            return false;
        }
        var wanted = missing.isEmpty()
                ? ScopeChoice.first(authorization)
                : ScopeChoice.stepUp(authorization, asked, missing);
        if (!missing.isEmpty() && asked.containsAll(wanted)) {
            return false;
        }
        if (++attempts > MOST_ATTEMPTS) {
            return false;
        }
        var identity = identities.choose(authorization.metadata(), registered, wanted);
        var owner =
                new PendingLogin.Owner(Caller.UNPROTECTED.session(), Caller.UNPROTECTED.subject(), server.toString());
        var state = logins.begin(owner, authorization, identity, redirectUri, wanted, Logins.Options.DEFAULT);
        asked = wanted;
        token = consented(pending.find(state).orElseThrow().authorizationUrl());
        return token.isPresent();
    }

    private Optional<TokenSet> consented(URI page) throws InterruptedException {
        var request = new OutboundRequest("GET", page, Headers.EMPTY, new byte[0], Deadline.after(LIMIT, clock));
        try (var response = http.send(request)) {
            var landed = response.headers().first("Location").map(URI::create).orElseThrow();
            return switch (logins.judge(Callback.parse(Query.parse(landed.getRawQuery())))) {
                case CallbackVerdict.Accepted(var login, var code) -> {
                    var exchange = new TokenClient.Request(
                            login.server().tokenEndpoint(),
                            login.client().credentials(),
                            login.resource(),
                            login.scopes());
                    var result = tokens.redeem(exchange, code, login.redirectUri(), login.verifier());
                    System.out.println(result);
                    yield result instanceof TokenResult.Issued(var issued) ? Optional.of(issued) : Optional.empty();
                }
                case CallbackVerdict.Refused refused -> {
                    System.out.println(refused);
                    yield Optional.empty();
                }
            };
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
