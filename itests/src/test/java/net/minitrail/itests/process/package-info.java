/** Nodes that are killed, stopped, starved or started twice, and what their neighbors see of it. */
@NullMarked
package net.minitrail.itests.process;

import org.jspecify.annotations.NullMarked;
