package io.muster.authserver.client;

import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.oauth.Scopes;
import io.muster.oauth.jose.JwkSet;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client says about itself (RFC 7591 section 2), as far as we keep it: checked, bounded, everything else dropped.
 * Empty texts and {@code null} count as absent.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-2">RFC 7591, 2. Client Metadata</a>
 */
final class ClientMetadata {
    static final List<String> GRANTS = List.of("authorization_code", "refresh_token");
    static final List<String> RESPONSES = List.of("code");

    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_TEXT = 2_048;
    private static final int LONGEST_SCOPE = 1_000;
    private static final int MOST_URIS = 50;
    private static final int MOST_CONTACTS = 10;
    private static final List<String> LINKS = List.of("client_uri", "logo_uri", "tos_uri", "policy_uri");
    private static final List<String> TEXTS = List.of("software_id", "software_version");

    private final JsonObject document;

    ClientMetadata(JsonObject document) {
        this.document = document;
    }

    /** {@code client_name}: printable, without what could be taken for markup or another line. */
    String name() {
        var name = text("client_name").orElse("");
        var acceptable = name.codePointCount(0, name.length()) <= LONGEST_NAME
                && name.codePoints().allMatch(ClientMetadata::mayBeInName);
        if (!acceptable) {
            throw new OAuthRejection(
                    OAuthError.invalidRequest("client_name is too long or has characters that it must not have"));
        }
        return name;
    }

    private static boolean mayBeInName(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> character == '\t';
            case Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> character != '<' && character != '>';
        };
    }

    Optional<String> text(String name) {
        var value = document.get(name);
        if (value.isEmpty() || value.get() instanceof JsonNull) {
            return Optional.empty();
        }
        if (value.get() instanceof JsonString string && string.value().length() <= LONGEST_TEXT) {
            return Optional.of(string.value()).filter(text -> !text.isEmpty());
        }
        throw invalid(name + " must be a text of reasonable length");
    }

    List<String> redirectUris() {
        var uris = texts("redirect_uris", MOST_URIS);
        if (uris.isEmpty()) {
            throw new OAuthRejection(OAuthError.invalidRedirectUri("At least one redirect_uri is required"));
        }
        return uris;
    }

    /** Those values of a list that we support, or the defaults where it is absent. */
    List<String> supported(String name, List<String> supported, List<String> defaults, boolean strict) {
        if (isAbsent(name)) {
            return defaults;
        }
        var asked = texts(name, MOST_URIS);
        var kept = supported.stream().filter(asked::contains).toList();
        if (kept.isEmpty() || (strict && !supported.containsAll(asked))) {
            throw invalid(name + " has no supported value, or an unsupported one");
        }
        return kept;
    }

    /** {@code scope}, or the older list {@code scopes}. */
    Optional<String> scope() {
        var scope = text("scope").or(() -> Optional.of(String.join(" ", texts("scopes", MOST_URIS))));
        return scope.map(text -> Scopes.parse(text).toString())
                .filter(text -> !text.isEmpty())
                .map(text -> {
                    if (text.length() > LONGEST_SCOPE) {
                        throw invalid("scope is too long");
                    }
                    return text;
                });
    }

    /** Keys for {@code private_key_jwt}: by value or by URL, not both (RFC 7591 section 2). */
    JsonObject keys(boolean needed) {
        var link = text("jwks_uri");
        var value = document.object("jwks");
        if (link.isPresent() && value.isPresent()) {
            throw invalid("jwks and jwks_uri must not both be present");
        }
        if (needed && link.isEmpty() && value.isEmpty()) {
            throw invalid("private_key_jwt needs jwks or jwks_uri");
        }
        if (value.isPresent()
                && JwkSet.parse(value.get())
                        .filter(set -> !set.keys().isEmpty())
                        .isEmpty()) {
            throw invalid("jwks has no usable public key");
        }
        if (link.isPresent() && !isLink(link.get(), Set.of("https"))) {
            throw invalid("jwks_uri must be an https URL");
        }
        return JsonObject.builder()
                .putTextIfPresent("jwks_uri", link)
                .putIfPresent("jwks", value)
                .build();
    }

    /** What is only shown to people, and echoed. */
    JsonObject descriptions() {
        var builder = JsonObject.builder();
        for (var name : LINKS) {
            var link = text(name);
            if (link.isPresent() && !isLink(link.get(), Set.of("https", "http"))) {
                throw invalid(name + " must be a web URL");
            }
            builder.putTextIfPresent(name, link);
        }
        TEXTS.forEach(name -> builder.putTextIfPresent(name, text(name)));
        var contacts = texts("contacts", MOST_CONTACTS);
        if (!contacts.isEmpty()) {
            builder.put("contacts", JsonArray.ofStrings(contacts));
        }
        var type = text("application_type");
        if (type.isPresent() && !Set.of("web", "native").contains(type.get())) {
            throw invalid("application_type must be web or native");
        }
        if (document.isTrue("dpop_bound_access_tokens")) {
            builder.put("dpop_bound_access_tokens", true);
        }
        return builder.putTextIfPresent("application_type", type).build();
    }

    private boolean isAbsent(String name) {
        return document.get(name)
                .filter(value -> !(value instanceof JsonNull) && !value.equals(JsonArray.EMPTY))
                .isEmpty();
    }

    private List<String> texts(String name, int most) {
        if (isAbsent(name)) {
            return List.of();
        }
        var values = document.values(name);
        var found = new LinkedHashSet<String>();
        for (var value : values) {
            if (value instanceof JsonString string && string.value().length() <= LONGEST_TEXT) {
                found.add(string.value());
            }
        }
        if (found.isEmpty()
                || values.size() > most
                || found.size() < values.stream().distinct().count()) {
            throw invalid(name + " must be a list of texts of reasonable size");
        }
        return new ArrayList<>(found);
    }

    private static boolean isLink(String text, Set<String> schemes) {
        try {
            var uri = URI.create(text);
            return uri.getScheme() != null
                    && schemes.contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static OAuthRejection invalid(String description) {
        return new OAuthRejection(OAuthError.invalidClientMetadata(description));
    }
}
