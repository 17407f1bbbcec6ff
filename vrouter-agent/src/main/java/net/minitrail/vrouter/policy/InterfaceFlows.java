package net.minitrail.vrouter.policy;

import net.minitrail.vrouter.flow.FlowTable;
import net.minitrail.vrouter.forwarding.VifFlag;
import net.minitrail.vrouter.oper.AgentListener;
import net.minitrail.vrouter.oper.OperInterface;
import net.minitrail.vrouter.oper.OperVrf;
import net.minitrail.xmpp.stanza.RouteKey;

/** Takes the flows of an interface away with it, before its next hop's id is another's. Confined to the routing loop. */
public final class InterfaceFlows implements AgentListener {
    private final FlowTable table;

    public InterfaceFlows(FlowTable table) {
        this.table = table;
    }

    @Override
    public void deactivated(OperInterface oper) {
        table.removeAll(oper.vif().flowNextHop());
    }

    /** An interface that went over to packet mode has no flows any more. */
    @Override
    public void readdressed(OperInterface oper) {
        if (!oper.vif().has(VifFlag.POLICY)) {
            table.removeAll(oper.vif().flowNextHop());
        }
    }

    @Override
    public void activated(OperInterface oper) {}

    @Override
    public void vrfAdded(OperVrf vrf) {}

    @Override
    public void vrfRemoved(OperVrf vrf) {}

    @Override
    public void localRouteChanged(OperVrf vrf, RouteKey key) {}
}
