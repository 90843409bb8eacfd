package io.muster.gateway.lease;

import java.util.Optional;

/**
 * What was refused since the basis of a lease last changed. Two refusals are all that a basis gets; then nothing but
 * another one helps.
 *
 * @param count refusals, whoever refused
 * @param basis generation of the basis that was itself refused; 0 for none
 * @param token the last token that was refused
 */
record Refusals(int count, long basis, Optional<UsableToken> token) {
    static final Refusals NONE = new Refusals(0, 0, Optional.empty());
    private static final int BUDGET = 2;

    boolean exhausted() {
        return count >= BUDGET;
    }

    /** Another basis is not to blame, but a token that was refused stays refused. */
    Refusals forgiven() {
        return new Refusals(0, 0, token);
    }

    Refusals another() {
        return new Refusals(count + 1, basis, token);
    }

    Refusals burn(UsableToken refused) {
        return new Refusals(count, basis, Optional.of(refused));
    }

    Refusals burnBasis(long generation) {
        return new Refusals(count, generation, token);
    }

    /** Whether the token is one that was refused, under whatever generation it comes. */
    boolean include(UsableToken candidate) {
        return token.isPresent() && token.get().looksLike(candidate);
    }
}
