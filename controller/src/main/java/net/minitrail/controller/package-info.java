/**
 * The control node: configuration API, routing instances, BGP peers, agents and introspection, put together.
 *
 * <p>{@link net.minitrail.controller.Main} runs one from a configuration file, {@link net.minitrail.controller.Controller}
 * is the running one. Three threads own all state: the config loop (objects), the routing loop (tables) and the session
 * loops of BGP and XMPP (sockets). Changes flow from the first to the second as immutable values.
 *
 * <p>Nobody depends on this package; it depends on all others of the controller.
 */
@NullMarked
package net.minitrail.controller;

import org.jspecify.annotations.NullMarked;
