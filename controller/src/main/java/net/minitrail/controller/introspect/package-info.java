/**
 * What a control node tells of itself: the status and tables of the control endpoint, introspection pages in the form and
 * with the field names of Contrail's, and the command line that prints them as {@code ist.py} does.
 *
 * <p>Data first: {@link net.minitrail.controller.introspect.RouteRow} and {@link
 * net.minitrail.controller.introspect.NeighborRow} are read on the routing loop, routes in parts of 0.1 ms so that a large
 * table does not hold it up, and rendered on the thread of the request while its reader takes them. May depend on: {@code controller.peer}, {@code .routing}, {@code
 * .config}, {@code net.minitrail.bgp}, {@code net.minitrail.xmpp}.
 */
@NullMarked
package net.minitrail.controller.introspect;

import org.jspecify.annotations.NullMarked;
