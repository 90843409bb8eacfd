package io.muster.app.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.time.ZoneId;

/**
 * What is logged before the command line is read: nothing but warnings. Found by the library itself, which therefore
 * looks for no configuration files; that keeps the start fast, and standard output free for the protocol.
 */
public final class StartupConfiguration extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        var options = new LogOptions(LogOptions.Threshold.WARN, LogOptions.Format.KEY_VALUE);
        Logging.configure(context, options, System.err, ZoneId.systemDefault());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
