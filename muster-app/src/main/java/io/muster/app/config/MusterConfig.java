package io.muster.app.config;

import io.muster.authserver.config.AuthServerConfig;
import io.muster.gateway.signin.SignInSettings;
import io.muster.oauth.Loopback;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.Decoded;
import io.muster.wire.json.decode.Decoder;
import io.muster.wire.json.decode.Fields;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code config.yaml} asks for, laid over the defaults.
 *
 * @param namespace where definitions and events belong ({@code default})
 * @param kubernetes custom resources instead of files ({@code false})
 */
public record MusterConfig(Aggregator aggregator, String namespace, boolean kubernetes) {
    static final int DEFAULT_PORT = 8090;

    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]*");
    private static final int DEFAULT_ADMIN_PORT = 9999;

    /**
     * The server.
     *
     * @param port to listen on ({@code 8090})
     * @param host to bind to ({@code localhost})
     * @param musterPrefix first part of the names of backends' tools ({@code x})
     * @param directEndpoints whether each backend is reachable on its own (on a loopback host yes, otherwise no)
     * @param authServer what protects the endpoints; everybody is let in when empty
     * @param signIns how users are logged in to MCP servers; they are not when empty
     */
    public record Aggregator(
            int port,
            String host,
            Transport transport,
            String musterPrefix,
            boolean directEndpoints,
            Admin admin,
            Optional<AuthServerConfig> authServer,
            Optional<SignInSettings> signIns) {
        /** Where clients connect while this port is listened on: a URL, or {@code stdio}. */
        public String endpoint(int listening) {
            var server = "http://" + (host.startsWith("[") || !host.contains(":") ? host : "[" + host + "]") + ":"
                    + listening;
            return switch (transport) {
                case STDIO -> transport.word();
                case SSE -> server + "/sse";
                case STREAMABLE_HTTP -> server + "/mcp";
            };
        }
    }

    /**
     * The listener of the admin pages.
     *
     * @param enabled {@code false}
     * @param port {@code 9999}
     * @param bindAddress {@code 127.0.0.1}
     */
    public record Admin(boolean enabled, int port, String bindAddress) {}

    /** How clients connect. */
    public enum Transport {
        STREAMABLE_HTTP,
        SSE,
        STDIO;

        /** The word in the file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Transport> of(String word) {
            return Arrays.stream(values()).filter(t -> t.word().equals(word)).findFirst();
        }
    }

    /** What is asked for when there is no file. */
    public static MusterConfig defaults() {
        return switch (decode(JsonObject.EMPTY)) {
            case Decoded.Valid<MusterConfig> valid -> valid.value();
            case Decoded.Invalid<MusterConfig>(var problems) -> throw new IllegalStateException(problems.toString());
        };
    }

    /** Reads a document; warnings are about unknown keys and values that mean something else than they say. */
    public static Decoded<MusterConfig> decode(JsonObject document) {
        return Decoder.decode(OldNames.renamed(document), fields -> {
            OldNames.warn(document, fields);
            return read(fields);
        });
    }

    private static MusterConfig read(Fields fields) {
        var complete = ConfigShape.ROOT.read(fields);
        boolean kubernetes = complete.isTrue("kubernetes");
        if (kubernetes) {
            fields.error(
                    "kubernetes", "this build does not support Kubernetes mode yet; remove the key or set it to false");
        }
        var aggregator = read(
                fields.fieldsOrEmpty("aggregator"),
                complete.object("aggregator").orElse(JsonObject.EMPTY));
        return new MusterConfig(aggregator, nonEmpty(complete, "namespace", "default"), kubernetes);
    }

    private static Aggregator read(Fields fields, JsonObject complete) {
        var host = nonEmpty(complete, "host", "localhost");
        var admin = complete.object("admin").orElse(JsonObject.EMPTY);
        if (admin.isTrue("enabled")) {
            fields.fieldsOrEmpty("admin")
                    .error("enabled", "this build has no admin pages yet; remove the key or set it to false");
        }
        var oauth = fields.fieldsOrEmpty("oauth");
        int port = nonZero(complete, DEFAULT_PORT);
        var authServer = authServer(oauth.fieldsOrEmpty("server"));
        return new Aggregator(
                port,
                host,
                transport(fields, complete.text("transport", "")),
                prefix(fields, nonEmpty(complete, "musterPrefix", "x")),
                complete.bool("directEndpoints").orElse(Loopback.is(host)),
                new Admin(
                        admin.isTrue("enabled"),
                        nonZero(admin, DEFAULT_ADMIN_PORT),
                        nonEmpty(admin, "bindAddress", "127.0.0.1")),
                authServer,
                SignInReader.read(oauth.fieldsOrEmpty("mcpClient"), host, port, authServer.isPresent()));
    }

    private static Optional<AuthServerConfig> authServer(Fields server) {
        if (server.bool("enabled", false)) {
            return Optional.of(AuthServerConfig.read(server));
        }
        AuthServerConfig.checkSecretFiles(server);
        return Optional.empty();
    }

    private static Transport transport(Fields fields, String word) {
        var transport = Transport.of(word);
        if (transport.isEmpty()) {
            fields.warning(
                    "transport",
                    "unknown transport, streamable-http is used; there are streamable-http, sse and stdio");
        }
        return transport.orElse(Transport.STREAMABLE_HTTP);
    }

    private static String prefix(Fields fields, String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            fields.warning(
                    "musterPrefix",
                    "some clients refuse tools of such names; use letters, digits, - and _, beginning with a letter");
        }
        return prefix;
    }

    private static String nonEmpty(JsonObject object, String name, String otherwise) {
        return object.text(name).filter(text -> !text.isEmpty()).orElse(otherwise);
    }

    private static int nonZero(JsonObject object, int otherwise) {
        int port = (int) object.integer("port").orElse(0);
        return port == 0 ? otherwise : port;
    }
}
