package io.muster.authserver.audit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.spi.LoggingEventAware;

/** Keeps what is logged. */
final class RecordingLogger extends AbstractLogger implements LoggingEventAware {
    private static final long serialVersionUID = 1;

    private final transient List<LoggingEvent> events = new CopyOnWriteArrayList<>();

    List<LoggingEvent> events() {
        return events;
    }

    /** Keys and values of the last line, as text. */
    Map<String, String> last() {
        return events.getLast().getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, RecordingLogger::text));
    }

    private static String text(KeyValuePair pair) {
        return String.valueOf(pair.value);
    }

    @Override
    public void log(LoggingEvent event) {
        events.add(event);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String message,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable cause) {
        throw new AssertionError("logged without keys: " + message);
    }

    @Override
    public boolean isTraceEnabled() {
        return true;
    }

    @Override
    public boolean isTraceEnabled(@Nullable Marker marker) {
        return true;
    }

    @Override
    public boolean isDebugEnabled() {
        return true;
    }

    @Override
    public boolean isDebugEnabled(@Nullable Marker marker) {
        return true;
    }

    @Override
    public boolean isInfoEnabled() {
        return true;
    }

    @Override
    public boolean isInfoEnabled(@Nullable Marker marker) {
        return true;
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public boolean isWarnEnabled(@Nullable Marker marker) {
        return true;
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    public boolean isErrorEnabled(@Nullable Marker marker) {
        return true;
    }
}
