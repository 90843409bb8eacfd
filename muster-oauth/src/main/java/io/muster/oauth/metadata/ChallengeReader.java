package io.muster.oauth.metadata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads one header line by the grammar of RFC 9110 section 11.3: challenges separated by commas, each with one token68 or
 * with parameters separated by commas, whose values are tokens or quoted strings. Never fails: it reads as far as it can.
 */
final class ChallengeReader {
    private static final int LONGEST = 16 << 10;
    private static final int MOST_CHALLENGES = 16;
    private static final int MOST_PARAMETERS = 32;
    private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";

    private final String text;
    private int at;

    ChallengeReader(String text) {
        this.text = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    List<Challenge> read() {
        var found = new ArrayList<Challenge>();
        skipSeparators();
        while (at < text.length() && found.size() < MOST_CHALLENGES) {
            var scheme = token();
            if (scheme.isEmpty()) {
                break;
            }
            found.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters()));
            skipSeparators();
        }
        return found;
    }

    private Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        skipBlanks();
        skipToken68();
        while (at < text.length() && parameters.size() < MOST_PARAMETERS) {
            int start = at;
            skipSeparators();
            var name = token();
            skipBlanks();
            if (name.isEmpty() || !takes('=')) {
                // Not a parameter: the name of the next scheme.
                at = start;
                break;
            }
            skipBlanks();
            var value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
            parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
            skipBlanks();
            if (at < text.length() && text.charAt(at) != ',') {
                break;
            }
        }
        return parameters;
    }

    /** A token68 stands alone; {@code name=value} does not end after its equals signs. */
    private void skipToken68() {
        int start = at;
        while (at < text.length() && (isTokenSign(text.charAt(at)) || text.charAt(at) == '/')) {
            at++;
        }
        while (at < text.length() && text.charAt(at) == '=') {
            at++;
        }
        int end = at;
        skipBlanks();
        var alone = end > start && (at == text.length() || text.charAt(at) == ',');
        if (!alone) {
            at = start;
        }
    }

    private String token() {
        int start = at;
        while (at < text.length() && isTokenSign(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        var value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        at++;
        return value.toString();
    }

    private boolean takes(char sign) {
        if (at < text.length() && text.charAt(at) == sign) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private void skipSeparators() {
        while (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private static boolean isTokenSign(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_SIGNS.indexOf(c) >= 0;
    }
}
