package io.muster.valkey;

import io.muster.authserver.seal.Seal;
import io.muster.authserver.seal.SealException;
import io.muster.authserver.store.ClientStore;
import io.muster.authserver.store.FlowStore;
import io.muster.authserver.store.ProviderTokenStore;
import io.muster.authserver.store.ReplayGuard;
import io.muster.authserver.store.SessionStore;
import io.muster.authserver.store.StoreMisconfigured;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.UserStore;
import io.muster.oauth.store.HashStore;
import io.muster.valkey.Server.Repeat;
import io.muster.wire.time.Scheduler;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import redis.clients.jedis.Protocol.Command;

/**
 * All stores on one Valkey or Redis (6.2 or newer). What belongs together is changed by one script. Every key has a time
 * to live, except clients without expiry and the mark of the sealing key.
 */
public final class ValkeyStores implements Stores {
    private static final byte[] MARK = "muster".getBytes(StandardCharsets.UTF_8);

    private final ValkeySettings settings;
    private final Server server;
    private final ValkeySessions sessions;
    private final ValkeyFlows flows;
    private final ValkeyClients clients;
    private final ValkeyProviderTokens providerTokens;
    private final ValkeyUsers users;
    private final ReplayGuard replays;
    private final ValkeyHashes hashes;

    private ValkeyStores(
            ValkeySettings settings,
            Server server,
            Seal seal,
            InstantSource clock,
            Scheduler scheduler,
            RandomGenerator random) {
        this.settings = settings;
        this.server = server;
        var keys = new Keys(settings.keyPrefix());
        var values = new Values(seal);
        sessions = new ValkeySessions(server, keys, values, new Tombstones(server, keys, clock, scheduler));
        flows = new ValkeyFlows(server, keys, values, clock);
        clients = new ValkeyClients(server, keys, values, clock);
        providerTokens = new ValkeyProviderTokens(server, keys, values, clock, random);
        users = new ValkeyUsers(server, keys, values, clock);
        hashes = new ValkeyHashes(server, keys, values);
        replays = (value, now, until) ->
                server.command(Repeat.FORBIDDEN, Command.SET, keys.replay(value), 1, "NX", "PX", Ttl.millis(now, until))
                        != null;
    }

    /**
     * Connects to the server.
     *
     * @param seal what values are sealed with
     * @throws StoreMisconfigured when trying again would not help: wrong password, missing rights, untrusted
     *     certificate, other sealing key
     * @throws io.muster.oauth.store.StoreUnavailable when it would
     */
    public static ValkeyStores open(
            ValkeySettings settings, Seal seal, InstantSource clock, Scheduler scheduler, RandomGenerator random) {
        var server = new Server(settings);
        try {
            server.connect();
            server.requireRights(new Keys(settings.keyPrefix()).rights());
            requireSameSeal(settings, server, seal);
            return new ValkeyStores(settings, server, seal, clock, scheduler, random);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
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

    @Override
    public ClientStore clients() {
        return clients;
    }

    @Override
    public FlowStore flows() {
        return flows;
    }

    @Override
    public SessionStore sessions() {
        return sessions;
    }

    @Override
    public ProviderTokenStore providerTokens() {
        return providerTokens;
    }

    @Override
    public UserStore users() {
        return users;
    }

    @Override
    public ReplayGuard replays() {
        return replays;
    }

    @Override
    public HashStore hashes() {
        return hashes;
    }

    @Override
    public String description() {
        return "valkey " + settings;
    }

    @Override
    public void close() {
        sessions.close();
        server.close();
    }
}
