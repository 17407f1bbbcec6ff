/** Tests of the compute node as a whole, without sockets. */
@NullMarked
package net.minitrail.vrouter;

import org.jspecify.annotations.NullMarked;
