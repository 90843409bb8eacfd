package io.muster.authserver;

import io.muster.authserver.client.ClientAssertions;
import io.muster.authserver.client.ClientAuthenticator;
import io.muster.authserver.client.ClientKeys;
import io.muster.authserver.client.ClientSecrets;
import io.muster.authserver.client.Clients;
import io.muster.authserver.client.MetadataDocuments;
import io.muster.authserver.client.MetadataSettings;
import io.muster.authserver.client.RedirectUris;
import io.muster.authserver.client.RegistrationEndpoint;
import io.muster.authserver.client.RegistrationSettings;
import io.muster.authserver.client.TrustedRedirects;
import io.muster.authserver.config.AuthServerConfig;
import io.muster.authserver.config.RegistrationConfig;
import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.RandomTokens;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.store.Stores;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/** What concerns clients. */
record ClientParts(Clients clients, ClientAuthenticator authenticator, HttpHandler registration) {
    private static final int CLIENTS_PER_ADDRESS = 10;
    private static final Duration KEEP_UNUSED = Duration.ofDays(30);

    static ClientParts create(
            AuthServerConfig config,
            Stores stores,
            Answers answers,
            Function<HttpRequest, Requester> requesters,
            AuthServerEnvironment environment) {
        var asked = config.registration();
        var strict = config.switches().strictRegistration();
        var clock = environment.clock();
        var audit = environment.audit();
        var secrets = new ClientSecrets(environment.random());
        var redirects =
                new RedirectUris(new RedirectUris.Settings(asked.loopbackRedirects(), strict), environment.addresses());
        var documents = documents(asked, environment.version());
        var clients = new Clients(
                stores.clients(),
                new MetadataDocuments(documents, environment.web(), redirects, audit, environment.meters(), clock),
                redirects,
                keepUnused(config.sessionDuration()),
                clock);
        var assertions = new ClientAssertions(
                config.locations().issuer(),
                new ClientKeys(documents, environment.web(), clock),
                stores.replays(),
                clock);
        var registration = new RegistrationEndpoint(
                settings(asked, keepUnused(config.sessionDuration()), strict),
                redirects,
                secrets,
                stores.clients(),
                new RandomTokens(environment.random()),
                answers,
                new RegistrationEndpoint.Reports(audit, environment.meters(), requesters),
                clock);
        return new ClientParts(
                clients,
                new ClientAuthenticator(clients, secrets, assertions, audit, environment.meters(), requesters, clock),
                registration);
    }

    private static MetadataSettings documents(RegistrationConfig asked, String version) {
        var defaults = MetadataSettings.defaults("muster/" + version);
        var rules = asked.documents();
        return new MetadataSettings(
                asked.metadataDocuments(),
                Set.copyOf(rules.allowedDomains()),
                Set.copyOf(rules.deniedDomains()),
                Set.copyOf(asked.privateMetadataHosts()),
                rules.largest().orElseGet(defaults::largest),
                defaults.userAgent());
    }

    /** Always longer than a session may be idle, because the store moves the expiry of a client in small steps only. */
    private static Duration keepUnused(Duration session) {
        var longer = session.plus(session.dividedBy(10));
        return longer.compareTo(KEEP_UNUSED) > 0 ? longer : KEEP_UNUSED;
    }

    private static RegistrationSettings settings(RegistrationConfig asked, Duration keepUnused, boolean strict) {
        return new RegistrationSettings(
                asked.open(),
                asked.token(),
                TrustedRedirects.of(asked.trustedSchemes(), asked.trustedRedirectUris()),
                CLIENTS_PER_ADDRESS,
                keepUnused,
                strict);
    }
}
