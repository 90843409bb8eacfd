package io.muster.authserver.fakes;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.spi.LoggingEventAware;

/** Keeps what is logged. */
public final class CapturingLog extends LegacyAbstractLogger implements LoggingEventAware {
    private static final long serialVersionUID = 1;
    private final transient List<LoggingEvent> events = new CopyOnWriteArrayList<>();

    public List<LoggingEvent> events() {
        return events;
    }

    /** Keys and values of the last line, as text. */
    public Map<String, String> last() {
        return events.getLast().getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }

    /** All lines with the reference, as operators would find them. */
    public List<String> lines(String reference) {
        return lines().stream()
                .filter(line -> line.contains("login_ref=" + reference + " "))
                .toList();
    }

    public List<String> lines() {
        return events.stream().map(CapturingLog::line).toList();
    }

    private static String line(LoggingEvent event) {
        var pairs = event.getKeyValuePairs() == null
                ? ""
                : event.getKeyValuePairs().stream()
                        .map(pair -> pair.key + "=" + pair.value)
                        .collect(Collectors.joining(" "));
        return event.getLevel() + " " + pairs + " " + event.getMessage();
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
            String message,
            Object @Nullable [] arguments,
            @Nullable Throwable throwable) {
        throw new UnsupportedOperationException("the fluent form is used");
    }

    @Override
    public boolean isTraceEnabled() {
        return true;
    }

    @Override
    public boolean isDebugEnabled() {
        return true;
    }

    @Override
    public boolean isInfoEnabled() {
        return true;
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }
}
