package io.muster.authserver.resource;

import io.muster.authserver.protocol.OwnResources;
import io.muster.oauth.Scopes;
import java.util.Optional;

/**
 * What metadata documents say beyond where things are.
 *
 * @param own resources of this server
 * @param eachEndpoint whether each endpoint is a resource by itself
 * @param registration whether anybody has a way to register a client
 * @param metadataDocuments whether clients may be known by their metadata document
 * @param tokenExchange whether tokens can be exchanged
 * @param scopes that clients may ask for; none are advertised when empty
 * @param documentation URL for developers
 */
public record MetadataSettings(
        OwnResources own,
        boolean eachEndpoint,
        boolean registration,
        boolean metadataDocuments,
        boolean tokenExchange,
        Scopes scopes,
        Optional<String> documentation) {}
