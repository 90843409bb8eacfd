/**
 * How a session learns where it is connected and logs in where it is not: the resource {@code auth://status} and the tools
 * {@code core_auth_login} and {@code core_auth_logout}.
 */
@NullMarked
package io.muster.gateway.auth;

import org.jspecify.annotations.NullMarked;
