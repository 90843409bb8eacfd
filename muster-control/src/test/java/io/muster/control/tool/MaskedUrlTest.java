package io.muster.control.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedUrlTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://h/mcp                       | https://h/mcp
            https://h/mcp#top                   | https://h/mcp#top
            https://a:b@h:1/@scope/mcp          | https://***@h:1/@scope/mcp
            https://a@b@h                       | https://***@h
            https://h?a=b                       | https://h?a=***
            https://h/?a=b=c&d=&e=f?g#h=i&j=k   | https://h/?a=***&d=&e=***#h=i&j=k
            https://h/?token                    | https://h/?***
            https://a b@h/?x=y z                | https://***@h/?x=***
            https://h/$1?x=$1                   | https://h/$1?x=***
            """)
    void what_may_be_secret_is_masked_and_nothing_else(String url, String shown) {
        assertThat(MaskedUrl.of(url)).isEqualTo(shown);
        assertThat(MaskedUrl.unmasked(shown, url)).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://h/?a=***&b=2      | https://x:y@h/?a=1          | https://h/?a=1&b=2
            https://***@h/            | https://x:y@old/            | https://x:y@h/
            https://***@h/?a=***      | https://h/                  | https://***@h/?a=***
            https://h/?a=***          | https://h/?b=1              | https://h/?a=***
            https://h/?b=***&a=***    | https://h/?a=1&b=2          | https://h/?b=2&a=1
            https://h/?a=9&a=***      | https://h/?a=1&a=2          | https://h/?a=9&a=2
            https://h/?a=***&a=***    | https://h/?a=1              | https://h/?a=1&a=***
            https://h/?a=new          | https://h/?a=1              | https://h/?a=new
            """)
    void a_masked_part_keeps_its_value_and_others_are_replaced(String given, String before, String meant) {
        assertThat(MaskedUrl.unmasked(given, before)).isEqualTo(meant);
    }
}
