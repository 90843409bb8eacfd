package io.muster.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/** The fields of a log line in their order: {@code time}, {@code level}, {@code msg}, {@code subsystem}, the rest. */
final class LogLine {
    private static final int LONGEST_VALUE = 16 << 10;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX");

    private LogLine() {}

    static Map<String, String> fields(ILoggingEvent event, ZoneId zone) {
        var fields = new LinkedHashMap<String, String>();
        fields.put(
                "time", TIME.format(Instant.ofEpochMilli(event.getTimeStamp()).atZone(zone)));
        fields.put("level", event.getLevel().toString());
        fields.put("msg", cut(event.getFormattedMessage()));
        fields.put("subsystem", subsystem(event.getLoggerName()));
        var pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                fields.put(pair.key, cut(String.valueOf(pair.value)));
            }
        }
        var thrown = event.getThrowableProxy();
        if (thrown != null) {
            fields.putIfAbsent("error", cut(describe(thrown)));
            if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
                fields.put("stack", cut(ThrowableProxyUtil.asString(thrown)));
            }
        }
        return fields;
    }

    /** The name of the class, unless the line names its subsystem itself. */
    private static String subsystem(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static String describe(IThrowableProxy thrown) {
        var text = new StringBuilder();
        var cause = thrown;
        for (int depth = 0; cause != null && depth < 8; depth++, cause = cause.getCause()) {
            var name = cause.getClassName().substring(cause.getClassName().lastIndexOf('.') + 1);
            text.append(depth == 0 ? "" : ": ").append(name);
            if (cause.getMessage() != null) {
                text.append(": ").append(cause.getMessage());
            }
        }
        return text.toString();
    }

    private static String cut(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...";
    }
}
