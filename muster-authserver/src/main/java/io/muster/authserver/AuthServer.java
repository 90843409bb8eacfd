package io.muster.authserver;

import io.muster.authserver.authorize.ConsentMode;
import io.muster.authserver.authorize.Consents;
import io.muster.authserver.authorize.LoginEndpoints;
import io.muster.authserver.authorize.LoginServices;
import io.muster.authserver.authorize.LoginSettings;
import io.muster.authserver.authorize.OwnLogins;
import io.muster.authserver.client.Clients;
import io.muster.authserver.config.AuthServerConfig;
import io.muster.authserver.config.AuthServerConfig.UserInfoCheck;
import io.muster.authserver.config.Profile;
import io.muster.authserver.edge.Proxies;
import io.muster.authserver.exchange.ExchangeEnvironment;
import io.muster.authserver.exchange.TokenExchange;
import io.muster.authserver.limit.RateLimit;
import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.OwnResources;
import io.muster.authserver.protocol.RandomTokens;
import io.muster.authserver.provider.LoginProvider;
import io.muster.authserver.provider.SharedTokens;
import io.muster.authserver.resource.ForeignIssuers;
import io.muster.authserver.resource.MetadataEndpoint;
import io.muster.authserver.resource.MetadataSettings;
import io.muster.authserver.resource.ProviderAccess;
import io.muster.authserver.resource.ResourceContext;
import io.muster.authserver.resource.ResourceServer;
import io.muster.authserver.resource.ResourceSettings;
import io.muster.authserver.resource.UserInfoEndpoint;
import io.muster.authserver.resource.UserInfoPolicy;
import io.muster.authserver.resource.UserTokensEndpoint;
import io.muster.authserver.session.SessionEvents;
import io.muster.authserver.store.Stores;
import io.muster.authserver.token.AuthorizationCodeGrant;
import io.muster.authserver.token.EndpointContext;
import io.muster.authserver.token.GrantEnvironment;
import io.muster.authserver.token.IntrospectionEndpoint;
import io.muster.authserver.token.LoginSessions;
import io.muster.authserver.token.ProofOfPossession;
import io.muster.authserver.token.RefreshGrant;
import io.muster.authserver.token.RevocationEndpoint;
import io.muster.authserver.token.SessionRefresh;
import io.muster.authserver.token.TokenEndpoint;
import io.muster.authserver.token.TokenFormat;
import io.muster.authserver.token.TokenIssuer;
import io.muster.authserver.token.TokenLifetimes;
import io.muster.authserver.token.UpstreamRevocation;
import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.Subject;
import io.muster.wire.http.HttpHandler;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The assembled server. Nothing here talks to anybody but the stores, which are ready when they come in, as is the
 * identity provider.
 *
 * @param provider name of the identity provider
 * @param login begins and completes logins
 * @param registration {@code /oauth/register}
 * @param token {@code /oauth/token}
 * @param revocation {@code /oauth/revoke}
 * @param introspection {@code /oauth/introspect}
 * @param userInfo {@code /oauth/userinfo}
 * @param userTokens {@code DELETE /user-tokens}
 * @param metadata documents below {@code /.well-known/}
 * @param resourceServer lets requests to protected endpoints in
 * @param sessions refreshes sessions without their clients
 * @param ownLogins for pages of Muster itself
 * @param stores closed with the server
 */
