package io.muster.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.gateway.signin.SignInEndpoints;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRejection;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.Router;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignInRoutesTest {
    private static final HttpHandler PAGE = _ -> HttpResponse.of(200);

    private final Router.Builder routes = Router.builder();

    private void unprotected() {
        var endpoints = new SignInEndpoints(PAGE, PAGE, "/callback", PAGE, "/client.json", Optional.of(PAGE));
        SignInRoutes.add(routes, endpoints, Optional.empty());
    }

    private int sent(Headers headers) {
        var form = HttpRequest.of("POST", SignInEndpoints.START_PATH, headers, new byte[0]);
        return routes.build().handle(form).status();
    }

    @Test
    void a_form_whose_origin_the_browser_hides_is_taken() {
        unprotected();

        assertThat(sent(Headers.of("Host", "localhost:8090").with("Origin", "null")))
                .isEqualTo(200);
    }

    @Test
    void a_page_that_took_the_address_for_its_own_is_refused() {
        unprotected();

        assertThatThrownBy(() -> sent(Headers.of("Host", "evil.example")))
                .isInstanceOf(HttpRejection.class)
                .hasMessageContaining("Host");
    }
}
