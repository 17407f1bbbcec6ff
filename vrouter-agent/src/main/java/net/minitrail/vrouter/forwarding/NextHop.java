package net.minitrail.vrouter.forwarding;

import com.google.common.collect.ImmutableList;
import java.util.EnumSet;
import java.util.Set;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.vrouter.flow.HashFields;
import org.jspecify.annotations.Nullable;

/** Where a packet goes next. Immutable, and equal when the kernel would share one entry, so that a table can intern it. */
public sealed interface NextHop {

    Family family();

    /** VRF that the entry belongs to; 0 is the fabric, -1 none. */
    int vrf();

    /** Name of the type as {@code nh} prints it. */
    String type();

    Set<NextHopFlag> flags();

    /**
     * Drops.
     *
     * @param reserved the fixed id of one of the three reserved discards, which are not shared
     */
    record Discard(int reserved) implements NextHop {
        @Override
        public Family family() {
            return Family.INET;
        }

        @Override
        public int vrf() {
            return 0;
        }

        @Override
        public String type() {
            return "Drop";
        }

        @Override
        public Set<NextHopFlag> flags() {
            return NextHopFlag.usual(false);
        }
    }

    /** Takes an Ethernet frame that was addressed to the vRouter off the bridge and routes what is in it. */
    enum L2Receive implements NextHop {
        INSTANCE;

        @Override
        public Family family() {
            return Family.UNSPEC;
        }

        @Override
        public int vrf() {
            return 0;
        }

        @Override
        public String type() {
            return "L2 Receive";
        }

        @Override
        public Set<NextHopFlag> flags() {
            return NextHopFlag.usual(false);
        }
    }

    /** Gives the packet to the host behind {@code vif}. */
    record Receive(int vif, boolean policy) implements NextHop {
        @Override
        public Family family() {
            return Family.INET;
        }

        @Override
        public int vrf() {
            return 0;
        }

        @Override
        public String type() {
            return "Receive";
        }

        @Override
        public Set<NextHopFlag> flags() {
            return policy
                    ? NextHopFlag.usual(true)
                    : EnumSet.of(NextHopFlag.VALID, NextHopFlag.RELAXED_POLICY, NextHopFlag.ETREE_ROOT);
        }
    }

    /** Resolves the destination by ARP on the fabric. The policy is that of what it resolves to, and not shown. */
    record Resolve(boolean policy) implements NextHop {
        @Override
        public Family family() {
            return Family.INET;
        }

        @Override
        public int vrf() {
            return 0;
        }

        @Override
        public String type() {
            return "Resolve";
        }

        @Override
        public Set<NextHopFlag> flags() {
            return NextHopFlag.usual(false);
        }
    }

    /** Sends through {@code vif} behind an Ethernet header, or as the frame it already is if the family is BRIDGE. */
    record Encap(Family family, int vrf, int vif, MacAddress destination, MacAddress source, boolean policy)
            implements NextHop {
        /** The same without policy. */
        public Encap plain() {
            return policy ? new Encap(family, vrf, vif, destination, source, false) : this;
        }

        @Override
        public String type() {
            return "Encap";
        }

        @Override
        public Set<NextHopFlag> flags() {
            return NextHopFlag.usual(policy);
        }
    }

    /** Another tunnel endpoint; one for each remote and encapsulation, whatever the number of routes. */
    record Tunnel(
            Encapsulation encapsulation,
            Ipv4Address source,
            Ipv4Address destination,
            int vif,
            MacAddress remote,
            MacAddress own)
            implements NextHop {
        @Override
        public Family family() {
            return Family.INET;
        }

        @Override
        public int vrf() {
            return 0;
        }

        @Override
        public String type() {
            return "Tunnel";
        }

        @Override
        public Set<NextHopFlag> flags() {
            NextHopFlag carrier = switch (encapsulation) {
                case MPLS_OVER_GRE -> NextHopFlag.MPLS_OVER_GRE;
                case MPLS_OVER_UDP -> NextHopFlag.MPLS_OVER_UDP;
                case VXLAN -> NextHopFlag.VXLAN;
            };
            return EnumSet.of(NextHopFlag.VALID, carrier, NextHopFlag.ETREE_ROOT);
        }
    }

