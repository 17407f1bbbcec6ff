package net.minitrail.vrouter.forwarding;

import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.vrouter.flow.Flow;
import net.minitrail.vrouter.flow.FlowFields;
import net.minitrail.vrouter.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/** Who decides about flows: the vRouter only keeps them. Called on the routing loop. */
public interface FlowAgent {
    /**
     * A packet of a flow that is not in the table.
     *
     * @param key of the new flow, as the interface's rules make it of the packet
     * @param fields of the packet itself
     * @param from the interface that it came in by: a guest's, or the physical one
     * @param guest the guest's interface that the flow is of; null if it is of a composite, the key's next hop
     * @param macs of a packet that is bridged, null if it is routed
     */
    record Miss(
            FlowKey key,
            FlowFields fields,
            Vif from,
            @Nullable Vif guest,
            Vrf vrf,
            @Nullable Macs macs,
            int outerSource) {}

    /** Both addresses of a frame. */
    record Macs(MacAddress source, MacAddress destination) {
        /** Those of a frame that is bridged, null if the vRouter routes what is in it. */
        static @Nullable Macs ofBridged(EthernetFrame frame) {
            return frame.destination().equals(Vif.VROUTER_MAC) ? null : new Macs(frame.source(), frame.destination());
        }
    }

    /** Adds the flow of a packet to the table; answers null if there is no room. */
    @Nullable
    Flow open(Miss miss);

    /**
     * Decides again about a flow, whose routes may have changed. Answers whether it still is what a new one would be; if its
     * packets now go to another interface, it is to be opened anew, since answers have another key.
     */
    boolean decideAgain(Flow flow);
}
