/** Tests of {@code net.minitrail.vrouter.forwarding}. */
@NullMarked
package net.minitrail.vrouter.forwarding;

import org.jspecify.annotations.NullMarked;
