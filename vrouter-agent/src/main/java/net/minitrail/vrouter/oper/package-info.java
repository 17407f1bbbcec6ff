/**
 * What the agent has decided: which ports are active, which VRFs exist, which path of a route is best, and hence what the
 * vRouter's tables hold.
 *
 * <p>Configuration, ports and received routes go in; table entries of {@code forwarding} and routes to publish come out.
 * The wanted state is computed anew from the configuration graph after each batch of changes and compared with the present
 * one, so the order in which objects come and go does not matter. Confined to the routing loop.
 *
 * <p>May depend on: {@code forwarding}, and the stanza records of {@code xmpp}. Never on a session.
 */
@NullMarked
package net.minitrail.vrouter.oper;

import org.jspecify.annotations.NullMarked;
