/**
 * The files in which logins to servers are kept, shared with other programs and processes of the same person. The way in
 * is {@link io.muster.cli.token.TokenFiles}.
 */
@NullMarked
package io.muster.cli.token;

import org.jspecify.annotations.NullMarked;
