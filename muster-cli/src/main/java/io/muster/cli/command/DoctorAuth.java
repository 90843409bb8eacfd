package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.Endpoint;
import io.muster.cli.client.Endpoints;
import io.muster.cli.setup.Surroundings;
import io.muster.cli.setup.doctor.KnownClients;
import io.muster.cli.setup.doctor.LoginExamination;
import io.muster.cli.setup.doctor.LoginFinding;
import io.muster.cli.setup.doctor.LoginReport;
import io.muster.cli.syntax.Parameter;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;
import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.metadata.WebUrl;
import io.muster.oauth.registration.ClientSettings;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.HttpOutboundClient;
import io.muster.wire.outbound.ProxySettings;
import io.muster.wire.outbound.TrustedCertificates;
import io.muster.wire.time.SystemScheduler;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code muster doctor auth}. As Muster itself, it reaches addresses that are not public only at hosts that a person
 * named.
 */
final class DoctorAuth implements Command {
    /** Where a Muster is that nobody has configured. */
    private static final String DEFAULT_URL = "http://localhost:8090";

    private final Syntax syntax = Syntax.of(
                    "auth", "Examine how Muster would log people in to an MCP server, step by step.")
            .footer(
                    "",
                    "Needs no running Muster, and registers nowhere. Ends with 1 when no login would be possible.",
                    "",
                    "Examples:",
                    "  muster doctor auth https://mcp.example.com/mcp",
                    "  muster doctor auth https://mcp.example.com/mcp --issuer https://as.example.com");
    private final Parameter url = syntax.parameter("URL", "MCP endpoint of the server.");
    private final Setting<String> issuer =
            syntax.text("--issuer", "URL", "Authorization server that you would name in the definition of the server.");
    private final Setting<String> clientId =
            syntax.text("--client-id", "ID", "Client that is registered there (default: the configuration's).");
    private final Setting<String> publicUrl =
            syntax.text("--public-url", "URL", "Address of Muster for browsers (default: the configuration's).");
    private final Setting<Path> extraCaFile =
            syntax.path("--extra-ca-file", "FILE", "PEM certificates to trust besides the system's.");
    private final Setting<Path> configPath = syntax.path(
            "--config-path", "DIR", "Configuration directory (default: $MUSTER_CONFIG_PATH, else ~/.config/muster).");
    private final TextOrJson output = new TextOrJson(syntax);

    private final Surroundings around;
    private final PrintWriter out;

    DoctorAuth(Surroundings around, PrintWriter out) {
        this.around = around;
        this.out = out;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() throws InterruptedException {
        var json = output.isJson();
        var finding = finding();
        var report = new LoginReport(finding);
        if (json) {
            out.println(Json.text(report.json(), JsonFormat.INDENTED));
        } else {
            report.lines().forEach(out::println);
        }
        out.flush();
        return finding.isPossible() ? ExitCode.SUCCESS : ExitCode.ERROR;
    }

    private LoginFinding finding() throws InterruptedException {
        var server = Endpoint.of(url.text(), Optional.empty()).uri();
        var pin = issuer.value().map(DoctorAuth::issuer);
        var hosts = new HashSet<String>();
        hosts.add(host(server));
        pin.ifPresent(named -> hosts.add(host(named.uri())));
        var clients = clients(configured());
        var trust = extraCaFile.value().map(ExtraCertificates::read).orElse(TrustedCertificates.SYSTEM);
        var proxies = ProxySettings.of(around.variables());
        var clock = SystemScheduler.clock();
        try (var scheduler = new SystemScheduler();
                var strangers = new HttpOutboundClient(MetadataWeb.STRANGERS, trust, proxies, clock, scheduler);
                var named = new HttpOutboundClient(MetadataWeb.CONFIGURED, trust, proxies, clock, scheduler)) {
            var web = new MetadataWeb(strangers, named, hosts::contains, clock);
            return new LoginExamination(web, clients, clock).of(server, pin);
        }
    }

    private static Issuer issuer(String text) {
        return Issuer.parse(text)
                .orElseThrow(() -> new CommandFailure("--issuer must be an https URL without query and fragment"));
    }

    private static String host(URI uri) {
        return uri.getHost().toLowerCase(Locale.ROOT);
    }

    /** A client that is named here is the only one. */
    private KnownClients clients(JsonObject configured) {
        var text = publicUrl.value().or(() -> given(configured, "publicUrl")).orElse(DEFAULT_URL);
        if (WebUrl.parse(text).isEmpty()) {
            throw new CommandFailure("the public URL of Muster must be an https URL, or http on this machine");
        }
        var named = clientId.value().filter(value -> !value.isBlank());
        var settings = new ClientSettings(
                text,
                named.or(() -> given(configured, "clientId")).map(ClientId::new),
                configured.text("callbackPath", ClientSettings.CALLBACK_PATH),
                configured.object("cimd").flatMap(cimd -> cimd.text("path")).orElse(ClientSettings.DOCUMENT_PATH),
                ClientSettings.SCOPES);
        return new KnownClients(settings, named.isPresent() ? Map.of() : registered(configured));
    }

    /** What is registered with single servers; what is not understood there is for {@code serve} to complain about. */
    private static Map<Issuer, ClientId> registered(JsonObject configured) {
        var registered = new HashMap<Issuer, ClientId>();
        for (var member : configured.object("clients").orElse(JsonObject.EMPTY).members()) {
            if (member.value() instanceof JsonObject client) {
                var id = given(client, "clientId").map(ClientId::new);
                client.text("issuer")
                        .flatMap(Issuer::parse)
                        .ifPresent(issuer -> id.ifPresent(known -> registered.put(issuer, known)));
            }
        }
        return registered;
    }

    private static Optional<String> given(JsonObject object, String name) {
        return object.text(name).filter(value -> !value.isBlank());
    }

    /** A configuration that cannot be read must not be in the way: what is examined is elsewhere. */
    private JsonObject configured() {
        try {
            return new Endpoints(around.variables())
                    .aggregator(configPath.value())
                    .object("oauth")
                    .flatMap(oauth -> oauth.object("mcpClient"))
                    .orElse(JsonObject.EMPTY);
        } catch (ConnectionFailure unreadable) {
            return JsonObject.EMPTY;
        }
    }
}
