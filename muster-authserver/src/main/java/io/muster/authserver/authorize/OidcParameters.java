package io.muster.authserver.authorize;

import io.muster.authserver.protocol.FormParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Parameters of OpenID Connect that concern the identity provider (Core section 3.1.2.1). What is too long or makes no
 * sense is left out, since none of them may make a login fail.
 */
final class OidcParameters {
    private static final String ID_TOKEN_HINT = "id_token_hint";
    private static final Set<String> PROMPTS = Set.of("none", "login", "consent", "select_account");
    private static final int LONGEST_PROMPT = 128;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,10}");
    private static final Map<String, Predicate<String>> PASSED_ON = Map.of(
            "login_hint",
            value -> value.length() <= 256,
            ID_TOKEN_HINT,
            value -> value.length() <= 64 << 10,
            "acr_values",
            value -> value.length() <= 1024,
            "max_age",
            value -> SECONDS.matcher(value).matches());

    private OidcParameters() {}

    /** The words of {@code prompt}; none when one of them is unknown. */
    static Set<String> prompt(FormParameters form) {
        var words = form.text("prompt")
                .filter(text -> text.length() <= LONGEST_PROMPT)
                .map(text -> List.of(text.strip().split(" +")))
                .orElse(List.of());
        return PROMPTS.containsAll(words) ? Set.copyOf(words) : Set.of();
    }

    /** Whether nobody may be asked anything. */
    static boolean isSilent(Map<String, String> further) {
        return List.of(further.getOrDefault("prompt", "").split(" ")).contains("none");
    }

    /** Without the hint of an ID token: it is too long to be kept, and has had its effect when a request is repeated. */
    static Map<String, String> keepable(Map<String, String> further) {
        var result = new LinkedHashMap<>(further);
        result.remove(ID_TOKEN_HINT);
        return result;
    }

    static Map<String, String> further(FormParameters form) {
        var result = new LinkedHashMap<String, String>();
        var prompt = new TreeSet<>(prompt(form));
        if (!prompt.isEmpty()) {
            result.put("prompt", String.join(" ", prompt));
        }
        new TreeSet<>(PASSED_ON.keySet())
                .forEach(name -> form.text(name)
                        .filter(value ->
                                PASSED_ON.getOrDefault(name, _ -> false).test(value))
                        .ifPresent(value -> result.put(name, value)));
        return result;
    }
}
