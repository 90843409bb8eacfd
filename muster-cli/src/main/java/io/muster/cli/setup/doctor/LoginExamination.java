package io.muster.cli.setup.doctor;

import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import io.muster.oauth.discovery.Discovery;
import io.muster.oauth.discovery.Target;
import io.muster.oauth.metadata.MetadataWeb;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whether Muster could log a person in to an MCP server, as Muster itself would, and registers nowhere.
 *
 * @param clients how Muster would present itself
 */
public record LoginExamination(MetadataWeb web, KnownClients clients, InstantSource clock) {
    /** @param issuer an authorization server that an operator would name; else it is looked for */
    public LoginFinding of(URI server, Optional<Issuer> issuer) throws InterruptedException {
        var pin = issuer.map(named -> new Target.Pin(named, Scopes.NONE));
        var target = new Target(server.toString(), server, pin, List.of());
        return new LoginFinding(server, issuer, clients, new Discovery(web, clock).diagnose(target));
    }
}
