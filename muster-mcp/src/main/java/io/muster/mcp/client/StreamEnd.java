package io.muster.mcp.client;

/** How the stream ended on which a server speaks outside of calls. */
public enum StreamEnd {
    /** The server refused the credentials: 401 or 403. */
    REFUSED,
    /** It offers no such stream (405 or 501): there is no point in asking again. */
    UNSUPPORTED,
    /** In any other way, properly or not. */
    BROKEN
}
