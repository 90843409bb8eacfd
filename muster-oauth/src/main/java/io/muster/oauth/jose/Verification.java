package io.muster.oauth.jose;

/** What {@link JwtVerifier} found out about a token. */
public sealed interface Verification {
    /** All requirements are met. */
    record Verified(Jwt jwt) implements Verification {}

    /** It must not be believed. */
    record Refused(Refusal reason) implements Verification {}

    /** Nothing is known about it, because the keys of its issuer are not. */
    record KeysUnavailable() implements Verification {}

    /** Why; for logs and audit, not for the one who sent the token. */
    enum Refusal {
        /** Not a signed JWT in compact form. */
        MALFORMED,
        /** An algorithm that is not accepted. */
        ALGORITHM,
        /** It has critical extensions, or content that is not plain claims. */
        EXTENSION,
        ISSUER,
        AUDIENCE,
        EXPIRED,
        /** Issued or valid only in the future, or times that cannot be read. */
        NOT_YET_VALID,
        /** No key of the issuer verifies the signature. */
        SIGNATURE,
        /** The type is not expected; everything else is right. */
        TYPE
    }
}
