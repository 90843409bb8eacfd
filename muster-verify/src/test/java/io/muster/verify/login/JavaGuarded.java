package io.muster.verify.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/**
 * A program: an MCP server on the Java SDK, in Tomcat, that only serves bearers of ID tokens. It has one tool, which says who
 * the bearer is. Arguments: port, issuer, audience, certificate of the issuer.
 */
public final class JavaGuarded {
    private static final String CLAIMS = "claims";

    private JavaGuarded() {}

    public static void main(String[] arguments) throws IOException, LifecycleException {
        var guard = new Guard(arguments[1], arguments[2], Browser.client(Path.of(arguments[3])));
        var tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("muster-tomcat").toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(Integer.parseInt(arguments[0]));
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        var context = tomcat.addContext("", null);
        serve(context, "/mcp", mcp());
        serve(context, "/refused", new Refusals(guard));
        protect(context, "/mcp", guard);
        tomcat.start();
        tomcat.getServer().await();
    }

    private static HttpServlet mcp() {
        var transport = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint("/mcp")
                .contextExtractor(request -> (McpTransportContext) request.getAttribute(CLAIMS))
                .build();
        var tool = Tool.builder("whoami", Map.of("type", "object"))
                .description("Says who the bearer is")
                .build();
        var _ = McpServer.sync(transport)
                .serverInfo("guarded", "1")
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .tools(new SyncToolSpecification(tool, (exchange, _) -> said(exchange)))
                .build();
        return transport;
    }

    private static CallToolResult said(McpSyncServerExchange exchange) {
        var bearer = exchange.transportContext();
        return CallToolResult.builder()
                .addTextContent("email " + bearer.get("email") + ", issuer " + bearer.get("iss"))
                .build();
    }

    private static void serve(Context context, String path, HttpServlet servlet) {
        Tomcat.addServlet(context, path, servlet).setAsyncSupported(true);
        context.addServletMapping(path, path);
    }

    private static void protect(Context context, String path, HttpFilter filter) {
        var definition = new FilterDef();
        definition.setFilterName("guard");
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        var mapping = new FilterMap();
        mapping.setFilterName("guard");
        mapping.addURLPattern(path);
        context.addFilterMap(mapping);
    }

    /** Says how many came with a token that is not good. */
    private static final class Refusals extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient Guard guard;

        Refusals(Guard guard) {
            this.guard = guard;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(guard.refused.get());
        }
    }

    /** Lets in who has a token of the issuer for the audience, and hands its claims on. */
    private static final class Guard extends HttpFilter {
        private static final long serialVersionUID = 1;
        private static final Duration LIMIT = Duration.ofSeconds(30);
        private static final Duration LEEWAY = Duration.ofSeconds(1);

        private final String issuer;
        private final String audience;
        private final transient HttpClient http;
        private final transient InstantSource clock = InstantSource.system();
        private final AtomicInteger refused = new AtomicInteger();
        private transient volatile JWKSet keys = new JWKSet();

        Guard(String issuer, String audience, HttpClient http) {
            this.issuer = issuer;
            this.audience = audience;
            this.http = http;
        }

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            var token = Optional.ofNullable(request.getHeader("Authorization"))
                    .filter(header -> header.startsWith("Bearer "))
                    .map(header -> header.substring("Bearer ".length()));
            var claims = token.flatMap(this::claims);
            if (claims.isEmpty()) {
                refused.addAndGet(token.isPresent() ? 1 : 0);
                response.setHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                return;
            }
            request.setAttribute(CLAIMS, McpTransportContext.create(claims.get().getClaims()));
            chain.doFilter(request, response);
        }

        private Optional<JWTClaimsSet> claims(String token) {
            try {
                var signed = SignedJWT.parse(token);
                return signed.verify(verifier(signed.getHeader().getKeyID()))
                        ? Optional.of(signed.getJWTClaimsSet()).filter(this::isGood)
                        : Optional.empty();
            } catch (ParseException | JOSEException | IOException bad) {
                return Optional.empty();
            }
        }

        /** What ended on the way is still good. */
        private boolean isGood(JWTClaimsSet claims) {
            return issuer.equals(claims.getIssuer())
                    && claims.getAudience().contains(audience)
                    && claims.getExpirationTime().toInstant().plus(LEEWAY).isAfter(clock.instant());
        }

        private RSASSAVerifier verifier(String id) throws IOException, ParseException, JOSEException {
            if (keys.getKeyByKeyId(id) == null) {
                keys = JWKSet.parse(fetched());
            }
            var key = keys.getKeyByKeyId(id);
            if (key == null) {
                throw new JOSEException("unknown key");
            }
            return new RSASSAVerifier(key.toRSAKey());
        }

        private String fetched() throws IOException {
            try {
                var request = HttpRequest.newBuilder(URI.create(issuer + "/keys"))
                        .timeout(LIMIT)
                        .build();
                return http.send(request, BodyHandlers.ofString()).body();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }
}
