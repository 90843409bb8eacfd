package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.Endpoint;
import io.muster.cli.client.Endpoints;
import io.muster.cli.setup.doctor.LoginExamination;
import io.muster.cli.setup.doctor.LoginFinding;
import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.metadata.WebUrl;
import io.muster.oauth.registration.ClientSettings;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.HttpOutboundClient;
import io.muster.wire.outbound.ProxySettings;
import io.muster.wire.outbound.TrustedCertificates;
import io.muster.wire.time.SystemScheduler;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code muster doctor auth}: what is asked of whom.
 *
 * @param clientId of Muster at the authorization server, if it has one there
 * @param publicUrl where browsers reach Muster, if not where the configuration says
 */
record DoctorAuth(Optional<String> clientId, Optional<String> publicUrl, Optional<Path> configPath) {
    /** Where a Muster is that nobody has configured. */
    private static final String DEFAULT_URL = "http://localhost:8090";

    /** As Muster itself, this reaches addresses that are not public only at hosts that a person named. */
    LoginFinding finding(String url, Optional<String> issuer, Map<String, String> environment)
            throws InterruptedException {
        var server = Endpoint.of(url, Optional.empty()).uri();
        var pin = issuer.map(DoctorAuth::issuer);
        var hosts = new HashSet<String>();
        hosts.add(host(server));
        pin.ifPresent(named -> hosts.add(host(named.uri())));
        var settings = settings(environment);
        var clock = SystemScheduler.clock();
        var proxies = ProxySettings.of(environment);
        try (var scheduler = new SystemScheduler();
                var strangers = new HttpOutboundClient(
                        MetadataWeb.STRANGERS, TrustedCertificates.SYSTEM, proxies, clock, scheduler);
                var named = new HttpOutboundClient(
                        MetadataWeb.CONFIGURED, TrustedCertificates.SYSTEM, proxies, clock, scheduler)) {
            var web = new MetadataWeb(strangers, named, hosts::contains, clock);
            return new LoginExamination(web, settings, clock).of(server, pin);
        }
    }

    private static Issuer issuer(String text) {
        return Issuer.parse(text)
                .orElseThrow(() -> new CommandFailure("--issuer must be an https URL without query and fragment"));
    }

    private static String host(URI uri) {
        return uri.getHost().toLowerCase(Locale.ROOT);
    }

    private ClientSettings settings(Map<String, String> environment) {
        var configured = configured(environment);
        var text = publicUrl
                .or(() -> configured.text("publicUrl").filter(value -> !value.isEmpty()))
                .orElse(DEFAULT_URL);
        if (WebUrl.parse(text).isEmpty()) {
            throw new CommandFailure("the public URL of Muster must be an https URL, or http on this machine");
        }
        var id = clientId.or(() -> configured.text("clientId"))
                .filter(value -> !value.isBlank())
                .map(ClientId::new);
        return new ClientSettings(
                text,
                id,
                configured.text("callbackPath", ClientSettings.CALLBACK_PATH),
                configured.object("cimd").flatMap(cimd -> cimd.text("path")).orElse(ClientSettings.DOCUMENT_PATH),
                ClientSettings.SCOPES);
    }

    /** A configuration that cannot be read must not be in the way: what is examined is elsewhere. */
    private JsonObject configured(Map<String, String> environment) {
        try {
            return new Endpoints(environment)
                    .aggregator(configPath)
                    .object("oauth")
                    .flatMap(oauth -> oauth.object("mcpClient"))
                    .orElse(JsonObject.EMPTY);
        } catch (ConnectionFailure unreadable) {
            return JsonObject.EMPTY;
        }
    }
}
