package io.muster.cli.argument;

import java.util.Optional;

/** An argument as it was written; without a value when nothing follows its name. */
public record Given(String name, Optional<String> value) {}