    /**
     * Puts a mirrored frame into a UDP datagram, which goes from the mirrored guest's address, and is routed where that
     * guest's packets are: it belongs to no VRF.
     *
     * @param source shown only
     * @param sourcePort shown only: on the wire it tells flows apart
     */
    record UdpTunnel(Ipv4Address source, Ipv4Address destination, int sourcePort, int destinationPort, MacAddress own)
            implements NextHop {
        @Override
        public Family family() {
            return Family.INET;
        }

        @Override
        public int vrf() {
            return -1;
        }

        @Override
        public String type() {
            return "Tunnel";
        }

        @Override
        public Set<NextHopFlag> flags() {
            return EnumSet.of(NextHopFlag.VALID, NextHopFlag.UDP, NextHopFlag.COPY_SIP, NextHopFlag.ETREE_ROOT);
        }
    }

    /**
     * Looks the inner packet up once more in {@code vrf}, or the frame if the family is BRIDGE.
     *
     * @param floodsUnknown whether frames to MACs that nobody knows go to everybody
     */
    record VrfTranslate(int vrf, Family family, boolean floodsUnknown) implements NextHop {
        @Override
        public String type() {
            return "Vrf_Translate";
        }

        @Override
        public Set<NextHopFlag> flags() {
            EnumSet<NextHopFlag> flags = NextHopFlag.usual(false);
            if (floodsUnknown) {
                flags.add(NextHopFlag.UNICAST_FLOOD);
            }
            return flags;
        }
    }

    /** What a composite does with its members. */
    enum Spread {
        ECMP(NextHopFlag.ECMP),
        L2_MULTICAST(NextHopFlag.MULTICAST),
        FABRIC(NextHopFlag.FABRIC),
        EVPN(NextHopFlag.EVPN),
        ENCAP(NextHopFlag.ENCAP);

        private final NextHopFlag flag;

        Spread(NextHopFlag flag) {
            this.flag = flag;
        }
    }

    /**
     * One leg of a composite.
     *
     * @param nextHop its id; -1 where a leg was and is no more, so that those behind it keep their places
     * @param label pushed before another node sees the packet, or what an interface is reached by alone; -1 for none
     */
    record Member(int nextHop, int label) {
        public static final Member NONE = new Member(-1, -1);

        public boolean isThere() {
            return nextHop >= 0;
        }
    }

    /**
     * Several next hops: one is chosen (ECMP), or each gets a copy.
     *
     * @param policy whether the choice is a flow's: one of the members is an interface in flow mode
     * @param hash what the choice is made by; null where each gets a copy
     */
    record Composite(
            Family family,
            int vrf,
            Spread spread,
            boolean policy,
            @Nullable HashFields hash,
            ImmutableList<Member> members)
            implements NextHop {
        /** One that copies. */
        public Composite(Family family, int vrf, Spread spread, ImmutableList<Member> members) {
            this(family, vrf, spread, false, null, members);
        }

        /** One that chooses. */
        public static Composite ecmp(int vrf, boolean policy, HashFields hash, ImmutableList<Member> members) {
            return new Composite(Family.INET, vrf, Spread.ECMP, policy, hash, members);
        }

        @Override
        public String type() {
            return "Composite";
        }

        @Override
        public Set<NextHopFlag> flags() {
            EnumSet<NextHopFlag> flags = NextHopFlag.usual(policy);
            flags.add(spread.flag);
            return flags;
        }
    }

    /** Stands for another next hop, with a label of its own. */
    record Indirect(int vrf, Member direct) implements NextHop {
        @Override
        public Family family() {
            return Family.INET;
        }

        @Override
        public String type() {
            return "Indirect";
        }

        @Override
        public Set<NextHopFlag> flags() {
            return EnumSet.of(NextHopFlag.VALID, NextHopFlag.INDIRECT);
        }
    }
}
