package io.muster.verify.login;

import io.muster.verify.program.HttpPeer;
import io.muster.verify.program.MusterProcess;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a person signs in to a server behind Muster. */
final class SignInLink {
    private static final Pattern LINK = Pattern.compile("http://\\S+/oauth/proxy/start\\?state=[\\w-]+");

    private SignInLink() {}

    /** Waits until the server has refused, and asks for a link. */
    static URI to(String server, MusterProcess muster, HttpPeer peer) {
        muster.awaitState(peer, server, Set.of("auth_required"));
        var answer =
                peer.call("core_auth_login", JsonObject.of("server", server)).text();
        var found = LINK.matcher(answer);
        if (!found.find()) {
            throw new AssertionError("no link: " + answer);
        }
        return URI.create(found.group());
    }
}
