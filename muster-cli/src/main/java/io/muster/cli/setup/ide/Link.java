package io.muster.cli.setup.ide;

import java.net.URI;
import java.util.List;

/** How a program reaches Muster. */
public sealed interface Link {
    /** Over HTTP, without another process. */
    record Url(URI url) implements Link {}

    /** Through the bridge, a process of its own. */
    record Command(String program, List<String> arguments) implements Link {
        public Command {
            arguments = List.copyOf(arguments);
        }
    }
}
