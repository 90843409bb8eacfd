/**
 * Logins of users at the authorization servers of single MCP servers: how they are begun and completed, the tokens they
 * end with, and how those are renewed, shared and given back.
 */
@NullMarked
package io.muster.gateway.signin;

import org.jspecify.annotations.NullMarked;
