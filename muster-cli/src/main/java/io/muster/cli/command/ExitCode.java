package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;

/** What the program tells the shell. */
public final class ExitCode {
    public static final int SUCCESS = 0;
    public static final int ERROR = 1;
    public static final int AUTHENTICATION_REQUIRED = 2;
    public static final int AUTHENTICATION_FAILED = 3;

    private ExitCode() {}

    static int of(Exception failure) {
        return switch (failure) {
            case CommandFailure command -> command.exitCode();
            case ConnectionFailure connection ->
                switch (connection.kind()) {
                    case AUTHENTICATION_REQUIRED -> AUTHENTICATION_REQUIRED;
                    case AUTHENTICATION_FAILED -> AUTHENTICATION_FAILED;
                    case NO_ENDPOINT, UNREACHABLE, NOT_RESPONDING -> ERROR;
                };
            default -> ERROR;
        };
    }
}
