package io.muster.authserver.edge;

import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.Network;
import io.muster.authserver.protocol.Requester;
import io.muster.wire.http.HttpRequest;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is known of the way that a request took. Forwarding headers are believed only where the connection comes from a
 * proxy that an operator trusts; of the addresses that they name, the last one that is no such proxy counts.
 */
public final class Proxies {
    private static final int MOST_HOPS = 20;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+(:\\d{1,5})?|\\[[0-9a-fA-F:.]+](:\\d{1,5})?");

    private final List<Network> trusted;
    private final Locations locations;

    /** @param trusted networks of proxies whose headers are believed */
    public Proxies(List<Network> trusted, Locations locations) {
        this.trusted = List.copyOf(trusted);
        this.locations = locations;
    }

    /** Who sends a request. */
    public Requester requester(HttpRequest request) {
        return Requester.of(
                address(request),
                request.header("User-Agent").orElse(""),
                RequestIds.of(request).orElse(""));
    }

    /** Under which URLs a client may know the target of a request. */
    public Set<String> urls(HttpRequest request) {
        var urls = new HashSet<>(Set.of(locations.url(request.path())));
        if (isTrusted(request.remote().getAddress())) {
            var scheme = request.header("X-Forwarded-Proto").filter(Set.of("http", "https")::contains);
            var host = request.header("X-Forwarded-Host")
                    .filter(value -> HOST.matcher(value).matches());
            if (scheme.isPresent() && host.isPresent()) {
                urls.add(scheme.get() + "://" + host.get() + request.path());
            }
        }
        return urls;
    }

    private InetAddress address(HttpRequest request) {
        var peer = request.remote().getAddress();
        if (!isTrusted(peer)) {
            return peer;
        }
        var hops = String.join(",", request.headers().all("X-Forwarded-For")).split(",", -1);
        for (var i = hops.length - 1; i >= Math.max(0, hops.length - MOST_HOPS); i--) {
            var address = literal(hops[i].strip());
            if (address.isEmpty()) {
                return peer;
            }
            if (!isTrusted(address.get())) {
                return address.get();
            }
        }
        return peer;
    }

    private boolean isTrusted(InetAddress address) {
        for (var network : trusted) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }
}
