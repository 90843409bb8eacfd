package io.muster.verify.browser;

import io.muster.verify.program.Await;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonBoolean;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A tab of a browser, with what it requested and complained about.
 *
 * @param tools the browser
 * @param session the tab
 */
public record Tab(DevTools tools, String session) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path SCREENSHOTS = Path.of(System.getProperty("basedir", ""), "target", "screenshots");

    static Tab attached(DevTools tools, String session) {
        var tab = new Tab(tools, session);
        for (var domain : List.of("Page", "Runtime", "Network", "Log", "Audits")) {
            tab.call(domain + ".enable", JsonObject.EMPTY);
        }
        return tab;
    }

    /** Goes somewhere. */
    public Tab visit(URI address) {
        call("Page.navigate", JsonObject.of("url", address.toString()));
        return this;
    }

    /** Waits until the page says that. */
    public Tab await(String text) {
        return await(text, () -> text().contains(text));
    }

    /** Waits until there is such an element. */
    public Tab awaitElement(String selector) {
        return await(selector, () -> is("document.querySelector(" + quoted(selector) + ") !== null"));
    }

    /** Waits until a page wants to go to an address that begins like that, wherever that leads. */
    public Tab awaitDeparture(String address) {
        return await(
                address,
                () -> params("Page.frameRequestedNavigation")
                        .anyMatch(event -> event.text("url", "").startsWith(address)));
    }

    private Tab await(String what, BooleanSupplier condition) {
        try {
            Await.until(what, LIMIT, condition);
            return this;
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; at " + address() + " the page says:\n" + text(), e);
        }
    }

    /** Fills in a field. */
    public Tab type(String selector, String text) {
        awaitElement(selector);
        evaluate("document.querySelector(" + quoted(selector) + ").focus()");
        call("Input.insertText", JsonObject.of("text", text));
        return this;
    }

    /** Presses a button or follows a link. */
    public Tab click(String selector) {
        awaitElement(selector);
        evaluate("document.querySelector(" + quoted(selector) + ").click()");
        return this;
    }

    /** What a person reads. */
    public String text() {
        return string("document.body === null ? '' : document.body.innerText");
    }

    public String address() {
        return string("location.href");
    }

    /** What an element says. */
    public String read(String selector) {
        return string("document.querySelector(" + quoted(selector) + ").innerText");
    }

    public String attribute(String selector, String name) {
        return string("document.querySelector(" + quoted(selector) + ").getAttribute(" + quoted(name) + ")");
    }

    /** How many elements there are of that kind. */
    public int count(String selector) {
        return Integer.parseInt(string("String(document.querySelectorAll(" + quoted(selector) + ").length)"));
    }

    /** Makes the window that large, in light or in dark. */
    public Tab look(int width, int height, boolean dark) {
        call(
                "Emulation.setDeviceMetricsOverride",
                JsonObject.EMPTY
                        .with("width", width)
                        .with("height", height)
                        .with("deviceScaleFactor", 1)
                        .with("mobile", false));
        var scheme = JsonObject.of("name", "prefers-color-scheme").with("value", dark ? "dark" : "light");
        call("Emulation.setEmulatedMedia", JsonObject.of("features", JsonArray.of(scheme)));
        return this;
    }

    /** Whether one would have to scroll to the side. */
    public boolean overflows() {
        return is("document.documentElement.scrollWidth > window.innerWidth");
    }

    /** Keeps a picture for people to look at. */
    public Tab picture(String name) {
        var answer =
                call("Page.captureScreenshot", JsonObject.of("format", "png").with("captureBeyondViewport", true));
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(answer.text("data", "")));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("no picture", e);
        }
    }

    /** The addresses of everything that was loaded. */
    public List<URI> requested() {
        return params("Network.requestWillBeSent")
                .flatMap(event -> event.object("request").stream())
                .map(request -> URI.create(request.text("url", "")))
                .toList();
    }

    /** What the browser complained about: errors in the log, and violations of what pages say about themselves. */
    public List<String> complaints() {
        var entries = params("Log.entryAdded")
                .flatMap(event -> event.object("entry").stream())
                .filter(entry -> List.of("error", "warning").contains(entry.text("level", "")))
                .map(entry -> entry.text("source", "") + ": " + entry.text("text", "") + " " + entry.text("url", ""));
        var violations = params("Audits.issueAdded")
                .flatMap(event -> event.object("issue").stream())
                .filter(issue -> issue.text("code", "").equals("ContentSecurityPolicyIssue"))
                .map(Json::text);
        return Stream.concat(entries, violations).toList();
    }

    private Stream<JsonObject> params(String method) {
        return tools.events(session).stream()
                .filter(event -> event.text("method", "").equals(method))
                .flatMap(event -> event.object("params").stream());
    }

    private boolean is(String expression) {
        return evaluate(expression) == JsonBoolean.TRUE;
    }

    private String string(String expression) {
        return evaluate(expression) instanceof JsonString(var text) ? text : "";
    }

    /** While one page gives way to another there may be nobody to ask: then the answer is null. */
    private JsonValue evaluate(String expression) {
        var asked = JsonObject.of("expression", expression).with("returnByValue", true);
        return tools.ask(session, "Runtime.evaluate", asked)
                .object("result")
                .flatMap(answer -> answer.object("result"))
                .flatMap(value -> value.get("value"))
                .orElse(JsonNull.NULL);
    }

    private JsonObject call(String method, JsonObject parameters) {
        return tools.call(session, method, parameters);
    }

    private static String quoted(String text) {
        return Json.text(new JsonString(text));
    }
}
