package io.muster.control.tool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * URLs as tools show them. User info and the values of the query may be secrets and are masked; the names of the query
 * stay, and so does everything else. The URL need not be a valid one.
 */
final class MaskedUrl {
    private static final String MASK = ServerRequest.MASK;
    private static final Pattern PARTS = Pattern.compile("([^?#]*)(\\??)([^#]*)(.*)", Pattern.DOTALL);
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/]+(?=@)");

    private MaskedUrl() {}

    static String of(String url) {
        return rewritten(url, _ -> MASK, (_, value) -> value.isEmpty() ? value : MASK);
    }

    /** The URL with what stood in another one where it is masked. Parameters of one name are matched in order. */
    static String unmasked(String url, String before) {
        var userInfo = USER_INFO.matcher(before);
        var kept = userInfo.find() ? userInfo.group() : MASK;
        Map<String, Deque<String>> values = new HashMap<>();
        rewritten(before, UnaryOperator.identity(), (name, value) -> {
            values.computeIfAbsent(name, _ -> new ArrayDeque<>()).add(value);
            return value;
        });
        return rewritten(url, given -> given.equals(MASK) ? kept : given, (name, value) -> {
            var next = values.getOrDefault(name, new ArrayDeque<>()).poll();
            return value.equals(MASK) && next != null ? next : value;
        });
    }

    /** @param value is given the name of a parameter with its {@code =}, if it has one, and its value */
    private static String rewritten(String url, UnaryOperator<String> userInfo, BinaryOperator<String> value) {
        return PARTS.matcher(url)
                .replaceFirst(parts -> Matcher.quoteReplacement(USER_INFO
                                .matcher(parts.group(1))
                                .replaceFirst(found -> Matcher.quoteReplacement(userInfo.apply(found.group())))
                        + parts.group(2)
                        + Stream.of(parts.group(3).split("&", -1))
                                .map(parameter -> rewritten(parameter, value))
                                .collect(Collectors.joining("&"))
                        + parts.group(4)));
    }

    private static String rewritten(String parameter, BinaryOperator<String> value) {
        var name = parameter.substring(0, parameter.indexOf('=') + 1);
        return name + value.apply(name, parameter.substring(name.length()));
    }
}
