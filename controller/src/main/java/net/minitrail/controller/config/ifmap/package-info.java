/**
 * The part of the configuration that each agent gets: the graph of nodes and links that can be reached from its
 * virtual-router and its virtual machines, sent as changes of what it has.
 *
 * <p>Confined to the config loop, which the requests of agents are handed to; what results is handed to their sessions.
 * May depend on: {@code controller.config}, {@code net.minitrail.xmpp.stanza}.
 */
@NullMarked
package net.minitrail.controller.config.ifmap;

import org.jspecify.annotations.NullMarked;
