package net.minitrail.vrouter.oper;

import net.minitrail.xmpp.stanza.RouteKey;

/** Hears what the agent decides. Called on the routing loop. */
public interface AgentListener {

    /** A VRF is there, and takes part in its routing instance. */
    void vrfAdded(OperVrf vrf);

    /** A VRF is gone; its routes went before. */
    void vrfRemoved(OperVrf vrf);

    /** The route that this node may publish under a key has changed, come, or gone. */
    void localRouteChanged(OperVrf vrf, RouteKey key);

    /** A port has its interface, labels and routes. */
    void activated(OperInterface oper);

    /** An active port's addresses have changed, its interface has not. */
    void readdressed(OperInterface oper);

    /** A port's interface is about to go. */
    void deactivated(OperInterface oper);
}
