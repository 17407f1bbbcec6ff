/** Much at once and for long: peers and agents that come, go and change at random. */
@NullMarked
package net.minitrail.itests.soak;

import org.jspecify.annotations.NullMarked;
