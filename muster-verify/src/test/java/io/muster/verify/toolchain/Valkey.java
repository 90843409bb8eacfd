package io.muster.verify.toolchain;

import java.util.List;

/** Valkey, or Redis, which speaks the same. */
public record Valkey(String executable) {
    static Valkey installed() throws MissingToolException {
        for (var name : List.of("valkey-server", "redis-server")) {
            if (Installation.probe(Installation.module(), name, "--version").isPresent()) {
                return new Valkey(name);
            }
        }
        Installation.ofSystem("redis-server");
        return new Valkey("redis-server");
    }

    /** A server with these options. */
    public Command serve(String... options) {
        return Command.in(Installation.module(), executable).with(options);
    }
}
