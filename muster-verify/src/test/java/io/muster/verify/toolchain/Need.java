package io.muster.verify.toolchain;

/** What a test may need besides the JDK. */
public enum Need {
    /** The packaged program; injected as {@link Program}. */
    PROGRAM,
    /** What people download; injected as {@link Download}. */
    DOWNLOAD,
    /** Node.js with the peers of {@code src/test/node}; injected as {@link Node}. */
    NODE,
    /** Node.js 22 or newer with the conformance suite; injected as {@link Node}. */
    CONFORMANCE,
    /** Python with the SDK of {@code src/test/python}; injected as {@link Python}. */
    PYTHON,
    /** A real identity provider; injected as {@link Dex}. */
    DEX,
    /** Another one, of another make; injected as {@link Keycloak}. */
    KEYCLOAK,
    /** A server for shared sessions; injected as {@link Valkey}. */
    VALKEY,
    /** A real browser; injected as {@link Chromium}. */
    CHROMIUM,
    /** The terminal multiplexer; injected as {@link Tmux}. */
    TMUX
}
