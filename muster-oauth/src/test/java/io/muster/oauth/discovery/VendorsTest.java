package io.muster.oauth.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.Issuer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requirement R-2: the metadata that vendors publish, in the shapes in which they publish it. */
class VendorsTest {
    private static final String AS = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";
    private static final String PRM = "/.well-known/oauth-protected-resource";

    /**
     * One vendor.
     *
     * @param pages what it publishes, by URL
     * @param registers whether clients can register themselves
     * @param s256 whether it promises PKCE by SHA-256
     */
    record Vendor(
            String name,
            String server,
            Optional<String> challenge,
            Map<String, String> pages,
            String issuer,
            Provenance provenance,
            boolean registers,
            boolean s256) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Vendor> vendors() {
        return List.of(
                atlassian(),
                github(),
                atItself("Notion", "https://mcp.notion.com/mcp", "https://mcp.notion.com"),
                atItself("Linear", "https://mcp.linear.app/mcp", "https://mcp.linear.app"),
                slack(),
                figma(),
                atItself("Asana", "https://mcp.asana.com/sse", "https://mcp.asana.com"),
                atItself("Sentry", "https://mcp.sentry.dev/mcp", "https://mcp.sentry.dev"),
                entra(),
                okta(),
                google(),
                auth0(),
                keycloak());
    }

    /** RFC 8414 at the root only; the issuer is another host, which publishes nothing. */
    private static Vendor atlassian() {
        return new Vendor(
                "Atlassian",
                "https://mcp.atlassian.com/v1/mcp",
                Optional.of("Bearer realm=\"OAuth\", error=\"invalid_token\""),
                Map.of("https://mcp.atlassian.com" + AS, """
                    {'issuer': 'https://cf.mcp.atlassian.com',
                     'authorization_endpoint': 'https://mcp.atlassian.com/v1/authorize',
                     'token_endpoint': 'https://cf.mcp.atlassian.com/v1/token',
                     'registration_endpoint': 'https://cf.mcp.atlassian.com/v1/register',
                     'response_types_supported': ['code'],
                     'token_endpoint_auth_methods_supported': ['client_secret_basic', 'client_secret_post', 'none'],
                     'code_challenge_methods_supported': ['plain', 'S256']}
                    """),
                "https://cf.mcp.atlassian.com",
                Provenance.RESOURCE_ORIGIN,
                true,
                true);
    }

    /** An issuer with a path, and no registration. */
    private static Vendor github() {
        var issuer = "https://github.com/login/oauth";
        return new Vendor(
                "GitHub",
                "https://api.githubcopilot.com/mcp/",
                Optional.of("Bearer error=\"invalid_request\", resource_metadata="
                        + "\"https://api.githubcopilot.com/.well-known/oauth-protected-resource/mcp/\""),
                Map.of(
                        "https://api.githubcopilot.com" + PRM + "/mcp/",
                        FakeWeb.resource("https://api.githubcopilot.com/mcp/", issuer),
                        "https://github.com" + AS + "/login/oauth",
                        server(
                                issuer,
                                "https://github.com/login/oauth/authorize",
                                "https://github.com/login/oauth/access_token")),
                issuer,
                Provenance.VALIDATED,
                false,
                true);
    }

    /** A server that is its own authorization server and says so in both ways. */
    private static Vendor atItself(String name, String server, String issuer) {
        return new Vendor(
                name,
                server,
                Optional.of("Bearer resource_metadata=\"" + issuer + PRM + "\""),
                Map.of(issuer + PRM, FakeWeb.resource(issuer, issuer), issuer + AS, FakeWeb.metadata(issuer)),
                issuer,
                Provenance.VALIDATED,
                true,
                true);
    }

    /** No registration; redirects are configured with the vendor. */
    private static Vendor slack() {
        var issuer = "https://slack.com";
        return new Vendor(
                "Slack",
                "https://mcp.slack.com/mcp",
                Optional.of("Bearer resource_metadata=\"https://mcp.slack.com" + PRM + "\""),
                Map.of(
                        "https://mcp.slack.com" + PRM,
                        FakeWeb.resource("https://mcp.slack.com", issuer),
                        issuer + AS,
                        server(issuer, issuer + "/oauth/v2_user/authorize", issuer + "/api/oauth.v2.user.access")),
                issuer,
                Provenance.VALIDATED,
                false,
                true);
    }

    /** Registration for clients on a list, who must send their secret in the body. */
    private static Vendor figma() {
        var issuer = "https://api.figma.com";
        return new Vendor(
                "Figma",
                "https://mcp.figma.com/mcp",
                Optional.of("Bearer resource_metadata=\"https://mcp.figma.com" + PRM + "\",scope=\"mcp:connect\""),
                Map.of(
                        "https://mcp.figma.com" + PRM,
                        FakeWeb.resource("https://mcp.figma.com/mcp", issuer),
                        issuer + AS,
                        """
                        {'issuer': 'https://api.figma.com',
                         'authorization_endpoint': 'https://www.figma.com/oauth/mcp',
                         'token_endpoint': 'https://api.figma.com/v1/oauth/token',
                         'registration_endpoint': 'https://api.figma.com/v1/oauth/mcp/register',
                         'token_endpoint_auth_methods_supported': ['client_secret_post'],
                         'code_challenge_methods_supported': ['S256']}
                        """),
                issuer,
                Provenance.VALIDATED,
                true,
                true);
    }

