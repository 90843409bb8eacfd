package io.muster.app.config;

import io.muster.app.config.Shape.Flag;
import io.muster.app.config.Shape.OptionalFlag;
import io.muster.app.config.Shape.Section;
import io.muster.app.config.Shape.Setting;
import io.muster.app.config.Shape.Text;
import io.muster.app.config.Shape.Whole;
import java.util.List;

/** Every key of {@code config.yaml} with its type and default. The single description that all else follows. */
final class ConfigShape {
    private static final int LAST_PORT = 65_535;

    private static final Section ADMIN = section(
            key("enabled", new Flag(false)), key("port", new Whole(0, 0, LAST_PORT)), key("bindAddress", text("")));

    private static final Section MCP_CLIENT = section(
            key("enabled", new Flag(false)),
            new Setting("publicUrl", "PublicURL", text("")),
            new Setting("clientId", "ClientID", text("")),
            key("clients", new Shape.Open()),
            key("callbackPath", text("/oauth/proxy/callback")),
            new Setting(
                    "cimd",
                    "CIMD",
                    section(key("path", text("/.well-known/oauth-client.json")), key("scopes", text("")))),
            key("postLoginRedirectAllowlist", new Shape.Texts()),
            key("startConfirmation", text("off")),
            key("shareTokensByIssuer", new Flag(true)));

    private static final Section DEX = section(
            new Setting("issuerUrl", "IssuerURL", text("")),
            new Setting("clientId", "ClientID", text("")),
            key("clientSecret", secret()),
            key("clientSecretFile", text("")),
            new Setting("connectorId", "ConnectorID", text("")),
            key("allowPrivateIPOIDC", new Flag(false)));

    private static final Section GOOGLE = section(
            new Setting("clientId", "ClientID", text("")),
            key("clientSecret", secret()),
            key("clientSecretFile", text("")));

    private static final Section VALKEY = section(
            new Setting("url", "URL", text("")),
            key("username", text("")),
            key("password", secret()),
            key("passwordFile", text("")),
            new Setting("tlsEnabled", "TLSEnabled", new Flag(false)),
            new Setting("tlsServerName", "TLSServerName", text("")),
            key("keyPrefix", text("")),
            new Setting("db", "DB", new Whole(0, 0, Integer.MAX_VALUE)));

    private static final Section OAUTH_SERVER = section(
            key("enabled", new Flag(false)),
            new Setting("baseUrl", "BaseURL", text("")),
            key("provider", text("dex")),
            key("dex", DEX),
            key("google", GOOGLE),
            key("storage", section(key("type", text("")), key("valkey", VALKEY))),
            key("registrationToken", secret()),
            key("registrationTokenFile", text("")),
            key("allowPublicClientRegistration", new Flag(false)),
            key("encryptionKey", secret()),
            key("encryptionKeyFile", text("")),
            key("allowUnencryptedStorage", new OptionalFlag()),
            key("trustedPublicRegistrationSchemes", new Shape.Texts()),
            key("trustedPublicRegistrationRedirectURIs", new Shape.Texts()),
            key("enableCIMD", new Flag(true)),
            key("allowPrivateIPCIMDHosts", new Shape.Texts()),
            key("allowLocalhostRedirectURIs", new Flag(true)),
            key("sessionDuration", text("")),
            key("allowedOrigins", text("")),
            key("trustedAudiences", new Shape.Texts()),
            key("trustedIssuers", new Shape.Objects()),
            key("trustedProxyCIDRs", new Shape.Texts()),
            key("resourceIdentifier", text("")),
            key("consent", section(key("mode", text("")))),
            key("acceptUpstreamAccessTokens", new OptionalFlag()),
            new Setting("userinfoCacheTTL", "UserinfoCacheTTL", text("")),
            key("tokenExchangeBroker", new Shape.Open()),
            new Setting(
                    "cimd",
                    "CIMD",
                    section(
                            key("allowedDomains", new Shape.Texts()),
                            key("deniedDomains", new Shape.Texts()),
                            key("maxDocumentBytes", new Whole(64 << 10, 1 << 10, 1 << 20)))),
            key("maxSessionLifetime", text("")),
            key("rotationGrace", text("")),
            key("sessionCorrelationKey", secret()),
            key("sessionCorrelationKeyFile", text("")),
            key("supportedScopes", new Shape.Texts()),
            key("introspectionClients", new Shape.Texts()),
            key("strictTokenExchangeErrors", new Flag(false)),
            key("strictRegistration", new Flag(false)),
            key("prmResourceMode", text("")),
            key("idToken", text("")),
            key("errorWithoutCredentials", new Flag(true)));

    static final Section AGGREGATOR = section(
            key("port", new Whole(MusterConfig.DEFAULT_PORT, 0, LAST_PORT)),
            key("host", text("localhost")),
            key("transport", text("streamable-http")),
            key("musterPrefix", text("")),
            new Setting(
                    "oauth",
                    "OAuth",
                    section(new Setting("mcpClient", "MCPClient", MCP_CLIENT), key("server", OAUTH_SERVER))),
            key("admin", ADMIN),
            key("directEndpoints", new OptionalFlag()));

    static final Section ROOT =
            section(key("aggregator", AGGREGATOR), key("namespace", text("")), key("kubernetes", new Flag(false)));

    private ConfigShape() {}

    private static Section section(Setting... keys) {
        return new Section(List.of(keys));
    }

    private static Setting key(String name, Shape shape) {
        return new Setting(name, Character.toUpperCase(name.charAt(0)) + name.substring(1), shape);
    }

    private static Text text(String otherwise) {
        return new Text(otherwise, false);
    }

    private static Text secret() {
        return new Text("", true);
    }
}
