/**
 * Access control lists of networks and security groups, as values. What they mean for a flow is decided in {@code policy}.
 *
 * <p>May depend on: {@code net.minitrail.net}.
 */
@NullMarked
package net.minitrail.vrouter.acl;

import org.jspecify.annotations.NullMarked;
