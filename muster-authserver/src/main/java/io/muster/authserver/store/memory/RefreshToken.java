package io.muster.authserver.store.memory;

import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.codec.Codec;
import io.muster.authserver.store.codec.Codecs;
import io.muster.authserver.store.codec.Document;
import io.muster.wire.json.JsonObject;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A refresh token and, once it was used, what replaced it.
 *
 * @param spending none as long as it may be used
 */
record RefreshToken(GrantedToken token, Optional<Spending> spending) {
    /**
     * The use of a refresh token.
     *
     * @param successor hash of the refresh token that replaced it
     * @param sealed the new pair, for a request that is repeated
     * @param graceUntil how long that is answered
     */
    record Spending(TokenHash successor, byte[] sealed, Instant graceUntil) {}

    static final Codec<RefreshToken> CODEC = new Codec<>() {
        @Override
        public JsonObject encode(RefreshToken refresh) {
            var token = Codecs.TOKEN.encode(refresh.token());
            return refresh.spending()
                    .map(spending -> token.with("spent", encode(spending)))
                    .orElse(token);
        }

        private JsonObject encode(Spending spending) {
            return JsonObject.builder()
                    .put("by", spending.successor().value())
                    .put("pair", Base64.getEncoder().encodeToString(spending.sealed()))
                    .put("grace", spending.graceUntil().toEpochMilli())
                    .build();
        }

        @Override
        public RefreshToken decode(Document document) {
            var spending = document.optionalDocument("spent")
                    .map(spent -> new Spending(
                            spent.hash("by"), Base64.getDecoder().decode(spent.text("pair")), spent.instant("grace")));
            return new RefreshToken(Codecs.TOKEN.decode(document), spending);
        }
    };

    /** This token after its use. */
    RefreshToken spent(Spending by) {
        return new RefreshToken(token, Optional.of(by));
    }

    /** This token without the pair that replaced it, once nobody may repeat the request any more. */
    RefreshToken withoutPair() {
        return new RefreshToken(
                token, spending.map(spent -> new Spending(spent.successor(), new byte[0], Instant.EPOCH)));
    }

    /** Whether it still has that pair, although nobody may repeat the request any more. */
    boolean hasPairFrom(Instant now) {
        return spending.filter(spent -> spent.sealed().length > 0 && !now.isBefore(spent.graceUntil()))
                .isPresent();
    }

    boolean isSpent() {
        return spending.isPresent();
    }
}
