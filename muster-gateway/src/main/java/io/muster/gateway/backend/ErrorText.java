package io.muster.gateway.backend;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the texts of foreign errors, and writes texts that may be shown. */
final class ErrorText {
    private static final int LONGEST = 1_000;
    private static final int SHORTEST_SECRET = 6;
    private static final String REDACTED = "[REDACTED]";

    /** Reason phrases that are worth another attempt even without their number. */
    private static final Set<String> PASSING = Set.of(
            "internal server error",
            "bad gateway",
            "service unavailable",
            "gateway timeout",
            "gateway time-out",
            "http version not supported",
            "variant also negotiates",
            "insufficient storage",
            "bandwidth limit exceeded");

    /** Those that mean nothing without it. */
    private static final Set<String> WITH_NUMBER = Set.of(
            "not implemented",
            "loop detected",
            "not extended",
            "network authentication required",
            "bad request",
            "unauthorized",
            "payment required",
            "forbidden",
            "not found",
            "method not allowed",
            "not acceptable",
            "request timeout",
            "conflict",
            "gone",
            "precondition failed",
            "payload too large",
            "content too large",
            "unsupported media type",
            "unprocessable",
            "too early",
            "too many requests");

    private static final Pattern URL = anyCase("\\b[a-z][a-z0-9+.-]*://\\S+");
    private static final Pattern STATUS = anyCase("(?:(?<![\\w./-])(?:status(?:\\s?code)?|http(?:/[0-9](?:\\.[0-9])?)?)"
            + "(?:\\s*[:=]\\s*|\\s+)\\(?([45][0-9]{2})|(?<![\\w./:-])([45][0-9]{2})\\s+(?:"
            + phrases(PASSING) + "|" + phrases(WITH_NUMBER) + "))(?![\\w-]|\\.\\w)");
    private static final Pattern PASSING_PHRASE =
            anyCase("(?<![\\w./-])(?:" + phrases(PASSING) + ")(?![\\w/-]|\\.\\w)");
    private static final Pattern CONNECTION = anyCase("(?<![\\w./-])(?:connection (?:refused|reset|timed out|closed)"
            + "|no such host|(?:network|host) is unreachable|no route to host|dial (?:tcp|unix)|i/o timeout"
            + "|context (?:deadline exceeded|canceled))(?![\\w/-]|\\.\\w)|(?:^|: |unexpected )eof$");
    private static final Pattern CERTIFICATE = anyCase("(?<![\\w./-])(?:x509:|tls handshake|pkix path|"
            + "certificate (?:signed by|has expired|is not (?:valid|trusted)|verif\\w+ failed|required|unknown))");

    private static final Pattern CREDENTIAL =
            anyCase("\\b(bearer\\s+|(?:token|api[_-]?key|password|secret)\\s*[=:]\\s*)[^\\s,;\"']+");
    private static final Pattern EMBEDDED = anyCase("^[a-z][a-z0-9-]*\\s+(\\S+)$|://[^/@\\s:]*:([^/@\\s]+)@");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private ErrorText() {}

    /** What a text says about {@link Transience}; nothing when it names neither a status nor a broken connection. */
    static Optional<Transience> transience(String text) {
        var plain = URL.matcher(shortened(text)).replaceAll(" ").strip();
        if (CERTIFICATE.matcher(plain).find()) {
            return Optional.of(Transience.PERMANENT);
        }
        var status = STATUS.matcher(plain);
        if (status.find()) {
            var digits = status.group(1) != null ? status.group(1) : status.group(2);
            return Optional.of(Transience.ofStatus(Integer.parseInt(digits)));
        }
        return PASSING_PHRASE.matcher(plain).find() || CONNECTION.matcher(plain).find()
                ? Optional.of(Transience.TRANSIENT)
                : Optional.empty();
    }

    /** What may be shown of a failure: one line of bounded length, without the secrets of the backend's definition. */
    static String of(Throwable failure, Endpoint endpoint) {
        var message = failure.getMessage();
        return of(message == null || message.isBlank() ? failure.getClass().getSimpleName() : message, endpoint);
    }

    /** The same of what a backend says: whatever comes from it may hold what it was given. */
    static String of(String text, Endpoint endpoint) {
        var redacted = text;
        for (var secret : secrets(endpoint)) {
            redacted = redacted.replace(secret, REDACTED);
        }
        redacted = CREDENTIAL.matcher(shortened(redacted)).replaceAll("$1" + Matcher.quoteReplacement(REDACTED));
        return CONTROL.matcher(redacted).replaceAll(" ").strip();
    }

    /** The longest first: one may be part of another. */
    private static List<String> secrets(Endpoint endpoint) {
        var values = switch (endpoint) {
            case Endpoint.Stdio stdio -> stdio.env();
            case Endpoint.StreamableHttp http -> http.headers();
            case Endpoint.Sse sse -> sse.headers();
        };
        return values.values().stream()
                .flatMap(ErrorText::secrets)
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** A value, what follows the scheme of a credential (RFC 9110 section 11.4), and the password in a URL. */
    private static Stream<String> secrets(String value) {
        return Stream.concat(Stream.of(value), EMBEDDED.matcher(value).results().map(ErrorText::embedded));
    }

    private static String embedded(MatchResult found) {
        return found.group(1) != null ? found.group(1) : found.group(2);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static String phrases(Set<String> phrases) {
        return phrases.stream().sorted().collect(Collectors.joining("|")).replace(" ", "\\s+");
    }

    private static Pattern anyCase(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
