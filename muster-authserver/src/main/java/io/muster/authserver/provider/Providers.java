package io.muster.authserver.provider;

import io.muster.oauth.Scopes;
import io.muster.wire.meter.Meters;
import io.muster.wire.outbound.OutboundClient;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The identity providers that are known by name. Creating one does not talk to it. */
public final class Providers {
    private static final Scopes OPENID_SCOPES = Scopes.of("openid", "profile", "email", "groups", "offline_access");
    private static final Scopes GOOGLE_SCOPES = Scopes.of(
            "https://www.googleapis.com/auth/cloud-platform",
            "https://www.googleapis.com/auth/userinfo.email",
            "https://www.googleapis.com/auth/userinfo.profile");
    private static final String GOOGLE = "https://accounts.google.com";

    private Providers() {}

    /**
     * Dex.
     *
     * @param connector that people log in with; they choose when empty
     * @param audiences client ids that ID tokens have to be good for as well; asked for at every login
     * @param outbound reaches what {@link ProviderUrl#policy} allows
     */
    public static LoginProvider dex(
            ProviderSettings settings,
            Optional<String> connector,
            Supplier<Set<String>> audiences,
            OutboundClient outbound,
            Meters meters,
            InstantSource clock) {
        var parameters = connector.map(id -> Map.of("connector_id", id)).orElse(Map.of());
        return discovered("dex", ProviderScopes.DEX, parameters, settings, audiences, new Web(outbound, meters), clock);
    }

    /** Any other provider that publishes its metadata, such as Keycloak: all scopes are passed on. */
    public static LoginProvider oidc(
            ProviderSettings settings,
            Supplier<Set<String>> audiences,
            OutboundClient outbound,
            Meters meters,
            InstantSource clock) {
        return discovered("oidc", scope -> true, Map.of(), settings, audiences, new Web(outbound, meters), clock);
    }

    private static LoginProvider discovered(
            String name,
            Predicate<String> known,
            Map<String, String> parameters,
            ProviderSettings settings,
            Supplier<Set<String>> audiences,
            Web web,
            InstantSource clock) {
        var required = new AudienceScopes(audiences);
        var dialect = new Dialect(
                name,
                settings.issuer(),
                new ProviderScopes(known),
                () -> OPENID_SCOPES.union(required.current()),
                parameters);
        var endpoints = new Discovery(settings.issuer(), web.calls(), clock);
        return new OidcProvider(dialect, settings, endpoints, web, clock);
    }

    /** Google, whose endpoints are fixed. */
    public static LoginProvider google(
            ProviderSettings settings, OutboundClient outbound, Meters meters, InstantSource clock) {
        var metadata = new OidcMetadata(
                GOOGLE,
                URI.create("https://accounts.google.com/o/oauth2/v2/auth"),
                URI.create("https://oauth2.googleapis.com/token"),
                URI.create("https://www.googleapis.com/oauth2/v3/certs"),
                Optional.of(URI.create("https://www.googleapis.com/oauth2/v2/userinfo")),
                Optional.of(URI.create("https://oauth2.googleapis.com/revoke")),
                List.of());
        var dialect = new Dialect(
                "google",
                GOOGLE,
                new ProviderScopes(ProviderScopes.GOOGLE),
                () -> GOOGLE_SCOPES,
                Map.of("access_type", "offline"));
        return new OidcProvider(dialect, settings, deadline -> metadata, new Web(outbound, meters), clock);
    }
}
