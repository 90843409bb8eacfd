package io.muster.authserver.resource;

/**
 * Whose tokens are accepted besides our own.
 *
 * @param trusted issuers that an operator trusts
 * @param forwarded ID tokens of our identity provider
 * @param sessions names sessions of such tokens
 */
public record ForeignIssuers(TrustedIssuers trusted, ForwardedTokens forwarded, ExternalSessions sessions) {}
