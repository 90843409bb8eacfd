/** What {@code aggregator.oauth.server} in {@code config.yaml} asks for, read once, with all that is wrong with it. */
@NullMarked
package io.muster.authserver.config;

import org.jspecify.annotations.NullMarked;
