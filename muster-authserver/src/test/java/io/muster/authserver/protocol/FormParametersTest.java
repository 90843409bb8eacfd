package io.muster.authserver.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormParametersTest {
    private static HttpRequest post(String form) {
        return HttpRequest.of("POST", "/oauth/token?grant_type=query&code=query", Headers.EMPTY, form.getBytes(UTF_8));
    }

    private static OAuthError refusal(HttpRequest request) {
        try {
            FormParameters.of(request);
            throw new AssertionError("not refused");
        } catch (OAuthRejection e) {
            return e.error();
        }
    }

    @Test
    void the_body_counts_for_a_post_and_the_query_for_a_get() {
        var posted = FormParameters.of(post("grant_type=body"));
        var got =
                FormParameters.of(HttpRequest.of("GET", "/oauth/authorize?state=a%20b+c", Headers.EMPTY, new byte[0]));

        assertThat(posted.text("grant_type")).contains("body");
        assertThat(posted.text("code")).isEmpty();
        assertThat(got.text("state")).contains("a b c");
    }

    @Test
    void an_empty_value_counts_as_absent() {
        var parameters = FormParameters.of(post("code=&scope&state=x&code="));

        assertThat(parameters.text("code")).isEmpty();
        assertThat(parameters.text("scope")).isEmpty();
        assertThat(parameters.text("state")).contains("x");
        assertThatThrownBy(() -> parameters.required("code", "Required parameter 'code' missing"))
                .asInstanceOf(type(OAuthRejection.class))
                .extracting(OAuthRejection::error)
                .isEqualTo(OAuthError.invalidRequest("Required parameter 'code' missing"));
    }

    @Test
    void a_parameter_must_not_be_repeated_even_with_the_same_value() {
        assertThat(refusal(post("code=1&code=1"))).isEqualTo(OAuthError.invalidRequest("A parameter is repeated"));
        assertThat(refusal(post("c%6Fde=1&code=2")).code()).isEqualTo("invalid_request");
    }

    @Test
    void resources_and_audiences_may_be_repeated() {
        var parameters = FormParameters.of(post("resource=a&audience=x&resource=b"));

        assertThat(parameters.all("resource")).containsExactly("a", "b");
        assertThat(parameters.all("audience")).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "%=1"})
    void what_is_not_encoded_properly_is_refused(String form) {
        assertThat(refusal(post(form))).isEqualTo(OAuthError.invalidRequest("Failed to parse request"));
    }

    @Test
    void the_number_of_parameters_is_bounded() {
        assertThat(refusal(post("a".repeat(50) + "&b=1".repeat(100))).description())
                .isEqualTo("Failed to parse request");
    }

    @Test
    void a_body_above_1_mib_is_refused() {
        assertThat(refusal(post("a=" + "b".repeat(1 << 20))))
                .isEqualTo(new OAuthError(413, "invalid_request", "Request body too large"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "multipart/form-data; boundary=x", "text/plain"})
    void another_type_of_content_is_no_form(String type) {
        var request = HttpRequest.of("POST", "/", Headers.of("Content-Type", type), "a=1".getBytes(UTF_8));

        assertThat(refusal(request).description()).isEqualTo("Failed to parse request");
    }

    @Test
    void a_form_may_name_its_charset() {
        var headers = Headers.of("Content-Type", "Application/X-WWW-Form-URLencoded; charset=UTF-8");

        assertThat(FormParameters.of(HttpRequest.of("POST", "/", headers, "a=%C3%A9".getBytes(UTF_8)))
                        .text("a"))
                .contains("é");
    }
}
