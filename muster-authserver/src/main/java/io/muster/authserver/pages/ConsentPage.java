package io.muster.authserver.pages;

import io.muster.authserver.pages.ConsentView.Vouching;
import io.muster.wire.text.Html;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * The question whether a client may act for a person.
 *
 * @param name of the client as it is shown
 * @param host of this server
 * @param action where the answer is sent
 */
record ConsentPage(ConsentView view, String name, String host, String action) {
    private static final int LONGEST_NAME = 80;

    ConsentPage {
        name = name.codePointCount(0, name.length()) <= LONGEST_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME)) + "…";
    }

    Html content() {
        return Html.of(
                Html.element("h1")
                        .saying("Allow " + (isNamed() ? "“" + name + "”" : "an application without a name")
                                + " to act for you?"),
                Html.element("p")
                        .saying("It asks to use the tools behind Muster at " + host + " with your account."
                                + " Agree only if you have just started this yourself."),
                facts(),
                warning(),
                form());
    }

    private Html facts() {
        var target = URI.create(view.redirectUri());
        return Html.element("dl")
                .holding(
                        fact("Application", identity()),
                        fact(
                                "The access is handed to",
                                Html.of(
                                        Html.element("strong").saying(receiver(target)),
                                        Html.element("code").saying(view.redirectUri()))),
                        list("It asks for", view.scopes()),
                        list("The identity provider is also asked for", view.providerScopes()),
                        list("For", view.resources()));
    }

    private Html identity() {
        var about = switch (view.vouching()) {
            case Vouching.Operator() -> "Known to whoever runs Muster here";
            case Vouching.Host(var publisher) -> "Published by " + publisher;
            case Vouching.Nobody() ->
                isNamed()
                        ? "It registered itself under this name. Nobody has checked the name."
                        : "It registered itself. Nobody has checked who it is.";
        };
        return Html.of(
                Html.element("strong").saying(name),
                Html.element("span").with("class", "soft small").saying(about));
    }

    private boolean isNamed() {
        return !view.clientName().isBlank();
    }

    /** Only on the web does a name in this place say who gets the access; with other schemes it can be any. */
    private static String receiver(URI target) {
        return isWeb(target)
                ? target.getRawAuthority()
                : "the application for “" + target.getScheme() + ":” links on this device";
    }

    private static boolean isWeb(URI target) {
        var scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
        return scheme.equals("http") || scheme.equals("https");
    }

    private static Html fact(String term, Html value) {
        return Html.element("div")
                .holding(Html.element("dt").saying(term), Html.element("dd").holding(value));
    }

    private static Html list(String term, List<String> values) {
        if (values.isEmpty()) {
            return Html.NOTHING;
        }
        var entries = values.stream()
                .map(value -> Html.element("li").holding(Html.element("code").saying(value)))
                .toArray(Html[]::new);
        return fact(term, Html.element("ul").holding(entries));
    }

    private Html warning() {
        if (!view.local()) {
            return Html.NOTHING;
        }
        return Html.element("p")
                .with("class", "warn")
                .with("role", "note")
                .saying("The access is handed to a program on this computer. Muster cannot tell which program that is:"
                        + " any program could use this name.");
    }

    private Html form() {
        return Html.element("form")
                .with("method", "post")
                .with("action", action)
                .with("autocomplete", "off")
                .holding(
                        hidden("consent", view.consent().reveal()),
                        hidden("csrf", view.csrf().reveal()),
                        Html.element("div")
                                .with("class", "actions")
                                .holding(button("deny", "Deny", "button"), button("allow", "Allow", "button main")));
    }

    private static Html hidden(String name, String value) {
        return Html.element("input")
                .with("type", "hidden")
                .with("name", name)
                .with("value", value)
                .empty();
    }

    private static Html button(String decision, String label, String style) {
        return Html.element("button")
                .with("class", style)
                .with("type", "submit")
                .with("name", "decision")
                .with("value", decision)
                .saying(label);
    }

    /**
     * Where the answer to the form may lead. Browsers apply this to every redirect that follows, and identity providers
     * send people on to others: so any site over TLS, and the client's own address where that is on this computer.
     */
    static List<String> formTargets(String redirectUri) {
        var target = URI.create(redirectUri);
        return "http".equals(String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT))
                ? List.of("'self'", "https:", "http://" + target.getRawAuthority())
                : List.of("'self'", "https:");
    }
}
