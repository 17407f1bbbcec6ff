/**
 * The command line: a class a command, each thin. Data goes to the standard output, everything else to the standard error;
 * an error is one message with a code, and the exit status is the code's.
 *
 * <p>Depends on every other package of the module; none depends on it.
 */
@NullMarked
package net.minitrail.lab.cli;

import org.jspecify.annotations.NullMarked;
