package io.muster.valkey;

import io.muster.authserver.seal.Seal;
import io.muster.authserver.seal.SealException;
import io.muster.authserver.store.ReplayGuard;
import io.muster.authserver.store.StoreMisconfigured;
import io.muster.authserver.store.StoreSet;
import io.muster.authserver.store.Stores;
import io.muster.valkey.Server.Repeat;
import io.muster.wire.time.Scheduler;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;
import redis.clients.jedis.Protocol.Command;

/**
 * All stores on one Valkey or Redis (6.2 or newer). What belongs together is changed by one script. Every key has a time
 * to live, except clients without expiry and the mark of the sealing key.
 */
public final class ValkeyStores {
    private static final byte[] MARK = "muster".getBytes(StandardCharsets.UTF_8);

    private ValkeyStores() {}

    /**
     * Connects to the server.
     *
     * @param seal what values are sealed with
     * @throws StoreMisconfigured when trying again would not help: wrong password, missing rights, untrusted
     *     certificate, other sealing key
     * @throws io.muster.oauth.store.StoreUnavailable when it would
     */
    public static Stores open(
            ValkeySettings settings, Seal seal, InstantSource clock, Scheduler scheduler, RandomGenerator random) {
        var server = new Server(settings);
        try {
            server.connect();
            server.requireRights(new Keys(settings.keyPrefix()).rights());
            requireSameSeal(settings, server, seal);
            return stores(settings, server, seal, clock, scheduler, random);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static Stores stores(
            ValkeySettings settings,
            Server server,
            Seal seal,
            InstantSource clock,
            Scheduler scheduler,
            RandomGenerator random) {
        var keys = new Keys(settings.keyPrefix());
        var values = new Values(seal);
        var attention = new Attention();
        var seen = new SeenTokens(attention, clock);
        var changes = new TokenChanges(settings, server, seen, attention, clock, scheduler, random);
        var sessions = new ValkeySessions(server, keys, values, new Tombstones(server, keys, clock, scheduler), seen);
        var notices = new ValkeyNotices(settings, server, seal, scheduler, random);
        changes.start();
        return new StoreSet(
                new ValkeyClients(server, keys, values, clock),
                new ValkeyFlows(server, keys, values, clock),
                sessions,
                new ValkeyProviderTokens(server, keys, values, clock, random),
                new ValkeyUsers(server, keys, values, clock),
                replays(server, keys),
                new ValkeyHashes(server, keys, values, notices),
                "valkey " + settings,
                Map.of(),
                () -> {
                    changes.close();
                    notices.close();
                    sessions.close();
                    server.close();
                });
    }

    private static ReplayGuard replays(Server server, Keys keys) {
        return (value, now, until) ->
                server.command(Repeat.FORBIDDEN, Command.SET, keys.replay(value), 1, "NX", "PX", Ttl.millis(now, until))
                        != null;
    }

    /** A replica with another key must not start: it would take everybody's tokens for unreadable ones. */
    private static void requireSameSeal(ValkeySettings settings, Server server, Seal seal) {
        var key = new Keys(settings.keyPrefix()).seal();
        server.command(Repeat.ALLOWED, Command.SET, key, seal.seal(key, MARK), "NX");
        var mark = server.get(key);
        if (mark == null) {
            return;
        }
        try {
            seal.open(key, mark);
        } catch (SealException e) {
            throw new StoreMisconfigured(
                    e.getMessage() + ": give the key that Valkey at " + settings + " was written with, or another "
                            + "keyPrefix to begin anew, after which everybody logs in again",
                    e);
        }
        if (!seal.isCurrent(mark)) {
            server.command(Repeat.ALLOWED, Command.SET, key, seal.seal(key, MARK));
        }
    }
}
