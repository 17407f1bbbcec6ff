package net.minitrail.vrouter.policy;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.vrouter.flow.Flow;
import net.minitrail.vrouter.flow.FlowFields;
import net.minitrail.vrouter.flow.FlowKey;
import net.minitrail.vrouter.flow.FlowOrigin;
import net.minitrail.vrouter.flow.FlowTable.Side;
import net.minitrail.vrouter.flow.Translation;
import net.minitrail.vrouter.forwarding.FlowAgent.Miss;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vif;
import org.jspecify.annotations.Nullable;

/**
 * Flows to the metadata service at its link-local address: they are translated into the fabric's VRF, to the node's own
 * address, and come from there and from a port that is bound for each of them, since guests of several networks may have the
 * same address. Confined to the routing loop.
 */
public final class LinkLocal {
    /** Where guests call. */
    public static final Ipv4Address ADDRESS = Ipv4Address.parse("169.254.169.254");

    /** Where the service listens, at the node's address. */
    public static final int SERVER_PORT = 8775;

    private static final int PORT = 80;
    private static final int FABRIC = 0;
    private static final int FIRST_BOUND = 32_768;
    private static final int BOUND = 28_232;

    private final VRouter vrouter;
    private int next;

    public LinkLocal(VRouter vrouter) {
        this.vrouter = vrouter;
    }

    /** Both directions of a flow. */
    record Pair(Side there, Side back) {}

    /** The flow of a guest's packet if that is for the service; null of any other packet, or if no port is free. */
    @Nullable
    Pair pair(Miss miss) {
        FlowKey key = miss.key();
        boolean ours = miss.from().type() == Vif.Type.VIRTUAL
                && miss.macs() == null
                && key.protocol() == Ipv4Packet.TCP
                && key.destinationPort() == PORT
                && key.destination().equals(ADDRESS);
        int bound = ours ? freePort() : 0;
        if (bound == 0) {
            return null;
        }
        Ipv4Address guest = (Ipv4Address) key.source();
        Ipv4Address own = vrouter.address();
        return new Pair(
                new Side(
                        key,
                        miss.vrf().index(),
                        new FlowOrigin(guest, ADDRESS, true, false, null, 0, false),
                        new Translation(own, bound, own, SERVER_PORT, FABRIC, false)),
                new Side(
                        answers(bound),
                        FABRIC,
                        new FlowOrigin(own, own, false, false, null, 0, true),
                        new Translation(
                                ADDRESS,
                                PORT,
                                guest,
                                key.sourcePort(),
                                miss.vrf().index(),
                                true)));
    }

    /** The interface of the guest that calls the service from a bound port, null if the call is over. */
    public @Nullable Vif caller(int bound) {
        Flow back = vrouter.flows().lookup(answers(bound));
        Flow there = back == null ? null : back.reverse();
        return there != null && vrouter.nextHops().get(there.key().nextHop()) instanceof Encap encap
                ? vrouter.vifs().get(encap.vif())
                : null;
    }

    /** The key of what the service answers to a bound port. */
    private FlowKey answers(int bound) {
        long own = vrouter.address().value() & 0xFFFF_FFFFL;
        return new FlowFields(true, Ipv4Packet.TCP, SERVER_PORT, bound, 0, own, 0, own, false)
                .key(vrouter.vifs().vhost().flowNextHop());
    }

    private int freePort() {
        for (int tries = 0; tries < BOUND; tries++) {
            int port = FIRST_BOUND + next;
            next = (next + 1) % BOUND;
            if (vrouter.flows().lookup(answers(port)) == null) {
                return port;
            }
        }
        return 0;
    }
}
