package io.muster.cli.setup.doctor;

import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.codeflow.Pkce;
import io.muster.oauth.discovery.DiscoveryResult;
import io.muster.oauth.discovery.ResolvedAuthorization;
import io.muster.oauth.registration.ClientPlan;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a login to an MCP server is possible, how, and what stands in its way. Pure.
 *
 * @param named the authorization server that an operator would name
 * @param clients how Muster would present itself
 * @param result of discovery, with all its steps
 */
public record LoginFinding(URI server, Optional<Issuer> named, KnownClients clients, DiscoveryResult result) {
    /** Where the login would take place; empty when that was not found out. */
    Optional<ResolvedAuthorization> authorization() {
        return result instanceof DiscoveryResult.Resolved(var found, var _) ? Optional.of(found) : Optional.empty();
    }

    /** The client that an operator registered there. */
    Optional<ClientId> client(ResolvedAuthorization found) {
        return clients.at(found.issuer());
    }

    ClientPlan plan(ResolvedAuthorization found) {
        return ClientPlan.of(found.metadata(), clients.settings(), client(found).isPresent());
    }

    public boolean isPossible() {
        return problems().isEmpty();
    }

    /** What stands in the way of a login, each with what to do about it. */
    List<String> problems() {
        return switch (result) {
            case DiscoveryResult.Unresolved(var text, var _) -> List.of(text);
            case DiscoveryResult.Resolved(var found, var _) -> problems(found);
        };
    }

    private List<String> problems(ResolvedAuthorization found) {
        var problems = new ArrayList<String>();
        Pkce.fault(found.metadata()).ifPresent(fault -> problems.add(fault + "; ask its vendor to announce S256"));
        if (plan(found) == ClientPlan.UNDECLARED) {
            problems.add(
                    found.metadata().acceptsClientMetadataDocuments()
                            ? "the authorization server knows clients by their metadata documents only, for which Muster needs a"
                                    + " public address: set aggregator.oauth.mcpClient.publicUrl to an https URL"
                            : "the authorization server lets no client register by itself: register Muster there with the redirect"
                                    + " URI " + clients.settings().redirectUri()
                                    + " and name it in aggregator.oauth.mcpClient.clients");
        }
        return problems;
    }

    /** The definition of the server by which Muster logs people in. */
    List<String> definition() {
        var lines = new ArrayList<>(
                List.of("spec:", "  type: streamable-http", "  url: " + server, "  auth:", "    type: oauth"));
        named.ifPresent(issuer -> {
            lines.add("    authorizationServer:");
            lines.add("      issuer: " + issuer);
        });
        return lines;
    }
}
