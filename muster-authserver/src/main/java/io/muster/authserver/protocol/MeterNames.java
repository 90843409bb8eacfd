package io.muster.authserver.protocol;

/** Names of everything that the authorization server counts, as dashboards know them. */
public final class MeterNames {
    public static final String HTTP_REQUESTS = "oauth.http.requests.total";
    public static final String HTTP_DURATION = "oauth.http.request.duration";

    public static final String AUTHORIZATION_STARTED = "oauth.authorization.started";
    public static final String CALLBACK_PROCESSED = "oauth.callback.processed";
    public static final String PROVIDER_TOKENS_NOT_STORED = "oauth.provider_token_storage_failed";
    public static final String CODE_EXCHANGED = "oauth.code.exchanged";
    public static final String TOKEN_REFRESHED = "oauth.token.refreshed";
    public static final String TOKEN_REVOKED = "oauth.token.revoked";
    public static final String CLIENT_REGISTERED = "oauth.client.registered";
    public static final String TOKEN_FAILURES = "oauth.token_endpoint.failures.total";

    public static final String RATE_LIMIT_EXCEEDED = "oauth.rate_limit.exceeded";
    public static final String PKCE_FAILED = "oauth.pkce.validation_failed";
    public static final String CODE_REUSED = "oauth.code.reuse_detected";
    public static final String TOKEN_REUSED = "oauth.token.reuse_detected";
    public static final String REDIRECT_REJECTED = "oauth.redirect_uri.security_rejected";
    public static final String FORWARDED_TOKEN_ACCEPTED = "oauth.forwarded_id_token.accepted_total";
    public static final String AUDIT_EVENTS = "oauth.audit.events.total";
    public static final String AUDIT_DROPS = "oauth.audit.drops.total";

    public static final String METADATA_FETCHES = "oauth.cimd.fetch.total";
    public static final String METADATA_FETCH_DURATION = "oauth.cimd.fetch.duration";
    public static final String METADATA_CACHE = "oauth.cimd.cache.total";

    public static final String STORAGE_OPERATIONS = "storage.operation.total";
    public static final String STORAGE_DURATION = "storage.operation.duration";

    public static final String PROVIDER_CALLS = "provider.api.calls.total";
    public static final String PROVIDER_DURATION = "provider.api.duration";
    public static final String PROVIDER_ERRORS = "provider.api.errors.total";

    private MeterNames() {}
}
