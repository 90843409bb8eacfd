package io.muster.gateway.vendor;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a vendor's server and its authorization server behave.
 *
 * @param server the URL of the MCP server
 * @param auth the {@code auth} block of its definition; empty where the URL alone is enough
 * @param challenge what it answers 401 with
 * @param resource its metadata (RFC 9728): URL and document
 * @param metadata of the authorization server: URL and document
 * @param issuer the authorization server
 * @param traits how that differs from the standards
 */
record Vendor(
        String name,
        String server,
        String auth,
        Optional<String> challenge,
        Map<String, String> resource,
        Map<String, String> metadata,
        String issuer,
        Set<Trait> traits) {
    private static final String AS = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";
    private static final String PRM = "/.well-known/oauth-protected-resource";
    private static final String CONTOSO = "https://mcp.contoso.example";

    /** Where one differs from what most do. */
    enum Trait {
        /** Knows clients only that somebody registered by hand. */
        BY_HAND,
        /** Says that clients may register, and refuses all it does not know. */
        REFUSES_REGISTRATION,
        /** Clients need a secret, in the form. */
        SECRET,
        /** Does not want to be told what a token is for. */
        NO_RESOURCE,
        /** Refuses with status 200. */
        REFUSES_WITH_200,
        /** A refresh token is good once. */
        ROTATES,
        /** No refresh tokens. */
        NO_REFRESH,
        /** A refresh token only where {@code offline_access} was asked for. */
        OFFLINE_SCOPE,
        /** A refresh token only after {@code access_type=offline} and {@code prompt=consent}. */
        OFFLINE_CONSENT,
        /** Names itself in its answers (RFC 9207). */
        NAMES_ITSELF
    }

    @Override
    public String toString() {
        return name;
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    boolean registersByItself() {
        return !is(Trait.BY_HAND) && !is(Trait.REFUSES_REGISTRATION);
    }

    String host() {
        return URI.create(server).getHost();
    }

    static List<Vendor> all() {
        return List.of(
                atlassian(),
                github(),
                atItself("Notion", "https://mcp.notion.com/mcp", Trait.ROTATES),
                atItself("Linear", "https://mcp.linear.app/mcp", Trait.ROTATES),
                slack(),
                figma(),
                atItself("Asana", "https://mcp.asana.com/sse"),
                atItself("Sentry", "https://mcp.sentry.dev/mcp"),
                entra(),
                okta(),
                google(),
                auth0(),
                keycloak());
    }

    private static Vendor atlassian() {
        return new Vendor(
                "Atlassian",
                "https://mcp.atlassian.com/v1/mcp",
                "",
                Optional.of("Bearer realm=\"OAuth\", error=\"invalid_token\""),
                Map.of(),
                Map.of(
                        "https://mcp.atlassian.com" + AS,
                        document(
                                "https://cf.mcp.atlassian.com",
                                "https://mcp.atlassian.com/v1/authorize",
                                "https://cf.mcp.atlassian.com/v1/token",
                                "'registration_endpoint':'https://cf.mcp.atlassian.com/v1/register'",
                                "'token_endpoint_auth_methods_supported':['client_secret_basic','client_secret_post','none']",
                                pkce())),
                "https://cf.mcp.atlassian.com",
                Set.of(Trait.ROTATES));
    }

    private static Vendor github() {
        var issuer = "https://github.com/login/oauth";
        var origin = "https://api.githubcopilot.com";
        return new Vendor(
                "GitHub",
                origin + "/mcp/",
                "",
                Optional.of("Bearer error=\"invalid_request\", resource_metadata=\"" + origin + PRM + "/mcp/\""),
                Map.of(origin + PRM + "/mcp/", resource(origin + "/mcp/", issuer)),
                Map.of(
                        "https://github.com" + AS + "/login/oauth",
                        document(issuer, issuer + "/authorize", issuer + "/access_token", pkce())),
                issuer,
                Set.of(Trait.BY_HAND, Trait.SECRET, Trait.REFUSES_WITH_200, Trait.ROTATES));
    }

    private static Vendor atItself(String name, String server, Trait... traits) {
        var issuer = "https://" + URI.create(server).getHost();
        return new Vendor(
                name,
                server,
                "",
                Optional.of("Bearer resource_metadata=\"" + issuer + PRM + "\""),
                Map.of(issuer + PRM, resource(issuer, issuer)),
                Map.of(
                        issuer + AS,
                        document(
                                issuer,
                                issuer + "/authorize",
                                issuer + "/token",
                                "'registration_endpoint':'" + issuer + "/register'",
                                pkce())),
                issuer,
                Set.copyOf(Arrays.asList(traits)));
    }

    private static Vendor slack() {
        var issuer = "https://slack.com";
        return new Vendor(
                "Slack",
                "https://mcp.slack.com/mcp",
                "",
                Optional.of("Bearer resource_metadata=\"https://mcp.slack.com" + PRM + "\""),
                Map.of("https://mcp.slack.com" + PRM, resource("https://mcp.slack.com", issuer)),
                Map.of(
                        issuer + AS,
                        document(
                                issuer,
                                issuer + "/oauth/v2_user/authorize",
                                issuer + "/api/oauth.v2.user.access",
                                "'token_endpoint_auth_methods_supported':['client_secret_post']",
                                pkce())),
                issuer,
                Set.of(Trait.BY_HAND, Trait.SECRET, Trait.REFUSES_WITH_200, Trait.NO_REFRESH));
    }

    private static Vendor figma() {
        var issuer = "https://api.figma.com";
        return new Vendor(
                "Figma",
                "https://mcp.figma.com/mcp",
                "",
                Optional.of("Bearer resource_metadata=\"https://mcp.figma.com" + PRM + "\",scope=\"mcp:connect\""),
                Map.of("https://mcp.figma.com" + PRM, resource("https://mcp.figma.com/mcp", issuer)),
                Map.of(
                        issuer + AS,
                        document(
                                issuer,
                                "https://www.figma.com/oauth/mcp",
                                issuer + "/v1/oauth/token",
                                "'registration_endpoint':'" + issuer + "/v1/oauth/mcp/register'",
                                "'token_endpoint_auth_methods_supported':['client_secret_post']",
                                pkce())),
                issuer,
                Set.of(Trait.REFUSES_REGISTRATION, Trait.SECRET));
    }

    /** Behind metadata of the server's own, which add what Entra leaves out: that it does PKCE. */
    private static Vendor entra() {
        var login = "https://login.microsoftonline.com/7c1c0a3d/oauth2/v2.0";
        return new Vendor(
                "Entra",
                CONTOSO + "/mcp",
                """
                {"type":"oauth","resourceIndicator":"omit","authorizationServer":
                 {"issuer":"https://mcp.contoso.example","scopes":"api://mcp/access offline_access"}}""",
                Optional.empty(),
                Map.of(),
                Map.of(CONTOSO + AS, document(CONTOSO, login + "/authorize", login + "/token", pkce())),
                CONTOSO,
                Set.of(Trait.BY_HAND, Trait.SECRET, Trait.NO_RESOURCE, Trait.OFFLINE_SCOPE));
    }

    private static Vendor okta() {
        var issuer = "https://contoso.okta.example/oauth2/default";
        return new Vendor(
                "Okta",
                CONTOSO + "/mcp",
                "",
                Optional.empty(),
                Map.of(CONTOSO + PRM, resource(CONTOSO, issuer)),
                Map.of(
                        "https://contoso.okta.example" + AS + "/oauth2/default",
                        document(
                                issuer,
                                issuer + "/v1/authorize",
                                issuer + "/v1/token",
                                "'scopes_supported':['openid','offline_access']",
                                pkce())),
                issuer,
                Set.of(Trait.BY_HAND, Trait.OFFLINE_SCOPE, Trait.ROTATES));
    }

    private static Vendor google() {
        var issuer = "https://accounts.google.com";
        return new Vendor(
                "Google",
                CONTOSO + "/mcp",
                "",
                Optional.empty(),
                Map.of(CONTOSO + PRM, resource(CONTOSO, issuer + "/")),
                Map.of(
                        issuer + OPENID,
                        document(
                                issuer,
                                issuer + "/o/oauth2/v2/auth",
                                "https://oauth2.googleapis.com/token",
                                "'token_endpoint_auth_methods_supported':['client_secret_post','client_secret_basic']",
                                pkce())),
                issuer,
                Set.of(Trait.BY_HAND, Trait.SECRET, Trait.OFFLINE_CONSENT, Trait.NAMES_ITSELF));
    }

    private static Vendor auth0() {
        var issuer = "https://contoso.eu.auth0.example/";
        return new Vendor(
                "Auth0",
                CONTOSO + "/mcp",
                "",
                Optional.empty(),
                Map.of(CONTOSO + PRM, resource(CONTOSO, issuer)),
                Map.of(
                        issuer + OPENID.substring(1),
                        document(
                                issuer,
                                issuer + "authorize",
                                issuer + "oauth/token",
                                "'registration_endpoint':'" + issuer + "oidc/register'",
                                "'scopes_supported':['openid','offline_access']",
                                pkce())),
                issuer,
                Set.of(Trait.OFFLINE_SCOPE, Trait.ROTATES));
    }

    private static Vendor keycloak() {
        var issuer = "https://sso.contoso.example/realms/mcp";
        var connect = issuer + "/protocol/openid-connect";
        return new Vendor(
                "Keycloak",
                CONTOSO + "/mcp",
                "",
                Optional.of("Bearer resource_metadata=\"" + CONTOSO + PRM + "/mcp\""),
                Map.of(CONTOSO + PRM + "/mcp", resource(CONTOSO + "/mcp", issuer)),
                Map.of(
                        issuer + OPENID,
                        document(
                                issuer,
                                connect + "/auth",
                                connect + "/token",
                                "'registration_endpoint':'" + issuer + "/clients-registrations/openid-connect'",
                                "'authorization_response_iss_parameter_supported':true",
                                pkce())),
                issuer,
                Set.of(Trait.NAMES_ITSELF, Trait.ROTATES));
    }

    private static String pkce() {
        return "'code_challenge_methods_supported':['plain','S256']";
    }

    private static String resource(String resource, String issuer) {
        return "{'resource':'" + resource + "','authorization_servers':['" + issuer + "']}";
    }

    private static String document(String issuer, String authorize, String token, String... more) {
        return "{'issuer':'" + issuer + "','authorization_endpoint':'" + authorize + "','token_endpoint':'" + token
                + "'," + String.join(",", more) + "}";
    }
}
