package io.muster.authserver.client;

import io.muster.oauth.ClientId;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Client identifiers that are URLs of metadata documents.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-oauth-client-id-metadata-document-00#section-3">Client ID
 *     Metadata Document, 3</a>
 */
final class MetadataUrl {
    private static final int LONGEST = 256;

    private MetadataUrl() {}

    /** Whether the identifier looks like a URL; such a client is never looked up in the store. */
    static boolean isShapeOf(ClientId id) {
        return id.value().regionMatches(true, 0, "http://", 0, 7)
                || id.value().regionMatches(true, 0, "https://", 0, 8);
    }

    /** The URL of the document: https, a host, a path without dot segments, and nothing else. */
    static Optional<URI> parse(ClientId id) {
        if (id.value().length() > LONGEST) {
            return Optional.empty();
        }
        try {
            var uri = new URI(id.value());
            var acceptable = "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && hasGoodPath(uri);
            return acceptable ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean hasGoodPath(URI uri) {
        var path = uri.getPath();
        return path.length() > 1
                && Arrays.stream(path.split("/", -1)).noneMatch(segment -> segment.equals(".") || segment.equals(".."));
    }
}
