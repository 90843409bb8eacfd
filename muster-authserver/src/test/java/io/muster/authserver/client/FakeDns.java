package io.muster.authserver.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names that tests need. */
final class FakeDns implements HostAddresses {
    private static final Map<String, List<String>> NAMES = Map.of(
            "app.example", List.of("93.184.215.14"),
            "client.example", List.of("93.184.215.14"),
            "intranet.example", List.of("10.0.0.7"),
            "mixed.example", List.of("93.184.215.14", "192.168.0.1"),
            "linklocal.example", List.of("169.254.169.254"),
            "v6.example", List.of("fd00::1"));

    @Override
    public List<InetAddress> of(String host) {
        var addresses = new ArrayList<InetAddress>();
        for (var literal : NAMES.getOrDefault(host.toLowerCase(Locale.ROOT), List.of())) {
            try {
                addresses.add(InetAddress.getByName(literal));
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
        return addresses;
    }
}
