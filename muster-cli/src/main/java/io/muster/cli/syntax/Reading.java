package io.muster.cli.syntax;

/** What a command line asks for. */
public sealed interface Reading {
    /** To do something; all places of the syntax are filled. */
    record Run(Action action) implements Reading {}

    /** To be told what can be asked for. */
    record Help(String text) implements Reading {}
}
