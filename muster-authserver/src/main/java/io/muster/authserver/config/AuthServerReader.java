package io.muster.authserver.config;

import io.muster.authserver.client.TrustedRedirects;
import io.muster.authserver.config.AuthServerConfig.Consent;
import io.muster.authserver.config.AuthServerConfig.UserInfoCheck;
import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.Network;
import io.muster.authserver.provider.ProviderUrl;
import io.muster.oauth.Loopback;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.wire.json.decode.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one {@code server} block. */
final class AuthServerReader {
    private static final Pattern CONNECTOR = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Duration SHORTEST_CACHING = Duration.ofSeconds(1);
    private static final Secret NONE = new Secret("");

    private static final String CLIENT_SECRET = "clientSecret";
    private static final String DEX_SECRET = "Dex client secret";
    private static final String GOOGLE_SECRET = "Google client secret";
    private static final String REGISTRATION_TOKEN = "registration token";

    private final Fields fields;

    AuthServerReader(Fields fields) {
        this.fields = fields;
    }

    AuthServerConfig read() {
        var locations = new Locations(baseUrl());
        var profile = Profile.of(locations);
        var storage = StorageReader.storage(fields.fieldsOrEmpty("storage"));
        var trustedIssuers = TrustedIssuerReader.read(fields);
        return new AuthServerConfig(
                locations,
                profile,
                provider(),
                storage,
                StorageReader.sealingKeys(fields, storage),
                registration(),
                SessionReader.sessions(fields),
                origins(),
                fields.strings("trustedAudiences"),
                trustedIssuers,
                proxies(),
                resourceIdentifier(),
                consent(profile),
                upstreamTokens(profile),
                userInfoCheck(profile),
                supportedScopes(),
                introspectionClients(),
                new BrokerReader(fields.fieldsOrEmpty("tokenExchangeBroker")).read(!trustedIssuers.isEmpty()),
                Switches.read(fields));
    }

    static void checkSecretFiles(Fields fields) {
        SecretFiles.read(fields.fieldsOrEmpty("dex"), CLIENT_SECRET, DEX_SECRET);
        SecretFiles.read(fields.fieldsOrEmpty("google"), CLIENT_SECRET, GOOGLE_SECRET);
        SecretFiles.read(fields, "registrationToken", REGISTRATION_TOKEN);
        StorageReader.checkSecretFiles(fields);
    }

    private String baseUrl() {
        var text = fields.requiredText("baseUrl");
        var base = text.replaceFirst("/+$", "");
        if (!text.isBlank()) {
            checkBaseUrl(base);
        }
        return base;
    }

    private void checkBaseUrl(String base) {
        try {
            var uri = new URI(base);
            var host = Optional.ofNullable(uri.getHost()).orElse("");
            var scheme = Optional.ofNullable(uri.getScheme()).orElse("");
            if (host.isEmpty()
                    || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                fields.error("baseUrl", "must be a URL without user, query and fragment");
            } else if (scheme.equals("http") && !Loopback.is(host)) {
                fields.error("baseUrl", "must be https; http is for localhost, 127.0.0.1 and ::1 only");
            } else if (!scheme.equals("https") && !scheme.equals("http")) {
                fields.error("baseUrl", "must be https");
            }
        } catch (URISyntaxException e) {
            fields.error("baseUrl", "must be a URL");
        }
    }

    private ProviderConfig provider() {
        var name = nonEmpty(fields, "provider").orElse("dex");
        return switch (name) {
            case "google" -> google(fields.fieldsOrEmpty("google"));
            case "dex" -> dex(fields.fieldsOrEmpty("dex"));
            default -> {
                fields.error("provider", "must be dex or google");
                yield new ProviderConfig.Google("", NONE);
            }
        };
    }

    private static ProviderConfig dex(Fields dex) {
        var connector = nonEmpty(dex, "connectorId");
        if (connector.isPresent() && !CONNECTOR.matcher(connector.get()).matches()) {
            dex.error("connectorId", "must be 1 to 64 letters, digits, '-' and '_'");
        }
        var issuer = dex.requiredText("issuerUrl");
        if (!issuer.isBlank() && !ProviderUrl.isIssuer(issuer)) {
            dex.error("issuerUrl", "must be an https URL with a public host name, without user, query and fragment");
        }
        var anywhere = dex.bool("allowPrivateIPOIDC", false);
        if (anywhere) {
            dex.warning("allowPrivateIPOIDC", "lets the name of the identity provider lead into private networks");
        }
        return new ProviderConfig.Dex(
                issuer, dex.requiredText("clientId"), clientSecret(dex, DEX_SECRET), connector, anywhere);
    }

    private static ProviderConfig google(Fields google) {
        return new ProviderConfig.Google(google.requiredText("clientId"), clientSecret(google, GOOGLE_SECRET));
    }

