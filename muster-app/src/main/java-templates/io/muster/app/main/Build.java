package io.muster.app.main;

/** What the build knows of itself, as constants: to read a file of the program would take a command ten milliseconds. */
final class Build {
    static final String NUMBER = "${project.version}";
    static final String COMMIT = "${git.commit.id.abbrev}";
    static final String TIME = "${git.commit.time}";

    private Build() {}
}
