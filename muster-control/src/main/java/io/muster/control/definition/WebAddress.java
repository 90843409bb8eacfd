package io.muster.control.definition;

import io.muster.wire.json.decode.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** An http or https address in a definition. Messages do not repeat it: it may carry a password. */
final class WebAddress {
    private static final URI NOWHERE = URI.create("http://localhost/");

    /** A parameter of a query whose name says that its value is a secret. */
    private static final Pattern CREDENTIAL =
            Pattern.compile("(?i)(?:^|&)[^=&]*(?:key|password|passwd|secret|token)[^=&]*=[^&]");

    private WebAddress() {}

    /** The address; any harmless one when it is missing or wrong, and then the fields know why. */
    static URI of(Fields fields, String name, Optional<String> text) {
        if (text.isEmpty()) {
            return NOWHERE;
        }
        try {
            var address = new URI(text.get());
            problem(address).ifPresent(problem -> fields.error(name, problem));
            if (address.getRawUserInfo() != null) {
                fields.warning(name, "carries credentials; put them into headers");
            } else if (CREDENTIAL
                    .matcher(Objects.requireNonNullElse(address.getRawQuery(), ""))
                    .find()) {
                fields.warning(name, "carries credentials; put them into headers if the server takes them there");
            }
            return address;
        } catch (URISyntaxException e) {
            // The message of the exception repeats its input.
            fields.error(
                    name,
                    "is not a valid URL" + (e.getIndex() >= 0 ? " (at character " + (e.getIndex() + 1) + ")" : ""));
            return NOWHERE;
        }
    }

    private static Optional<String> problem(URI address) {
        var scheme = Optional.ofNullable(address.getScheme()).map(text -> text.toLowerCase(Locale.ROOT));
        if (scheme.filter(text -> text.equals("http") || text.equals("https")).isEmpty()) {
            return Optional.of("must start with http:// or https://");
        }
        if (address.getHost() == null) {
            return Optional.of("must name a host");
        }
        return address.getPort() > 65_535 ? Optional.of("has a port beyond 65535") : Optional.empty();
    }
}
