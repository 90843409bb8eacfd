package io.muster.oauth.codeflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.discovery.Provenance;
import io.muster.oauth.registration.ClientIdentity;
import io.muster.oauth.registration.Registration;
import io.muster.oauth.store.StoredForm;
import io.muster.oauth.token.ClientCredentials;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PendingLoginProperties {
    private final StoredForm<PendingLogin> form =
            new StoredForm<>("pending login", PendingLoginForm::write, PendingLoginForm::read);

    private static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(text -> !text.isBlank())
                .filter(text -> text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
    }

    private static Arbitrary<URI> uris() {
        return Arbitraries.strings()
                .alpha()
                .ofMaxLength(10)
                .map(path -> URI.create("https://host.example/" + path + "?q=%20"));
    }

    private static Arbitrary<Instant> instants() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 253_402_300_799L),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
    }

    private static Arbitrary<ClientCredentials> credentials() {
        var ids = texts().map(ClientId::new);
        var secrets = texts().map(Secret::new);
        return Arbitraries.oneOf(
                ids.map(ClientCredentials.Public::new),
                Combinators.combine(ids, secrets).as(ClientCredentials.Basic::new),
                Combinators.combine(ids, secrets).as(ClientCredentials.Post::new));
    }

    private static Arbitrary<Registration> registrations() {
        return Combinators.combine(
                        uris(),
                        texts(),
                        texts().map(Secret::new).optional(),
                        instants().optional(),
                        Arbitraries.of(Registration.Method.values()),
                        texts().map(Secret::new).optional(),
                        uris().optional(),
                        instants())
                .as((redirect, id, secret, end, method, access, uri, created) -> new Registration(
                        new Registration.Key(new Issuer("https://as.example/a"), redirect),
                        new ClientId(id),
                        secret,
                        end,
                        method,
                        access,
                        uri,
                        created));
    }

    private static Arbitrary<ClientIdentity> clients() {
        return Arbitraries.oneOf(
                credentials().map(ClientIdentity.PreRegistered::new),
                Combinators.combine(credentials(), Arbitraries.of(true, false))
                        .as(ClientIdentity.MetadataDocument::new),
                registrations().map(ClientIdentity.Dynamic::new));
    }

    @Provide
    Arbitrary<PendingLogin> logins() {
        var owners = Combinators.combine(texts(), texts(), texts())
                .as((session, subject, backend) ->
                        new PendingLogin.Owner(new SessionId(session), new Subject(subject), backend));
        var servers = Combinators.combine(Arbitraries.of(Provenance.values()), uris(), Arbitraries.of(true, false))
                .as((provenance, token, sends) ->
                        new PendingLogin.Server(new Issuer("https://as.example/tenant"), provenance, token, sends));
        var uris = Combinators.combine(uris(), uris(), uris().optional(), uris().optional())
                .as(Uris::new);
        return Combinators.combine(
                        owners, servers, clients(), uris, texts().list().ofMaxSize(4), texts(), instants())
                .as((owner, server, client, all, scopes, verifier, created) -> new PendingLogin(
                        owner,
                        server,
                        client,
                        all.redirect(),
                        new Scopes(scopes),
                        all.resource(),
                        new Secret(verifier),
                        all.authorization(),
                        all.returnTo(),
                        created));
    }

    private record Uris(URI redirect, URI authorization, Optional<URI> resource, Optional<URI> returnTo) {}

    @Property(tries = 300)
    void a_login_is_read_as_it_was_written(@ForAll("logins") PendingLogin login) {
        assertThat(form.read(form.write(login))).contains(login);
    }

    @Property(tries = 300)
    void a_text_that_was_cut_or_changed_is_absent_or_a_login_but_never_a_crash(
            @ForAll("logins") PendingLogin login, @ForAll int at, @ForAll char instead) {
        var text = form.write(login);
        var index = Math.floorMod(at, text.length());

        assertThat(form.read(text.substring(0, index))).isEmpty();
        assertThat(form.read(text.substring(0, index) + instead + text.substring(index + 1)))
                .isNotNull();
    }
}
