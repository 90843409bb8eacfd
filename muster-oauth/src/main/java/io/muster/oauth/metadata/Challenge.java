package io.muster.oauth.metadata;

import io.muster.oauth.Scopes;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One challenge of a {@code WWW-Authenticate} header (RFC 9110 section 11.6.1).
 *
 * @param scheme in lower case
 * @param parameters by name in lower case
 */
public record Challenge(String scheme, Map<String, String> parameters) {
    public Challenge {
        parameters = Map.copyOf(parameters);
    }

    /** The challenges of all header lines; text that is none is passed over. */
    public static List<Challenge> parse(List<String> headers) {
        return headers.stream()
                .flatMap(header -> new ChallengeReader(header).read().stream())
                .toList();
    }

    /** Those that ask for an access token, as one: the first that says something counts. */
    public static Optional<Challenge> ofBearer(List<String> headers) {
        return parse(headers).stream()
                .filter(challenge -> challenge.scheme.equals("bearer") || challenge.scheme.equals("dpop"))
                .reduce(Challenge::and);
    }

    private Challenge and(Challenge other) {
        var all = new HashMap<>(other.parameters);
        all.putAll(parameters);
        return new Challenge(scheme, all);
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Where the metadata of the resource is (RFC 9728 section 5.1). */
    public Optional<URI> resourceMetadata() {
        return parameter("resource_metadata").flatMap(WebUrl::parse);
    }

    /** What a token needs (RFC 6750 section 3). */
    public Optional<Scopes> scope() {
        return parameter("scope").filter(text -> !text.isBlank()).map(Scopes::parse);
    }

    public Optional<String> error() {
        return parameter("error");
    }
}