public record AuthServer(
        String provider,
        LoginEndpoints login,
        HttpHandler registration,
        HttpHandler token,
        HttpHandler revocation,
        HttpHandler introspection,
        HttpHandler userInfo,
        HttpHandler userTokens,
        HttpHandler metadata,
        ResourceServer resourceServer,
        SessionRefresh sessions,
        OwnLogins ownLogins,
        Stores stores)
        implements AutoCloseable {
    private static final int REQUESTS_PER_SECOND = 100;
    private static final int REQUEST_BURST = 200;

    /** What a user is allowed, as operators read it. */
    public static final String LIMIT = REQUESTS_PER_SECOND + " a second, " + REQUEST_BURST + " at once";

    /** Puts the server together. */
    public static AuthServer create(
            AuthServerConfig config, Stores stores, LoginProvider provider, AuthServerEnvironment environment) {
        ExchangeParts.seed(config.broker().clients(), stores, environment);
        return new Assembly(config, stores, provider, environment).server();
    }

    @Override
    public void close() {
        stores.close();
    }

    /** What the parts share while they are put together. */
    private static final class Assembly {
        private final AuthServerConfig config;
        private final Stores stores;
        private final LoginProvider provider;
        private final AuthServerEnvironment environment;
        private final Answers answers;
        private final RandomTokens random;
        private final Proxies proxies;
        private final OwnResources own;
        private final boolean eachEndpoint;
        private final SharedTokens tokens;
        private final SessionEvents events;
        private final RateLimit perUser;
        private final ForeignIssuers issuers;

        Assembly(AuthServerConfig config, Stores stores, LoginProvider provider, AuthServerEnvironment environment) {
            this.config = config;
            this.stores = stores;
            this.provider = provider;
            this.environment = environment;
            this.answers = new Answers(config.locations());
            this.random = new RandomTokens(environment.random());
            this.proxies = new Proxies(config.trustedProxies(), config.locations());
            this.own = new OwnResources(config.locations(), config.resource(), environment.direct());
            this.eachEndpoint =
                    config.resourceIdentifier().isEmpty() && !config.switches().rootResource();
            this.tokens = new SharedTokens(
                    stores.providerTokens(),
                    provider,
                    config.sessionDuration(),
                    environment.clock(),
                    environment.scheduler());
            this.events = new SessionEvents(environment.listener(), environment.scheduler());
            this.perUser = new RateLimit(REQUESTS_PER_SECOND, REQUEST_BURST, environment.clock());
            this.issuers = ForeignIssuerParts.of(config, provider, environment);
        }

        AuthServer server() {
            var clients = ClientParts.create(config, stores, answers, proxies::requester, environment);
            var at = new EndpointContext(
                    clients.authenticator()::authenticate,
                    perUser,
                    proxies::requester,
                    environment.audit(),
                    answers,
                    environment.meters(),
                    environment.clock());
            var grants = grants();
            var resource = resourceServer();
            return new AuthServer(
                    provider.name(),
                    login(clients.clients()),
                    clients.registration(),
                    tokenEndpoint(at, grants, exchange(clients)),
                    new RevocationEndpoint(at, grants),
                    new IntrospectionEndpoint(at, grants, config.locations(), introspectionClients()),
                    new UserInfoEndpoint(resource, context()),
                    new UserTokensEndpoint(
                            resource, context(), stores.sessions(), grants.sessions(), this::withdrawConsents),
                    metadata(),
                    resource,
                    new SessionRefresh(stores.sessions(), tokens, events, environment.clock()),
                    new OwnLogins(stores, config.locations(), environment.clock()),
                    stores);
        }

        private void withdrawConsents(Subject subject) {
            new Consents(stores.flows(), LoginSettings.CONSENT_LIFETIME)
                    .withdraw(subject, random.next(), environment.clock().instant());
        }

        private TokenEndpoint tokenEndpoint(EndpointContext at, GrantEnvironment grants, TokenExchange exchange) {
            var endpoint = new TokenEndpoint(
                    at,
                    proofs(),
                    new AuthorizationCodeGrant(grants),
                    new RefreshGrant(grants, tokens, environment.random()),
                    exchange);
            return config.switches().idTokens() ? endpoint : endpoint.withoutIdTokens();
        }

        private Set<ClientId> introspectionClients() {
            return config.introspectionClients().stream().map(ClientId::new).collect(Collectors.toUnmodifiableSet());
        }

        private TokenExchange exchange(ClientParts clients) {
            return new TokenExchange(
                    ExchangeParts.settings(config),
                    new ExchangeEnvironment(
                            clients.authenticator()::authenticate,
                            perUser,
                            proofs(),
                            issuers,
                            provider.issuer(),
                            stores.sessions(),
                            tokens,
                            own,
                            ExchangeParts.client(config.broker(), environment),
                            environment.audit(),
                            environment.meters(),
                            environment.clock(),
                            environment.scheduler()));
        }

        private LoginEndpoints login(Clients clients) {
            var settings = new LoginSettings(
                    config.locations(),
                    LoginSettings.FLOW_LIFETIME,
                    LoginSettings.CODE_LIFETIME,
                    switch (config.consent()) {
                        case OFF -> ConsentMode.OFF;
                        case UNTRUSTED -> ConsentMode.UNTRUSTED;
                        case ALWAYS -> ConsentMode.ALWAYS;
                    },
                    LoginSettings.CONSENT_LIFETIME,
                    config.profile() == Profile.PRODUCTION,
                    config.supportedScopes(),
                    own::owns,
                    own.identifier());
            return new LoginEndpoints(
                    settings,
                    new LoginServices(
                            clients,
                            provider,
                            tokens,
                            stores.flows(),
                            stores.users(),
                            config.sessionDuration(),
                            environment.audit(),
                            proxies::requester,
                            environment.random(),
                            environment.meters(),
                            environment.clock()));
        }

        private GrantEnvironment grants() {
            var defaults = TokenLifetimes.defaults();
            var lifetimes = new TokenLifetimes(
                    defaults.accessToken(),
                    config.sessionDuration(),
                    config.sessions().longest(),
                    config.sessions().rotationGrace());
            return new GrantEnvironment(
                    stores,
                    own,
                    lifetimes,
                    new TokenIssuer(TokenFormat.opaque(random), random, lifetimes),
                    loginSessions(),
                    events,
                    environment.audit(),
                    environment.meters(),
                    environment.clock());
        }

        private LoginSessions loginSessions() {
            var upstream = new UpstreamRevocation(
                    stores,
                    provider,
                    environment.audit(),
                    environment.clock(),
                    environment.scheduler(),
                    environment.background());
            return new LoginSessions(stores, upstream, events, environment.audit(), environment.clock());
        }

        private ResourceServer resourceServer() {
            return new ResourceServer(
                    new ResourceSettings(
                            own,
                            eachEndpoint,
                            config.acceptUpstreamAccessTokens(),
                            userInfoPolicy(),
                            config.switches().errorWithoutCredentials()),
                    stores,
                    issuers,
                    new ProviderAccess(provider, tokens, environment.scheduler(), environment.background()),
                    proofs(),
                    context());
        }

        private UserInfoPolicy userInfoPolicy() {
            return switch (config.userInfoCheck()) {
                case UserInfoCheck.EveryRequest _ -> new UserInfoPolicy.EveryRequest();
                case UserInfoCheck.Cached(var lifetime) ->
                    new UserInfoPolicy.Cached(
                            lifetime, UserInfoPolicy.Cached.recommended().stale());
                case UserInfoCheck.Off _ -> new UserInfoPolicy.Off();
            };
        }

        private ProofOfPossession proofs() {
            return new ProofOfPossession(stores.replays(), proxies::urls, environment.clock());
        }

        private ResourceContext context() {
            return new ResourceContext(
                    perUser,
                    events,
                    environment.audit(),
                    proxies::requester,
                    config.locations(),
                    answers,
                    environment.meters(),
                    environment.clock());
        }

        private HttpHandler metadata() {
            var registration = config.registration();
            var settings = new MetadataSettings(
                    own,
                    eachEndpoint,
                    registration.isPossible(),
                    registration.metadataDocuments(),
                    config.broker().isActive(),
                    config.supportedScopes().orElse(Scopes.NONE),
                    Optional.empty());
            return new MetadataEndpoint(config.locations(), settings, answers);
        }
    }
}
