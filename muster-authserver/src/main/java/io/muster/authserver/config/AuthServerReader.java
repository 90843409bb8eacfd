package io.muster.authserver.config;

import io.muster.authserver.config.AuthServerConfig.Consent;
import io.muster.authserver.config.AuthServerConfig.UserInfoCheck;
import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.Network;
import io.muster.oauth.Loopback;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.wire.json.decode.Fields;
import io.muster.wire.time.GoDuration;
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
        var trustedIssuers = fields.list("trustedIssuers").stream()
                .map(AuthServerReader::trustedIssuer)
                .toList();
        return new AuthServerConfig(
                locations,
                profile,
                provider(),
                storage,
                StorageReader.encryptionKey(fields, storage),
                registration(),
                sessions(),
                origins(),
                fields.strings("trustedAudiences"),
                trustedIssuers,
                proxies(),
                nonEmpty(fields, "resourceIdentifier").map(ResourceUri::new),
                consent(profile),
                fields.bool("acceptUpstreamAccessTokens").orElse(profile == Profile.DEVELOPMENT),
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
        return new ProviderConfig.Dex(
                dex.requiredText("issuerUrl"),
                dex.requiredText("clientId"),
                clientSecret(dex, DEX_SECRET),
                connector,
                dex.bool("allowPrivateIPOIDC", false));
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

    private SessionConfig sessions() {
        var idle = duration(fields, "sessionDuration").orElse(SessionConfig.DEFAULT_IDLE);
        var longest = duration(fields, "maxSessionLifetime");
        var grace = duration(fields, "rotationGrace").orElse(SessionConfig.DEFAULT_GRACE);
        if (!idle.isPositive()) {
            fields.error("sessionDuration", "must be longer than nothing");
        }
        if (longest.isPresent() && !longest.get().isPositive()) {
            fields.error("maxSessionLifetime", "must be longer than nothing; leave it out for no limit");
        }
        if (grace.compareTo(SessionConfig.LONGEST_GRACE) > 0) {
            fields.error("rotationGrace", "must not be longer than 2m");
        }
        return new SessionConfig(
                idle,
                longest,
                grace,
                SecretFiles.readStrong(fields, "sessionCorrelationKey", "session correlation key"));
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
                fields.bool("allowPublicClientRegistration", false),
                fields.strings("trustedPublicRegistrationSchemes"),
                fields.strings("trustedPublicRegistrationRedirectURIs"),
                fields.bool("enableCIMD", true),
                fields.strings("allowPrivateIPCIMDHosts"),
                fields.bool("allowLocalhostRedirectURIs", true),
                DocumentRules.read(fields.fieldsOrEmpty("cimd")));
    }

    private List<String> origins() {
        return Arrays.stream(fields.text("allowedOrigins").orElse("").split(","))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .toList();
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

    private static TrustedIssuerConfig trustedIssuer(Fields issuer) {
        return new TrustedIssuerConfig(
                issuer.requiredText("issuer"),
                issuer.requiredText("jwksUrl"),
                issuer.strings("allowedAudiences"),
                issuer.strings("allowedScopes"),
                issuer.stringMap("allowedClaims"),
                nonEmpty(issuer, "subjectClaim").orElse("sub"),
                issuer.bool("allowPrivateIPJWKS", false),
                issuer.strings("allowPrivateIPJWKSHosts"),
                issuer.has("acceptedTypHeaders") ? issuer.strings("acceptedTypHeaders") : List.of("at+jwt"));
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
        var lifetime = duration(fields, "userinfoCacheTTL");
        if (lifetime.isPresent()) {
            return lifetime.get().isZero()
                    ? new UserInfoCheck.EveryRequest()
                    : new UserInfoCheck.Cached(lifetime.get());
        }
        return profile == Profile.DEVELOPMENT ? new UserInfoCheck.EveryRequest() : new UserInfoCheck.Off();
    }

    private static Optional<Duration> duration(Fields fields, String name) {
        var text = nonEmpty(fields, name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var duration = GoDuration.parse(text.get()).filter(value -> !value.isNegative());
        if (duration.isEmpty()) {
            fields.error(name, "must be a duration such as 720h or 15m30s");
        }
        return duration;
    }

    static Optional<String> nonEmpty(Fields fields, String name) {
        return fields.text(name).filter(text -> !text.isEmpty());
    }
}
