package io.muster.authserver.pages;

import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.Locations;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.text.Html;
import java.util.List;

/**
 * All pages. They work without scripts, at the width of a telephone, with a keyboard and a screen reader, and load nothing
 * from anywhere.
 */
public final class Pages {
    private final Headers secure;
    private final Locations locations;
    private final String host;

    public Pages(Locations locations) {
        this.secure = new Answers(locations).secure();
        this.locations = locations;
        this.host = locations.uri().getRawAuthority();
    }

    /** Asks whether a client may act for the person. */
    public HttpResponse consent(ConsentView view) {
        var name = view.clientName().isBlank() ? "An application without a name" : view.clientName();
        return new Document(
                        200,
                        "Allow access? - Muster",
                        new ConsentPage(view, name, host, locations.url("/oauth/consent")).content(),
                        footer(view.reference()),
                        ConsentPage.formTargets(view.redirectUri()),
                        false)
                .answer(secure);
    }

    /** Takes the answer to an application with a URI scheme of its own, whose window may not come to the front. */
    public HttpResponse opening(String location, boolean successful, String reference) {
        var app = AppName.of(scheme(location));
        var title = successful ? "You are logged in" : "The login was not completed";
        var text = successful ? "Continue in " + app + "." : app + " has been told what happened. Continue there.";
        var content = Html.of(
                Html.element("h1").saying(title),
                Html.element("p").saying(text),
                Html.element("p")
                        .with("class", "actions")
                        .holding(Html.element("a")
                                .with("id", "open")
                                .with("class", "button main")
                                .with("href", location)
                                .saying("Open " + app)),
                Html.element("p")
                        .with("class", "soft small")
                        .saying("You may close this window once " + app + " is open."));
        return new Document(200, title + " - Muster", content, footer(reference), List.of(), true).answer(secure);
    }

    /** Says that a login cannot go on. */
    public HttpResponse failure(FailureView view) {
        var back = view.back()
                .map(link -> Html.of(
                        Html.element("p")
                                .saying("The application at " + link.host()
                                        + " can be told. Follow the link only if you" + " know that place."),
                        Html.element("p")
                                .with("class", "actions")
                                .holding(Html.element("a")
                                        .with("class", "button")
                                        .with("href", link.url())
                                        .saying("Return to " + link.host()))))
                .orElse(Html.NOTHING);
        var content = Html.of(
                Html.element("h1").saying(view.title()),
                Html.element("p").saying(view.text()),
                back,
                Html.element("p")
                        .with("class", "soft small")
                        .saying("If it happens again, give this reference to whoever runs Muster:"),
                Html.element("p")
                        .holding(Html.element("code").with("class", "reference").saying(view.reference())));
        return new Document(view.status(), view.title() + " - Muster", content, Html.text(host), List.of(), false)
                .answer(secure);
    }

    private Html footer(String reference) {
        return Html.text(host + " · reference " + reference);
    }

    private static String scheme(String location) {
        var colon = location.indexOf(':');
        return colon < 0 ? "" : location.substring(0, colon);
    }
}
