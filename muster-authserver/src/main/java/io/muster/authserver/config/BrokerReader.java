package io.muster.authserver.config;

import io.muster.authserver.config.BrokerConfig.Client;
import io.muster.authserver.config.BrokerConfig.Credentials;
import io.muster.authserver.config.BrokerConfig.Target;
import io.muster.oauth.Scopes;
import io.muster.wire.json.decode.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one {@code tokenExchangeBroker} block. */
final class BrokerReader {
    private static final Scopes DEFAULT_SCOPES = Scopes.of("openid", "profile", "email", "groups");
    private static final URI NOWHERE = URI.create("https://invalid.");

    private final Fields broker;

    BrokerReader(Fields broker) {
        this.broker = broker;
    }

    /** @param trustsSomebody whether there is an issuer whose tokens could be exchanged */
    BrokerConfig read(boolean trustsSomebody) {
        var targets = targets();
        var audiences = clientAudiences(targets);
        var config = new BrokerConfig(audiences, clients(), targets, broker.bool("allowPrivateIP", false));
        if (broker.has("delegateToSelf")) {
            broker.warning("delegateToSelf", "has no effect: this server signs no tokens");
        }
        if (config.isActive() && !trustsSomebody) {
            broker.error("tokenExchangeBroker requires at least one trustedIssuers entry to validate subject tokens");
        }
        return config;
    }

    private Map<String, List<String>> clientAudiences(Map<String, Target> targets) {
        var all = new LinkedHashMap<String, List<String>>();
        var clients = broker.fieldsOrEmpty("clientAudiences");
        for (var client : clients.object().names()) {
            var audiences = clients.strings(client);
            audiences.stream()
                    .filter(audience -> !targets.containsKey(audience))
                    .forEach(audience -> clients.warning(client, "there is no target for \"" + audience + "\""));
            all.put(client, audiences);
        }
        return all;
    }

    private Map<String, Client> clients() {
        var all = new LinkedHashMap<String, Client>();
        var clients = broker.fieldsOrEmpty("brokerClients");
        for (var id : clients.object().names()) {
            if (id.isBlank()) {
                clients.error(id, "a client needs a name");
                continue;
            }
            clients.fields(id)
                    .ifPresent(client -> all.put(
                            id, new Client(clientCredentials(id, client), new Scopes(client.strings("scopes")))));
        }
        return all;
    }

    private static Credentials clientCredentials(String id, Fields client) {
        var secret = SecretFiles.read(client, "clientSecret", "secret of broker client \"" + id + "\"");
        return secret.<Credentials>map(value -> new Credentials.Written(id, value))
                .orElseGet(() -> referenced(client));
    }

    private Map<String, Target> targets() {
        var all = new LinkedHashMap<String, Target>();
        var targets = broker.fieldsOrEmpty("targets");
        for (var audience : targets.object().names()) {
            targets.fields(audience).ifPresent(target -> all.put(audience, target(audience, target)));
        }
        return all;
    }

    private static Target target(String audience, Fields target) {
        var endpoint = endpoint(audience, target);
        return new Target(
                endpoint,
                text(target, "expectedIssuer").orElseGet(() -> issuerOf(endpoint)),
                text(target, "connectorId"),
                text(target, "scopes").map(Scopes::parse).orElse(DEFAULT_SCOPES),
                targetCredentials(audience, target));
    }

    private static URI endpoint(String audience, Fields target) {
        var text = text(target, "dexTokenEndpoint");
        if (text.isEmpty()) {
            target.error("tokenExchangeBroker target \"" + audience
                    + "\" requires dexTokenEndpoint (downstream Dex token endpoint)");
            return NOWHERE;
        }
        try {
            var uri = new URI(text.get());
            if ("https".equalsIgnoreCase(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        target.error("dexTokenEndpoint", "must be an https URL with a host, without user and fragment");
        return NOWHERE;
    }

    /** The issuer of a Dex is what its token endpoint is below. */
    private static String issuerOf(URI endpoint) {
        return endpoint.toString().replaceFirst("\\?.*$", "").replaceFirst("/token/?$", "");
    }

    private static Credentials targetCredentials(String audience, Fields target) {
        var id = text(target, "clientId");
        var secret = SecretFiles.read(target, "clientSecret", "client secret of target \"" + audience + "\"");
        if (id.isPresent() != secret.isPresent()) {
            target.error("clientId", "and clientSecret belong together");
        }
        return id.isPresent() && secret.isPresent()
                ? new Credentials.Written(id.get(), secret.get())
                : referenced(target);
    }

    private static Credentials referenced(Fields owner) {
        var found = owner.fields("clientCredentialsSecretRef");
        if (found.isEmpty()) {
            return new Credentials.Absent();
        }
        var reference = found.get();
        owner.warning(
                "clientCredentialsSecretRef",
                "Kubernetes secrets cannot be read without Kubernetes; use clientId and clientSecretFile");
        return new Credentials.Referenced(
                reference.requiredText("name"),
                text(reference, "namespace"),
                text(reference, "clientIdKey").orElse("client-id"),
                text(reference, "clientSecretKey").orElse("client-secret"));
    }

    private static Optional<String> text(Fields fields, String name) {
        return fields.text(name).filter(text -> !text.isBlank());
    }
}
