package io.muster.cli.client;

/** What people are told about logins; scripts look for the first lines. */
public final class AuthenticationTexts {
    private AuthenticationTexts() {}

    /** Nobody is logged in. */
    public static String required(String endpoint) {
        return """
                Authentication required for %1$s

                To authenticate, run:
                  muster auth login --endpoint %1$s

                To check current authentication status:
                  muster auth status""".formatted(endpoint);
    }

    /** The login has ended. */
    public static String expired(String endpoint) {
        return """
                Authentication expired for %1$s

                To authenticate, run:
                  muster auth login --endpoint %1$s

                To try to renew the login, run:
                  muster auth refresh --endpoint %1$s""".formatted(endpoint);
    }

    /** A login did not succeed. */
    public static String failed(String endpoint, String cause) {
        return """
                Authentication failed for %1$s: %2$s

                To try again, run:
                  muster auth login --endpoint %1$s""".formatted(endpoint, cause);
    }
}
