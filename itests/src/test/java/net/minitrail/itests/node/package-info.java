/** Nodes as processes of their own, {@code ./minitrail node ROLE --config FILE}, seen from outside. */
@NullMarked
package net.minitrail.itests.node;

import org.jspecify.annotations.NullMarked;
