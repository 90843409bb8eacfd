package io.muster.cli.repl;

import io.muster.cli.bridge.Destination;
import java.util.Optional;

/**
 * Where a session is.
 *
 * @param context the context it comes from
 */
public record Place(Destination destination, Optional<String> context) {}
