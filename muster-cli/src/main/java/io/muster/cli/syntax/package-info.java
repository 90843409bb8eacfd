/**
 * The syntax of command lines: commands say in plain code which words they take and get typed values back.
 * That picocli reads the words and lays out the help is nobody else's business.
 */
@NullMarked
package io.muster.cli.syntax;

import org.jspecify.annotations.NullMarked;
