/** Labs as a user runs them: through the launcher, with a process for each node. */
@NullMarked
package net.minitrail.itests.labs;

import org.jspecify.annotations.NullMarked;
