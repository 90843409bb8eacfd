package io.muster.cli.command;

import java.time.InstantSource;

/** What every command gets: the program it belongs to, and what surrounds it. */
public record Shell(Program program, Console console, InstantSource clock) {}
