package io.muster.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up the log of the process. */
public final class Logging {
    private Logging() {}

    /**
     * Has loggers lead nowhere unless a log is started before there are any: most commands have none, and need not wait
     * for a library that writes it.
     */
    public static void expectNone() {
        System.setProperty("slf4j.internal.verbosity", "WARN");
        System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, "org.slf4j.helpers.NOP_FallbackServiceProvider");
    }

    /**
     * Sends the log to the stream, usually standard error, from now on.
     *
     * @param zone of the times in lines; asked for with each line, and not before the first
     * @throws IllegalStateException when loggers lead nowhere, as nobody expected a log when the first one was made
     */
    public static void start(LogOptions options, OutputStream out, Supplier<ZoneId> zone) {
        System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, LoggingProvider.class.getName());
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            throw new IllegalStateException("a logger was made before the log was started");
        }
        configure(context, options, out, zone);
    }

    private static void configure(LoggerContext context, LogOptions options, OutputStream out, Supplier<ZoneId> zone) {
        context.reset();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level(options.threshold()));
        if (options.threshold() == LogOptions.Threshold.SILENT) {
            return;
        }
        // Their chatter is of use to their authors only.
        context.getLogger("io.helidon").setLevel(Level.WARN);
        context.getLogger("org.apache.hc").setLevel(Level.WARN);
        root.addAppender(appender(context, options, out, zone));
    }

    private static OutputStreamAppender<ILoggingEvent> appender(
            LoggerContext context, LogOptions options, OutputStream out, Supplier<ZoneId> zone) {
        var encoder = new LineEncoder(options.format(), zone);
        encoder.setContext(context);
        encoder.start();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setName("stderr");
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(new Unclosed(out));
        appender.start();
        return appender;
    }

    /** Standard error outlives its appenders, which would close it. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private static Level level(LogOptions.Threshold threshold) {
        return switch (threshold) {
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR -> Level.ERROR;
            case SILENT -> Level.OFF;
        };
    }
}
