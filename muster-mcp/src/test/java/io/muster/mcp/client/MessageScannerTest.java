package io.muster.mcp.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageScannerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"id\":9}} | 7",
                "{ \"result\" : {\"id\":9, \"s\":\"}\\\"id\\\":8\"}, \"id\" : 7 } | 7",
                "{\"result\":[\"id\",{\"id\":1}],\"id\":12 | -1",
                "{\"id\":5,\"method\":\"ping\"} | -1",
                "{\"id\":\"five\",\"result\":{}} | -1",
                "{\"id\":99999999999999999999,\"result\":{}} | -1",
                "no json at all, \"id\":3 | -1"
            })
    void the_id_of_a_response_is_found_at_the_top_level_only(String text, long id) {
        var bytes = text.getBytes(UTF_8);
        var inPieces = new MessageScanner();
        for (int i = 0; i < bytes.length; i++) {
            inPieces.scan(bytes, i, 1);
        }

        var expected = id < 0 ? OptionalLong.empty() : OptionalLong.of(id);
        assertThat(MessageScanner.of(bytes).responseId()).isEqualTo(expected);
        assertThat(inPieces.responseId()).isEqualTo(expected);
    }
}
