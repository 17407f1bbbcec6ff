/**
 * Running labs: the processes of their nodes, the addresses and files they get, the configuration they are given, and the
 * moment at which everything has settled.
 *
 * <p>Only this package starts or ends processes; it ends none that it did not start (a process is known by its number and
 * its start time). May depend on {@code speaker}, {@code topology} and {@code explain}.
 */
@NullMarked
package net.minitrail.lab.process;

import org.jspecify.annotations.NullMarked;
