package io.muster.authserver.resource;

import io.muster.authserver.protocol.OwnResources;

/**
 * How the resource server behaves.
 *
 * @param own resources that tokens must be for
 * @param eachEndpoint whether each endpoint is a resource by itself; not so when the server has one configured identifier
 * @param acceptUpstreamTokens whether access tokens of the identity provider are accepted, whoever they were issued to
 * @param userInfo whether the provider is asked about tokens of ours
 * @param errorWithoutCredentials whether a request without token is told {@code invalid_token}, as existing clients expect
 */
public record ResourceSettings(
        OwnResources own,
        boolean eachEndpoint,
        boolean acceptUpstreamTokens,
        UserInfoPolicy userInfo,
        boolean errorWithoutCredentials) {}
