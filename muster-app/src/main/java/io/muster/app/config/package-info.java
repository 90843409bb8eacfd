/**
 * The configuration of the program: where it is ({@link io.muster.app.config.ConfigDirectory}), how it is read and
 * written ({@link io.muster.app.config.ConfigFile}), what it says ({@link io.muster.app.config.MusterConfig}).
 */
@NullMarked
package io.muster.app.config;

import org.jspecify.annotations.NullMarked;
