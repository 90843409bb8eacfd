package io.muster.cli.repl;

/**
 * A word that a line could go on with.
 *
 * @param description what it is; may be empty
 * @param complete whether the next word may begin after it
 */
public record Choice(String word, String description, boolean complete) {
    static Choice of(String word, String description) {
        return new Choice(word, description, true);
    }
}
