package io.muster.valkey;

import io.muster.authserver.store.StoreMisconfigured;
import io.muster.oauth.store.StoreUnavailable;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Tells errors that an operator must repair from those that pass. */
final class StartFailure {
    /** Error codes of servers that are about to be ready, or to be replaced. The code is the first word of an error. */
    private static final Set<String> PASSING =
            Set.of("LOADING", "BUSY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "READONLY", "MOVED", "OOM", "MISCONF");

    private StartFailure() {}

    static RuntimeException of(ValkeySettings settings, RuntimeException failure) {
        if (cause(failure, JedisAccessControlException.class).isPresent()) {
            return new StoreMisconfigured(
                    "Valkey at " + settings + " refuses user or password, or the user lacks rights; check "
                            + "aggregator.oauth.server.storage.valkey",
                    failure);
        }
        if (cause(failure, SSLException.class).isPresent() && !hasLostConnection(failure)) {
            return new StoreMisconfigured(
                    "no TLS connection to Valkey at " + settings + ": its certificate is not trusted or names another "
                            + "server, or it speaks no TLS",
                    failure);
        }
        if (isRefusal(failure)) {
            return new StoreMisconfigured("Valkey at " + settings + " cannot be used as configured", failure);
        }
        return new StoreUnavailable("Valkey gives no answer: " + settings, failure);
    }

    /** The same for a server that has let us in, but refuses to do something. */
    static RuntimeException ofRights(ValkeySettings settings, RuntimeException failure) {
        if (!isRefusal(failure)) {
            return of(settings, failure);
        }
        return new StoreMisconfigured(
                "the user " + settings.username().orElse("default") + " lacks rights at Valkey " + settings
                        + ": it must read and write keys that begin with " + settings.keyPrefix()
                        + " and run scripts; ACL SETUSER with ~" + settings.keyPrefix()
                        + "* &" + settings.keyPrefix() + "* +@all -@dangerous grants what is needed",
                failure);
    }

    /** Whether the server understands and will not: it is no use to ask again soon. */
    static boolean isRefusal(RuntimeException failure) {
        return cause(failure, JedisDataException.class)
                .filter(error -> !passes(error))
                .isPresent();
    }

    private static boolean hasLostConnection(Throwable failure) {
        return cause(failure, EOFException.class).isPresent()
                || cause(failure, SocketException.class).isPresent()
                || cause(failure, SocketTimeoutException.class).isPresent();
    }

    private static boolean passes(JedisDataException error) {
        var text = String.valueOf(error.getMessage());
        var end = text.indexOf(' ');
        return PASSING.contains(end < 0 ? text : text.substring(0, end));
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, found -> found != null, Throwable::getCause)
                .limit(10)
                .flatMap(found -> Stream.concat(Stream.of(found), Stream.of(found.getSuppressed())))
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
