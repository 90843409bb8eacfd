package io.muster.authserver.store.memory;

import io.muster.authserver.store.AuthorizedCode;
import io.muster.authserver.store.FlowStore;
import io.muster.authserver.store.PendingConsent;
import io.muster.authserver.store.PendingLogin;
import io.muster.authserver.store.StoreLimits;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.codec.Codec;
import io.muster.authserver.store.codec.Codecs;
import io.muster.authserver.store.codec.Document;
import io.muster.authserver.store.codec.Row;
import io.muster.wire.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Logins under way. What is lost with the process costs a person one more click, so most of it settles by itself. */
final class MemoryFlows implements FlowStore {
    private final ExpiringMap<TokenHash, PendingLogin> logins;
    private final ExpiringMap<TokenHash, Code> codes;
    private final ExpiringMap<TokenHash, PendingConsent> consents;
    private final ExpiringMap<TokenHash, Mark> decisions;
    private final ExpiringMap<TokenHash, TokenHash> withdrawals;
    private final Ledger ledger;

    private static final Codec<TokenHash> WITHDRAWAL = new Codec<>() {
        @Override
        public JsonObject encode(TokenHash mark) {
            return JsonObject.of("mark", mark.value());
        }

        @Override
        public TokenHash decode(Document document) {
            return document.hash("mark");
        }
    };

    private record Code(AuthorizedCode authorized, boolean redeemed) {
        static final Codec<Code> CODEC = new Codec<>() {
            @Override
            public JsonObject encode(Code code) {
                return Codecs.CODE.encode(code.authorized()).with("redeemed", code.redeemed());
            }

            @Override
            public Code decode(Document document) {
                return new Code(Codecs.CODE.decode(document), document.bool("redeemed"));
            }
        };
    }

    MemoryFlows(Ledger ledger, int capacity, long bytes) {
        this.ledger = ledger;
        var anybody = new Space(bytes);
        logins = map("logins", Codecs.LOGIN, capacity, anybody, PendingLogin::size);
        consents = map("consents", Codecs.CONSENT, capacity, anybody, PendingConsent::size);
        codes = map(
                "codes",
                Code.CODEC,
                capacity,
                new Space(bytes),
                code -> code.authorized().size());
        decisions = new ExpiringMap<>(Table.hashed("decisions", Row.codec(Mark.CODEC)), ledger, capacity);
        withdrawals = new ExpiringMap<>(Table.hashed("withdrawals", Row.codec(WITHDRAWAL)), ledger, capacity);
    }

    private <V> ExpiringMap<TokenHash, V> map(
            String name, Codec<V> codec, int capacity, Space space, ToIntFunction<V> size) {
        return new ExpiringMap<>(Table.hashed(name, Row.codec(codec)), ledger, capacity, space, size);
    }

    @Override
    public void begin(TokenHash state, PendingLogin login) {
        StoreLimits.DEFAULT.checkPending("the login", login.size());
        logins.put(state, login, login.expiresAt());
    }

    @Override
    public Optional<PendingLogin> take(TokenHash state, Instant now) {
        return logins.take(state, now);
    }

    @Override
    public void issue(TokenHash code, AuthorizedCode authorized) {
        codes.put(code, new Code(authorized, false), authorized.expiresAt());
    }

    @Override
    public Optional<AuthorizedCode> find(TokenHash code, Instant now) {
        return codes.get(code, now).map(Code::authorized);
    }

    @Override
    public Redemption redeem(TokenHash code, Instant now) {
        var before = codes.replace(
                code,
                now,
                row -> row.map(live -> new Row<>(new Code(live.value().authorized(), true), live.until())));
        if (before.isEmpty()) {
            return Redemption.ABSENT;
        }
        if (before.get().value().redeemed()) {
            return Redemption.REUSED;
        }
        ledger.settle();
        return Redemption.REDEEMED;
    }

    @Override
    public void ask(TokenHash consent, PendingConsent request) {
        StoreLimits.DEFAULT.checkPending("the request for consent", request.size());
        consents.put(consent, request, request.expiresAt());
    }

    @Override
    public Optional<PendingConsent> decide(TokenHash consent, Instant now) {
        return consents.take(consent, now);
    }

    @Override
    public void remember(TokenHash key, Instant until) {
        decisions.put(key, Mark.SET, until);
    }

    @Override
    public boolean remembers(TokenHash key, Instant now) {
        return decisions.get(key, now).isPresent();
    }

    @Override
    public void withdraw(TokenHash person, TokenHash mark, Instant until) {
        withdrawals.put(person, mark, until);
        ledger.settle();
    }

    @Override
    public Optional<TokenHash> withdrawn(TokenHash person, Instant now) {
        return withdrawals.get(person, now);
    }

    /** How many logins are under way. */
    long size() {
        return logins.size();
    }

    void sweep(Instant now) {
        logins.sweep(now);
        codes.sweep(now);
        consents.sweep(now);
        decisions.sweep(now);
        withdrawals.sweep(now);
    }
}
