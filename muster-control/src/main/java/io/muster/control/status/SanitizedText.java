package io.muster.control.status;

import java.util.regex.Pattern;

/** Error texts without what does not belong into a status: places on this machine, secrets, endless output. */
public final class SanitizedText {
    private static final int LONGEST = 2_000;
    private static final String REDACTED = "[REDACTED]";
    /** Directories of an absolute path; not the path of a URL, whose host stands before it. */
    private static final Pattern DIRECTORIES = Pattern.compile("(?<![\\w:/.\\-])(?:/[\\w.\\-]+)+/");

    private static final Pattern USER_INFO = Pattern.compile("://[^/\\s@]++@");
    private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer\\s+)[^\\s\"',;]+");
    private static final Pattern ASSIGNED =
            Pattern.compile("(?i)(api[-_]?key|password|passwd|secret|token)([\"']?\\s*[=:]\\s*[\"']?)[^\\s\"',;&]+");
    private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9+/]{41,}={0,2}|[A-Za-z0-9_-]{41,}");

    private SanitizedText() {}

    public static String of(String text) {
        var shortened = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        var clean = DIRECTORIES.matcher(shortened).replaceAll("[path]/");
        clean = USER_INFO.matcher(clean).replaceAll("://" + REDACTED + "@");
        clean = BEARER.matcher(clean).replaceAll("$1" + REDACTED);
        clean = ASSIGNED.matcher(clean).replaceAll("$1$2" + REDACTED);
        return ENCODED.matcher(clean).replaceAll(REDACTED);
    }
}
