/**
 * The compute node's command line: the vRouter's own tools ({@code vif}, {@code rt}, {@code nh} …), a few of the host
 * ({@code ifconfig}, {@code tcpdump} …), pipes, and the layouts of both.
 *
 * <p>The layouts are those of Contrail 5.0. A command asks the routing loop for a picture and prints it on the thread that
 * asked.
 */
@NullMarked
package net.minitrail.vrouter.cli;

import org.jspecify.annotations.NullMarked;
