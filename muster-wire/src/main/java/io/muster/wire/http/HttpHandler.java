package io.muster.wire.http;

/** An endpoint. Blocking is fine: every request has a virtual thread of its own. */
public interface HttpHandler {
    /**
     * @throws HttpRejection to answer with a status and a text
     */
    HttpResponse handle(HttpRequest request);
}
