package io.muster.gateway.lease;

import java.util.Optional;

/**
 * What one lease lives by.
 *
 * @param source where its tokens come from
 * @param subject the subject credential of the session, for leases that live by it
 * @param basis what there is to get tokens from when the lease begins
 * @param opener how the backend is connected to
 */
public record LeaseSource(
        CredentialSource source, Optional<SubjectCredentials> subject, Basis basis, BackendOpener opener) {

    /** For a lease that lives by the subject credential of its session. */
    public static LeaseSource of(CredentialSource source, SubjectCredentials subject, BackendOpener opener) {
        return new LeaseSource(source, Optional.of(subject), subject.basis(), opener);
    }

    /** For a lease that lives by a sign-in. */
    public static LeaseSource of(CredentialSource.SignIn source, Basis basis, BackendOpener opener) {
        return new LeaseSource(source, Optional.empty(), basis, opener);
    }
}
