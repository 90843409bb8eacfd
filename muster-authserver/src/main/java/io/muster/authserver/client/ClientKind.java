package io.muster.authserver.client;

import java.util.Set;

/**
 * Whether a client can keep a secret, and how it proves who it is.
 *
 * @param method {@code token_endpoint_auth_method}
 */
record ClientKind(String method) {
    static final String NONE = "none";
    static final String BASIC = "client_secret_basic";
    static final String POST = "client_secret_post";
    static final String KEY = "private_key_jwt";

    private static final Set<String> METHODS = Set.of(NONE, BASIC, POST, KEY);
    private static final Set<String> TYPES = Set.of("", "public", "confidential");

    /**
     * The kind that a registration asks for; both values may be empty.
     *
     * @param type {@code client_type}, which no standard knows
     */
    static ClientKind of(String type, String method) {
        if (!method.isEmpty() && !METHODS.contains(method)) {
            throw ClientMetadata.invalid("Unsupported token_endpoint_auth_method");
        }
        if (!TYPES.contains(type)) {
            throw ClientMetadata.invalid("client_type must be public or confidential");
        }
        if (method.isEmpty()) {
            return new ClientKind(type.equals("public") ? NONE : BASIC);
        }
        if (type.equals("public") && !method.equals(NONE)) {
            throw ClientMetadata.invalid("A public client has no secret: token_endpoint_auth_method must be none");
        }
        return new ClientKind(method);
    }

    boolean isPublic() {
        return method.equals(NONE);
    }

    boolean hasSecret() {
        return method.equals(BASIC) || method.equals(POST);
    }

    boolean hasKey() {
        return method.equals(KEY);
    }

    String type() {
        return isPublic() ? "public" : "confidential";
    }
}
