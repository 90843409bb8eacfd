package io.muster.valkey;

import io.muster.authserver.seal.AesSeal;
import io.muster.authserver.seal.Seal;
import io.muster.authserver.seal.SealingKey;
import io.muster.authserver.store.Stores;
import io.muster.testkit.ManualTime;
import io.muster.valkey.Server.Repeat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol.Command;

/** Servers for single tests, and what may be asked of them past the stores. */
@SuppressWarnings("NullAway.Init")
abstract class ServerTest {
    static final SealingKey KEY = SealingKey.random(new SecureRandom());

    /** A client that tracks keys in broadcasting mode. */
    private static final Pattern TOLD = Pattern.compile(" flags=\\w*B");

    final ManualTime time = new ManualTime();
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void close() throws Exception {
        for (var resource : open.reversed()) {
            resource.close();
        }
    }

    RealServer server(String... options) throws Exception {
        var server = RealServer.start(directory, options);
        open.add(server);
        return server;
    }

    Stores stores(ValkeySettings settings, SealingKey... keys) {
        return stores(
                settings, new AesSeal(List.of(keys.length == 0 ? new SealingKey[] {KEY} : keys), new SecureRandom()));
    }

    Stores stores(ValkeySettings settings, Seal seal) {
        var stores = ValkeyStores.open(settings, seal, time, time, new SecureRandom());
        open.add(stores);
        return stores;
    }

    Server raw(ValkeySettings settings) {
        var raw = new Server(settings);
        open.add(raw);
        return raw;
    }

    /** The connections that the server tells of every change. */
    static List<String> told(Server raw) {
        return text(ask(raw, Command.CLIENT, "LIST"))
                .lines()
                .filter(line -> TOLD.matcher(line).find())
                .map(line -> line.substring("id=".length(), line.indexOf(' ')))
                .toList();
    }

    static @Nullable Object ask(Server server, Command command, Object... arguments) {
        return server.command(Repeat.ALLOWED, command, arguments);
    }

    static String text(@Nullable Object answer) {
        return new String((byte[]) Objects.requireNonNull(answer), StandardCharsets.ISO_8859_1);
    }

    static List<String> texts(@Nullable Object answer) {
        return ((List<?>) Objects.requireNonNull(answer))
                .stream().map(ServerTest::text).toList();
    }
}
