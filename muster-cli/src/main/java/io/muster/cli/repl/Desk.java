package io.muster.cli.repl;

import io.muster.mcp.ReplyChannel;

/**
 * What commands work with.
 *
 * @param reply hears what the server says in the course of a call
 */
record Desk(Server server, Listings listings, Output out, ReplyChannel reply) {}
