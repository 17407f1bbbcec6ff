/** The vRouter agent as a program: its configuration file, and the parts put together. */
@NullMarked
package net.minitrail.vrouter;

import org.jspecify.annotations.NullMarked;