    /** OpenID Connect behind a path only; says nothing of PKCE. */
    private static Vendor entra() {
        var issuer = "https://login.microsoftonline.com/7c1c0a3d-0000-0000-0000-000000000000/v2.0";
        return new Vendor(
                "Entra",
                "https://mcp.contoso.example/mcp",
                Optional.empty(),
                Map.of(
                        "https://mcp.contoso.example" + PRM + "/mcp",
                        FakeWeb.resource("https://mcp.contoso.example/mcp", issuer),
                        issuer + OPENID,
                        """
                        {'issuer': '%s',
                         'authorization_endpoint': 'https://login.microsoftonline.com/t/oauth2/v2.0/authorize',
                         'token_endpoint': 'https://login.microsoftonline.com/t/oauth2/v2.0/token',
                         'jwks_uri': 'https://login.microsoftonline.com/t/discovery/v2.0/keys',
                         'scopes_supported': ['openid', 'profile', 'email', 'offline_access']}
                        """.formatted(issuer)),
                issuer,
                Provenance.VALIDATED,
                false,
                false);
    }

    /** A custom authorization server, RFC 8414 with its path inserted. */
    private static Vendor okta() {
        var issuer = "https://contoso.okta.example/oauth2/default";
        return new Vendor(
                "Okta",
                "https://mcp.contoso.example/mcp",
                Optional.empty(),
                Map.of(
                        "https://mcp.contoso.example" + PRM,
                        FakeWeb.resource("https://mcp.contoso.example", issuer),
                        "https://contoso.okta.example" + AS + "/oauth2/default",
                        server(issuer, issuer + "/v1/authorize", issuer + "/v1/token")),
                issuer,
                Provenance.VALIDATED,
                false,
                true);
    }

    /** Named with a slash by resources, without one by itself; OpenID Connect only; endpoints at other hosts. */
    private static Vendor google() {
        return new Vendor(
                "Google",
                "https://mcp.contoso.example/mcp",
                Optional.empty(),
                Map.of(
                        "https://mcp.contoso.example" + PRM,
                        FakeWeb.resource("https://mcp.contoso.example", "https://accounts.google.com/"),
                        "https://accounts.google.com" + OPENID,
                        server(
                                "https://accounts.google.com",
                                "https://accounts.google.com/o/oauth2/v2/auth",
                                "https://oauth2.googleapis.com/token")),
                "https://accounts.google.com",
                Provenance.VALIDATED,
                false,
                true);
    }

    /** Its issuer ends with a slash, and everybody names it so. */
    private static Vendor auth0() {
        var issuer = "https://contoso.eu.auth0.example/";
        return new Vendor(
                "Auth0",
                "https://mcp.contoso.example/mcp",
                Optional.empty(),
                Map.of(
                        "https://mcp.contoso.example" + PRM,
                        FakeWeb.resource("https://mcp.contoso.example", issuer),
                        "https://contoso.eu.auth0.example" + OPENID,
                        FakeWeb.metadata(issuer, "https://contoso.eu.auth0.example/oidc")),
                issuer,
                Provenance.VALIDATED,
                true,
                true);
    }

    /** A realm in the path; RFC 8414 in its own place since version 26, OpenID Connect behind the path before. */
    private static Vendor keycloak() {
        var issuer = "https://sso.contoso.example/realms/mcp";
        return new Vendor(
                "Keycloak",
                "https://mcp.contoso.example/mcp",
                Optional.of("Bearer resource_metadata=\"https://mcp.contoso.example" + PRM + "/mcp\""),
                Map.of(
                        "https://mcp.contoso.example" + PRM + "/mcp",
                        FakeWeb.resource("https://mcp.contoso.example/mcp", issuer),
                        issuer + OPENID,
                        FakeWeb.metadata(issuer, issuer + "/protocol/openid-connect")),
                issuer,
                Provenance.VALIDATED,
                true,
                true);
    }

    private static String server(String issuer, String authorize, String token) {
        return """
            {'issuer': '%s', 'authorization_endpoint': '%s', 'token_endpoint': '%s',
             'code_challenge_methods_supported': ['plain', 'S256']}
            """.formatted(issuer, authorize, token);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void is_found_from_the_url_of_its_server_alone(Vendor vendor) throws InterruptedException {
        var web = new FakeWeb();
        vendor.pages().forEach(web::page);
        vendor.challenge().ifPresent(header -> web.challenge(vendor.server(), header));

        var found = web.resolved(vendor.server());

        assertThat(found.issuer()).isEqualTo(new Issuer(vendor.issuer()));
        assertThat(found.provenance()).isEqualTo(vendor.provenance());
        assertThat(found.metadata().registrationEndpoint().isPresent()).isEqualTo(vendor.registers());
        assertThat(found.metadata().supportsS256()).isEqualTo(vendor.s256());
    }

    @Test
    void every_vendor_of_the_requirement_is_there() {
        assertThat(vendors()).extracting(Vendor::name).doesNotHaveDuplicates().hasSize(13);
    }
}
