/**
 * The BGP daemons of others that a lab can have for nodes: what each is started with, when it is ready, its own command
 * line, and how its own output reads. A daemon runs in a directory of its own, where its sockets and files are.
 *
 * <p>Starts nothing itself: {@code process} does. May depend on {@code topology} and {@code explain}.
 */
@NullMarked
package net.minitrail.lab.speaker;

import org.jspecify.annotations.NullMarked;
