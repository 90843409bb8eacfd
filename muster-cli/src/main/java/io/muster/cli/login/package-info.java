/**
 * Logins of a person to protected servers: by a browser, kept in files, renewed in time, ended. Ways in are {@link
 * io.muster.cli.login.Wallet} for requests and {@link io.muster.cli.login.Login} for people.
 */
@NullMarked
package io.muster.cli.login;

import org.jspecify.annotations.NullMarked;
