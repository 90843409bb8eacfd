package io.muster.authserver.protocol;

import io.muster.oauth.ResourceUri;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The resources that this server protects (RFC 8707). There are shared ones, any of which binds a token to the whole
 * server, and, where direct endpoints are offered, one for each backend, which binds a token to that endpoint alone.
 */
public final class OwnResources {
    private static final Pattern DIRECT = Pattern.compile("/servers/[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/mcp");

    private final Locations locations;
    private final String identifier;
    private final boolean direct;
    private final Set<String> shared;
    private final String base;

    /**
     * @param identifier of the server as a resource; its issuer unless configured
     * @param direct whether direct endpoints are offered
     */
    public OwnResources(Locations locations, ResourceUri identifier, boolean direct) {
        this.locations = locations;
        this.identifier = identifier.value();
        this.direct = direct;
        this.base = new ResourceUri(locations.issuer()).value();
        var all = new HashSet<String>();
        all.add(identifier.value());
        locations.ownResources().forEach(resource -> all.add(resource.value()));
        this.shared = Set.copyOf(all);
    }

    /** What tokens are bound to when a client names no resource. */
    public String identifier() {
        return identifier;
    }

    /** Those that stand for the whole server, normalised. */
    public Set<String> shared() {
        return shared;
    }

    /** Whether a client may ask for tokens for this resource. */
    public boolean owns(ResourceUri resource) {
        return shared.contains(resource.value()) || isDirect(resource.value());
    }

    /** Whether a grant for those resources includes this one. */
    public boolean includes(List<String> granted, ResourceUri resource) {
        return granted.contains(resource.value())
                || (owns(resource) && granted.stream().anyMatch(shared::contains));
    }

    /** Whether a token that is bound to those resources may be used at a path of this server. */
    public boolean admit(List<String> bound, String path) {
        for (var resource : bound) {
            if (shared.contains(resource)) {
                return true;
            }
        }
        return direct && bound.contains(new ResourceUri(locations.url(path)).value());
    }

    /** Whether a path is that of a direct endpoint, which has metadata of its own. */
    public boolean isDirectPath(String path) {
        return direct && DIRECT.matcher(path).matches();
    }

    private boolean isDirect(String resource) {
        return resource.startsWith(base) && isDirectPath(resource.substring(base.length()));
    }
}