    private static Secret clientSecret(Fields provider, String name) {
        var secret = SecretFiles.read(provider, CLIENT_SECRET, name);
        if (secret.isEmpty()) {
            provider.error(CLIENT_SECRET, "is required, or clientSecretFile");
        }
        return secret.orElse(NONE);
    }

    private List<String> introspectionClients() {
        var clients = fields.strings("introspectionClients");
        if (clients.stream().anyMatch(String::isBlank)) {
            fields.error("introspectionClients", "must not name a client without a name");
        }
        return clients;
    }

    private Optional<Scopes> supportedScopes() {
        var scopes = new Scopes(fields.strings("supportedScopes"));
        return scopes.isEmpty() ? Optional.empty() : Optional.of(scopes);
    }

    private RegistrationConfig registration() {
        return new RegistrationConfig(
                SecretFiles.readStrong(fields, "registrationToken", REGISTRATION_TOKEN),
                openRegistration(),
                trustedSchemes(),
                fields.strings("trustedPublicRegistrationRedirectURIs"),
                fields.bool("enableCIMD", true),
                fields.strings("allowPrivateIPCIMDHosts"),
                fields.bool("allowLocalhostRedirectURIs", true),
                DocumentRules.read(fields.fieldsOrEmpty("cimd")));
    }

    private boolean openRegistration() {
        var open = fields.bool("allowPublicClientRegistration", false);
        if (open) {
            fields.warning("allowPublicClientRegistration", "lets anybody register clients");
        }
        return open;
    }

    private boolean upstreamTokens(Profile profile) {
        var accepted = fields.bool("acceptUpstreamAccessTokens");
        if (profile == Profile.PRODUCTION && accepted.orElse(false)) {
            fields.warning(
                    "acceptUpstreamAccessTokens",
                    "lets every client of the identity provider in with the tokens of its users");
        }
        return accepted.orElse(profile == Profile.DEVELOPMENT);
    }

    private List<String> trustedSchemes() {
        var schemes = fields.strings("trustedPublicRegistrationSchemes");
        schemes.stream()
                .filter(scheme -> !TrustedRedirects.isScheme(scheme))
                .forEach(scheme -> fields.error(
                        "trustedPublicRegistrationSchemes", "\"" + scheme + "\" cannot be a scheme of an application"));
        return schemes;
    }

    private Optional<ResourceUri> resourceIdentifier() {
        var text = nonEmpty(fields, "resourceIdentifier");
        var resource = text.flatMap(ResourceUri::parse);
        if (text.isPresent() && resource.isEmpty()) {
            fields.error(
                    "resourceIdentifier",
                    "must be an absolute https URL without user and fragment; http is for loopback hosts only");
        }
        return resource;
    }

    private List<String> origins() {
        var origins = Arrays.stream(fields.text("allowedOrigins").orElse("").split(","))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .toList();
        if (origins.contains("*")) {
            fields.warning("allowedOrigins", "lets pages of all origins call with tokens that they have");
        }
        return origins;
    }

    private List<Network> proxies() {
        return fields.strings("trustedProxyCIDRs").stream()
                .flatMap(text -> network(text).stream())
                .toList();
    }

    private Optional<Network> network(String text) {
        var network = Network.parse(text);
        if (network.isEmpty()) {
            fields.error("trustedProxyCIDRs", "invalid CIDR \"" + text + "\"");
        }
        return network;
    }

    private Consent consent(Profile profile) {
        var consent = fields.fieldsOrEmpty("consent");
        var mode = nonEmpty(consent, "mode");
        if (mode.isEmpty()) {
            return profile == Profile.PRODUCTION ? Consent.UNTRUSTED : Consent.OFF;
        }
        return switch (mode.get()) {
            case "off" -> Consent.OFF;
            case "untrusted" -> Consent.UNTRUSTED;
            case "always" -> Consent.ALWAYS;
            default -> {
                consent.error("mode", "must be off, untrusted or always");
                yield Consent.ALWAYS;
            }
        };
    }

    /** The reference asks on every request; its suite of tests depends on it, which runs in the development profile. */
    private UserInfoCheck userInfoCheck(Profile profile) {
        var lifetime = SessionReader.duration(fields, "userinfoCacheTTL");
        if (lifetime.isPresent()) {
            if (lifetime.get().isPositive() && lifetime.get().compareTo(SHORTEST_CACHING) < 0) {
                fields.error("userinfoCacheTTL", "must be 0s, which asks on every request, or at least 1s");
            }
            return lifetime.get().isZero()
                    ? new UserInfoCheck.EveryRequest()
                    : new UserInfoCheck.Cached(lifetime.get());
        }
        return profile == Profile.DEVELOPMENT ? new UserInfoCheck.EveryRequest() : new UserInfoCheck.Off();
    }

    static Optional<String> nonEmpty(Fields fields, String name) {
        return fields.text(name).filter(text -> !text.isEmpty());
    }
}
