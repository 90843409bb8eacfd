package io.muster.app.config;

import io.muster.authserver.config.SecretFiles;
import io.muster.gateway.signin.SignInEndpoints;
import io.muster.gateway.signin.SignInSettings;
import io.muster.gateway.signin.SignInSettings.Confirmation;
import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.Loopback;
import io.muster.oauth.Secret;
import io.muster.oauth.registration.ClientSettings;
import io.muster.oauth.token.ClientCredentials;
import io.muster.wire.json.decode.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code aggregator.oauth.mcpClient}: how users are logged in to MCP servers. */
final class SignInReader {
    /** Where people come back to who log in to Muster itself. */
    private static final String OWN_CALLBACK = "/oauth/callback";

    private final Fields client;
    private final boolean isProtected;

    private SignInReader(Fields client, boolean isProtected) {
        this.client = client;
        this.isProtected = isProtected;
    }

    /**
     * Nothing where such logins are switched off.
     *
     * @param host that the server is bound to
     * @param isProtected whether users log in to Muster
     */
    static Optional<SignInSettings> read(Fields client, String host, int port, boolean isProtected) {
        return client.bool("enabled", false)
                ? Optional.of(new SignInReader(client, isProtected).read(host, port))
                : Optional.empty();
    }

    private SignInSettings read(String host, int port) {
        var cimd = client.fieldsOrEmpty("cimd");
        var settings = new ClientSettings(
                publicUrl(host, port),
                given(client, "clientId").map(ClientId::new),
                path(client, "callbackPath", ClientSettings.CALLBACK_PATH),
                path(cimd, "path", ClientSettings.DOCUMENT_PATH),
                given(cimd, "scopes").orElse(ClientSettings.SCOPES));
        if (settings.callbackPath().equals(settings.documentPath())) {
            client.error("callbackPath", "must not be the path of the client's document (cimd.path)");
        }
        return new SignInSettings(
                settings, clients(), targets(), confirmation(), client.bool("shareTokensByIssuer", true));
    }

    /** What the operator registered by hand, by any names. */
    private Map<Issuer, ClientCredentials> clients() {
        var named = client.fieldsOrEmpty("clients");
        var clients = new HashMap<Issuer, ClientCredentials>();
        for (var member : named.object().members()) {
            var one = named.fieldsOrEmpty(member.name());
            var issuer = Issuer.parse(one.requiredText("issuer"));
            var id = one.requiredText("clientId");
            var secret = SecretFiles.read(one, "clientSecret", "client secret of " + member.name());
            one.warnOfUnknown();
            if (issuer.isEmpty()) {
                one.error("issuer", "must be the URL of an authorization server, https and without query");
            } else if (clients.keySet().stream().anyMatch(issuer.get()::matches)) {
                one.error("issuer", "another client has the same issuer");
            } else if (!id.isBlank()) {
                clients.put(issuer.get(), credentials(new ClientId(id), secret));
            }
        }
        return clients;
    }

    /** In the form: all who want a secret accept it there, some only there. */
    private static ClientCredentials credentials(ClientId id, Optional<Secret> secret) {
        return secret.<ClientCredentials>map(known -> new ClientCredentials.Post(id, known))
                .orElseGet(() -> new ClientCredentials.Public(id));
    }

    private String publicUrl(String host, int port) {
        var given = given(client, "publicUrl");
        if (given.isEmpty()) {
            if (!Loopback.is(host)) {
                client.error(
                        "publicUrl", "needed to log in to MCP servers: the URL under which browsers reach this server");
            }
            return "http://localhost:" + port;
        }
        var url = web(given.get()).filter(uri -> uri.getRawQuery() == null && uri.getRawFragment() == null);
        if (url.isEmpty()) {
            client.error("publicUrl", "must be an http or https URL without query and fragment");
            return "http://localhost:" + port;
        }
        if (url.get().getScheme().equalsIgnoreCase("http")
                && !Loopback.is(url.get().getHost())) {
            client.warning("publicUrl", "many authorization servers send nobody back to a URL without TLS");
        }
        return given.get();
    }

    private static String path(Fields fields, String name, String otherwise) {
        var path = given(fields, name).orElse(otherwise);
        if (!path.startsWith("/") || !path.matches("[A-Za-z0-9._~/-]+")) {
            fields.error(name, "must be a path that begins with / and has only letters, digits, . _ ~ - and /");
        } else if (path.equals(OWN_CALLBACK)
                || path.equals(SignInEndpoints.START_PATH)
                || path.equals(SignInEndpoints.CONFIRM_PATH)) {
            fields.error(name, "this path is used for something else");
        }
        return path;
    }

    private List<URI> targets() {
        var targets = new ArrayList<URI>();
        for (var text : client.strings("postLoginRedirectAllowlist")) {
            var url = web(text);
            if (url.isEmpty()) {
                client.error("postLoginRedirectAllowlist", "must be http or https URLs with a host");
            }
            url.ifPresent(targets::add);
        }
        return targets;
    }

    private Confirmation confirmation() {
        return switch (given(client, "startConfirmation").orElse("off")) {
            case "off" -> Confirmation.OFF;
            case "page" -> Confirmation.PAGE;
            case "sso" -> {
                if (!isProtected) {
                    client.error("startConfirmation", "sso needs users that log in: aggregator.oauth.server");
                }
                yield Confirmation.SSO;
            }
            default -> {
                client.error("startConfirmation", "must be off, page or sso");
                yield Confirmation.OFF;
            }
        };
    }

    private static Optional<String> given(Fields fields, String name) {
        return fields.text(name).filter(text -> !text.isBlank());
    }

    private static Optional<URI> web(String text) {
        try {
            var uri = new URI(text);
            var scheme = String.valueOf(uri.getScheme());
            return uri.getHost() != null
                            && uri.getRawUserInfo() == null
                            && (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
