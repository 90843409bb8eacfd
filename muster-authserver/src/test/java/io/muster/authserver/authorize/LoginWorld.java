package io.muster.authserver.authorize;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.client.Clients;
import io.muster.authserver.client.GuardedWeb;
import io.muster.authserver.client.HostAddresses;
import io.muster.authserver.client.MetadataDocuments;
import io.muster.authserver.client.MetadataSettings;
import io.muster.authserver.client.RedirectUris;
import io.muster.authserver.fakes.CapturingLog;
import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.provider.SharedTokens;
import io.muster.authserver.store.FlowStore;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.memory.Capacity;
import io.muster.authserver.store.memory.MemoryStores;
import io.muster.oauth.ClientId;
import io.muster.oauth.ResourceUri;
import io.muster.testkit.FakeSites;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.Query;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.meter.Meters;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An authorization server up to the code: real endpoints and stores, an identity provider, clients, and browsers. */
final class LoginWorld {
    static final String ISSUER = "https://muster.example";
    static final String REDIRECT = "https://client.example/cb";
    static final String STATE = "s".repeat(32);
    static final String CHALLENGE = "c".repeat(43);

    final ManualTime time = new ManualTime();
    final FakeLoginProvider provider = new FakeLoginProvider(time);
    final List<AuditEvent> audited = new ArrayList<>();
    final Map<AuditEvent, Map<String, String>> details = new HashMap<>();
    final CapturingLog log = new CapturingLog();
    final Stores stores = MemoryStores.open(Capacity.DEFAULT, time, time, new Random(1));
    final KnownClients clients = new KnownClients();
    private LoginSettings settings = settings(ISSUER, ConsentMode.OFF, true);
    private FlowStore flows = stores.flows();

    static LoginSettings settings(String issuer, ConsentMode consent, boolean browserBound) {
        var own = new ResourceUri(issuer + "/mcp");
        return new LoginSettings(
                new Locations(issuer),
                LoginSettings.FLOW_LIFETIME,
                LoginSettings.CODE_LIFETIME,
                consent,
                LoginSettings.CONSENT_LIFETIME,
                browserBound,
                Optional.empty(),
                resource -> resource.equals(own) || resource.equals(new ResourceUri(issuer)),
                issuer);
    }

    LoginWorld() {
        clients.add("client-1", RegisteredClient.Origin.OPEN, REDIRECT);
        clients.add("trusted", RegisteredClient.Origin.SEEDED, "https://trusted.example/cb");
        clients.add("native", RegisteredClient.Origin.TRUSTED_REDIRECT, "cursor://app/callback");
    }

    LoginWorld with(LoginSettings changed) {
        settings = changed;
        return this;
    }

    LoginWorld asking() {
        return with(settings(ISSUER, ConsentMode.UNTRUSTED, true));
    }

    LoginWorld with(FlowStore changed) {
        flows = changed;
        return this;
    }

    LoginSettings settings() {
        return settings;
    }

    private LoginEndpoints endpoints() {
        Audit audit = (event, requester, about, facts) -> {
            audited.add(event);
            details.put(event, facts);
        };
        var tokens = new SharedTokens(stores.providerTokens(), provider, Duration.ofDays(30), time, time);
        var services = new LoginServices(
                clients.all(),
                provider,
                tokens,
                flows,
                stores.users(),
                Duration.ofDays(30),
                audit,
                request -> Requester.of(request.remote().getAddress(), "browser", "id"),
                new Random(random++),
                Meters.NONE,
                time);
        return new LoginEndpoints(settings, services, log);
    }

    private long random = 7;

