package io.muster.authserver.audit;

import java.util.Locale;

/** Everything that is recorded; the name in lower case is what operators search for. */
public enum AuditEvent {
    TOKEN_ISSUED(Severity.INFO),
    TOKEN_REFRESHED(Severity.INFO),
    TOKEN_PROACTIVELY_REFRESHED(Severity.INFO),
    TOKEN_REVOKED(Severity.INFO),
    ALL_TOKENS_REVOKED(Severity.INFO),
    AUTHORIZATION_FLOW_STARTED(Severity.INFO),
    AUTHORIZATION_CODE_ISSUED(Severity.INFO),
    AUTHORIZATION_CODE_REUSE_DETECTED(Severity.CRITICAL),
    CLIENT_REGISTERED(Severity.INFO),
    CLIENT_REGISTERED_VIA_TRUSTED_SCHEME(Severity.INFO),
    CLIENT_REGISTERED_VIA_TRUSTED_REDIRECT_URI(Severity.INFO),
    CLIENT_REGISTRATION_REJECTED(Severity.INFO),
    CLIENT_REGISTRATION_RATE_LIMIT_EXCEEDED(Severity.INFO),
    AUTH_FAILURE(Severity.HIGH),
    RATE_LIMIT_EXCEEDED(Severity.INFO),
    INVALID_PKCE(Severity.INFO),
    PKCE_VALIDATION_FAILED(Severity.INFO),
    PKCE_REQUIRED_FOR_PUBLIC_CLIENT(Severity.INFO),
    TOKEN_REUSE_DETECTED(Severity.CRITICAL),
    REFRESH_TOKEN_REUSE_DETECTED(Severity.CRITICAL),
    REFRESH_TOKEN_CLIENT_BINDING_MISMATCH(Severity.CRITICAL),
    REFRESH_TOKEN_FAMILY_REVOKED(Severity.INFO),
    REVOKED_TOKEN_FAMILY_REUSE_ATTEMPT(Severity.CRITICAL),
    SUSPICIOUS_ACTIVITY(Severity.HIGH),
    INVALID_REDIRECT(Severity.INFO),
    SCOPE_ESCALATION_ATTEMPT(Severity.HIGH),
    SCOPE_DEFAULTS_APPLIED(Severity.INFO),
    RESOURCE_MISMATCH(Severity.CRITICAL),
    CROSS_CLIENT_TOKEN_ACCEPTED(Severity.INFO),
    FORWARDED_ID_TOKEN_ACCEPTED(Severity.INFO),
    USERINFO_SERVED(Severity.INFO),
    INTROSPECTION_REQUESTER_DENIED(Severity.INFO),
    PROVIDER_TOKEN_STORAGE_FAILED(Severity.INFO),
    PROVIDER_NONCE_MISMATCH(Severity.HIGH),
    INVALID_PROVIDER_CALLBACK(Severity.INFO),
    PROVIDER_STATE_MISMATCH(Severity.HIGH),
    PROVIDER_CODE_EXCHANGE_FAILED(Severity.INFO),
    PROVIDER_REVOCATION_COMPLETE_FAILURE(Severity.INFO),
    TOKEN_REVOCATION_NOT_SUPPORTED(Severity.INFO),
    PROACTIVE_REFRESH_FAILED(Severity.INFO),
    CLIENT_METADATA_FETCHED(Severity.INFO),
    CLIENT_METADATA_FETCH_FAILED(Severity.INFO),
    CLIENT_METADATA_FETCH_BLOCKED(Severity.INFO),
    CLIENT_METADATA_ID_MISMATCH(Severity.INFO),
    CLIENT_METADATA_CACHE_HIT(Severity.INFO),
    CLIENT_METADATA_RATE_LIMITED(Severity.INFO),
    CONSENT_ASKED(Severity.INFO),
    CONSENT_GIVEN(Severity.INFO),
    CONSENT_DENIED(Severity.INFO);

    /** How alarming it is. */
    public enum Severity {
        INFO,
        HIGH,
        CRITICAL;

        /** As it is written. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Severity severity;

    AuditEvent(Severity severity) {
        this.severity = severity;
    }

    public Severity severity() {
        return severity;
    }

    /** As it is written. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
