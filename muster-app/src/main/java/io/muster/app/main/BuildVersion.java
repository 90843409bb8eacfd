package io.muster.app.main;

import io.muster.cli.command.Program;

/** What this build is, as the build wrote it down. */
final class BuildVersion {
    private BuildVersion() {}

    static Program.Version read() {
        return new Program.Version(known(Build.NUMBER, "dev"), known(Build.COMMIT, ""), known(Build.TIME, ""));
    }

    /** A value; outside of a checkout the build leaves its placeholders unfilled. */
    private static String known(String value, String otherwise) {
        return value.startsWith("${") ? otherwise : value;
    }
}
