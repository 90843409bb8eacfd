/**
 * The servers behind a Muster as one session of it stands with them: what {@code auth://status} says, single sign-on that is
 * waited for, and logins to single servers.
 */
@NullMarked
package io.muster.cli.servers;

import org.jspecify.annotations.NullMarked;