    /** Parameters of a good request; changed as a test needs. */
    static Map<String, String> request(UnaryOperator<Map<String, String>> change) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("response_type", "code");
        parameters.put("client_id", "client-1");
        parameters.put("redirect_uri", REDIRECT);
        parameters.put("state", STATE);
        parameters.put("code_challenge", CHALLENGE);
        parameters.put("code_challenge_method", "S256");
        parameters.put("scope", "openid mcp:tools");
        return change.apply(parameters);
    }

    static UnaryOperator<Map<String, String>> setting(String name, String value) {
        return parameters -> {
            parameters.put(name, value);
            return parameters;
        };
    }

    static UnaryOperator<Map<String, String>> lacking(String name) {
        return parameters -> {
            parameters.remove(name);
            return parameters;
        };
    }

    static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    HttpResponse authorize(UnaryOperator<Map<String, String>> change) {
        return new Browser().get("/oauth/authorize?" + form(request(change)));
    }

    /** A browser: keeps cookies, unless it is told not to. */
    final class Browser {
        private final Map<String, String> cookies = new LinkedHashMap<>();
        private String accept = "text/html,application/xhtml+xml";

        Browser programmatic() {
            accept = "application/json";
            return this;
        }

        Map<String, String> cookies() {
            return cookies;
        }

        HttpResponse authorize(UnaryOperator<Map<String, String>> change) {
            return get("/oauth/authorize?" + form(request(change)));
        }

        HttpResponse get(String target) {
            return send("GET", target, "");
        }

        HttpResponse head(String target) {
            return send("HEAD", target, "");
        }

        HttpResponse post(String target, Map<String, String> form) {
            return send("POST", target, form(form));
        }

        /** Answers the question of a page. */
        HttpResponse answer(HttpResponse page, String decision) {
            return post(
                    "/oauth/consent",
                    Map.of("consent", field(page, "consent"), "csrf", field(page, "csrf"), "decision", decision));
        }

        /** Comes back from the identity provider. */
        HttpResponse callback(HttpResponse away) {
            return callback(stateOf(away));
        }

        HttpResponse callback(String state) {
            return get("/oauth/callback?code=idp-code&state=" + state);
        }

        private HttpResponse send(String method, String target, String body) {
            var headers = Headers.of("Accept", accept);
            if (!cookies.isEmpty()) {
                headers = headers.with(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
            }
            var request = HttpRequest.of(method, target, headers, body.getBytes(StandardCharsets.UTF_8));
            var response = handler(request.path()).handle(request);
            response.headers().all("Set-Cookie").forEach(this::keep);
            return response;
        }

        private void keep(String line) {
            var pair = line.substring(0, line.indexOf(';'));
            var name = pair.substring(0, pair.indexOf('='));
            if (line.contains("Max-Age=0;")) {
                cookies.remove(name);
            } else {
                cookies.put(name, pair.substring(name.length() + 1));
            }
        }
    }

    private HttpHandler handler(String path) {
        var endpoints = endpoints();
        return switch (path) {
            case "/oauth/authorize" -> endpoints.authorize();
            case "/oauth/consent" -> endpoints.consent();
            case "/oauth/callback" -> endpoints.callback();
            default -> throw new IllegalArgumentException(path);
        };
    }

    static Map<String, String> location(HttpResponse response) {
        return Query.parse(URI.create(response.headers().first("Location").orElseThrow())
                        .getRawQuery())
                .parameters();
    }

    static String target(HttpResponse response) {
        var location = response.headers().first("Location").orElse("");
        return location.contains("?") ? location.substring(0, location.indexOf('?')) : location;
    }

    static String stateOf(HttpResponse away) {
        return location(away).getOrDefault("state", "");
    }

    static String text(HttpResponse response) {
        return response.body() instanceof Body.Bytes(var bytes) ? new String(bytes, StandardCharsets.UTF_8) : "";
    }

    static JsonObject json(HttpResponse response) {
        return Json.parseObject(text(response));
    }

    static String field(HttpResponse page, String name) {
        var found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(text(page));
        return found.find() ? found.group(1) : "";
    }

    /** Real clients in a real store; documents of clients are served by fake sites. */
    final class KnownClients {
        private final FakeSites sites = new FakeSites();

        void add(String id, RegisteredClient.Origin origin, String... redirects) {
            add(id, origin, JsonObject.EMPTY, redirects);
        }

        void add(String id, RegisteredClient.Origin origin, JsonObject metadata, String... redirects) {
            var complete = metadata.with("client_name", "Client " + id)
                    .with("token_endpoint_auth_method", "none")
                    .with("redirect_uris", JsonArray.ofStrings(List.of(redirects)));
            if (origin == RegisteredClient.Origin.METADATA_DOCUMENT) {
                var document = complete.with("client_id", id).with("client_name", "Client with a document");
                sites.serve(id, FakeSites.Answer.json(Json.text(document)));
            } else {
                stores.clients()
                        .put(new RegisteredClient(
                                new ClientId(id), Optional.empty(), origin, complete, Instant.EPOCH, Optional.empty()));
            }
        }

        private Clients all() {
            HostAddresses dns = host -> List.of(InetAddress.ofLiteral("93.184.216.34"));
            var redirects = new RedirectUris(RedirectUris.Settings.defaults(), dns);
            var documents = new MetadataDocuments(
                    MetadataSettings.defaults("muster"),
                    new GuardedWeb(sites, sites),
                    redirects,
                    Audit.NONE,
                    Meters.NONE,
                    time);
            return new Clients(stores.clients(), documents, redirects, Duration.ofDays(30), time);
        }
    }
}
