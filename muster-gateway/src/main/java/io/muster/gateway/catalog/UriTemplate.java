package io.muster.gateway.catalog;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells whether a URI could come from a template: its literal parts occur in order, anything may stand for an expression.
 * Linear in the length of the URI whatever the template, because templates come from backends.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6570">RFC 6570, URI Template</a>
 */
record UriTemplate(List<String> literals) {
    UriTemplate {
        literals = List.copyOf(literals);
    }

    static UriTemplate of(String template) {
        var literals = new ArrayList<String>();
        var from = 0;
        for (var open = template.indexOf('{'); open >= 0; open = template.indexOf('{', from)) {
            var close = template.indexOf('}', open);
            if (close < 0) {
                break;
            }
            literals.add(template.substring(from, open));
            from = close + 1;
        }
        literals.add(template.substring(from));
        return new UriTemplate(literals);
    }

    boolean matches(String uri) {
        var first = literals.getFirst();
        if (literals.size() == 1) {
            return uri.equals(first);
        }
        var last = literals.getLast();
        if (!uri.startsWith(first) || !uri.endsWith(last)) {
            return false;
        }
        var at = first.length();
        for (var literal : literals.subList(1, literals.size() - 1)) {
            var found = uri.indexOf(literal, at);
            if (found < 0) {
                return false;
            }
            at = found + literal.length();
        }
        return at <= uri.length() - last.length();
    }
}
