package net.minitrail.controller.routing;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.xmpp.stanza.LoadBalance;
import net.minitrail.xmpp.stanza.Mobility;
import net.minitrail.xmpp.stanza.TunnelEncapsulation;

/** What Contrail puts on routes as extended communities, beyond route targets. */
public final class Marks {
    /** Security groups below this number mean the same in every AS. */
    private static final long GLOBAL_GROUPS = 8_000_000;

    private static final int AS_TRANS = 23_456;
    private static final int LOAD_BALANCE = 0x03AA;
    private static final long ALL_FIELDS = 0xF8;
    private static final ImmutableList<String> FIELDS = ImmutableList.of(
            "l3-source-address", "l3-destination-address", "l4-protocol", "l4-source-port", "l4-destination-port");

    private Marks() {}

    static int tunnelType(TunnelEncapsulation encapsulation) {
        return switch (encapsulation) {
            case GRE -> ExtendedCommunity.GRE;
            case MPLS -> 10;
            case NATIVE -> ExtendedCommunity.NATIVE;
            case UDP -> ExtendedCommunity.MPLS_OVER_UDP;
            case VXLAN -> ExtendedCommunity.VXLAN;
        };
    }

    /** The encapsulations that a route allows, in the order of their names. */
    public static ImmutableList<TunnelEncapsulation> encapsulations(ExtendedCommunities communities) {
        Set<TunnelEncapsulation> found = EnumSet.noneOf(TunnelEncapsulation.class);
        for (int i = 0; i < communities.size(); i++) {
            ExtendedCommunity community = communities.get(i);
            if (community.isEncapsulation()) {
                switch (community.tunnelType()) {
                    case ExtendedCommunity.GRE, ExtendedCommunity.MPLS_OVER_GRE -> found.add(TunnelEncapsulation.GRE);
                    case 10 -> found.add(TunnelEncapsulation.MPLS);
                    case ExtendedCommunity.NATIVE -> found.add(TunnelEncapsulation.NATIVE);
                    case ExtendedCommunity.MPLS_OVER_UDP -> found.add(TunnelEncapsulation.UDP);
                    case ExtendedCommunity.VXLAN -> found.add(TunnelEncapsulation.VXLAN);
                    default -> {} // a tunnel that no vRouter builds
                }
            }
        }
        return ImmutableList.copyOf(found);
    }

    /** An AS that needs four octets does not fit; AS_TRANS stands for it. */
    static ExtendedCommunity securityGroup(long as, long group) {
        return ExtendedCommunity.securityGroup(twoOctets(as), group);
    }

    /** The groups of our own AS, and those that mean the same in every AS. */
    static ImmutableList<Long> securityGroups(ExtendedCommunities communities, long as) {
        return communities.asList().stream()
                .filter(community -> community.value() >>> 48 == 0x8004)
                .filter(community -> community.as() == twoOctets(as)
                        || community.number() >= 1 && community.number() < GLOBAL_GROUPS)
                .map(ExtendedCommunity::number)
                .collect(ImmutableList.toImmutableList());
    }

    static ExtendedCommunity tag(long as, long tag) {
        return new ExtendedCommunity(0x8084L << 48 | (long) twoOctets(as) << 32 | tag & 0xFFFF_FFFFL);
    }

    static ImmutableList<Long> tags(ExtendedCommunities communities, long as) {
        return communities.asList().stream()
                .filter(community -> community.value() >>> 48 == 0x8084 && community.as() == twoOctets(as))
                .map(ExtendedCommunity::number)
                .collect(ImmutableList.toImmutableList());
    }

    static ExtendedCommunity localSequence(long sequence) {
        return new ExtendedCommunity(0xC000L << 48 | (sequence & 0xFFFF_FFFFL) << 16);
    }

    static Mobility mobility(ExtendedCommunities communities) {
        for (ExtendedCommunity community : communities.asList()) {
            if (community.isMacMobility()) {
                return new Mobility(community.number(), (community.value() >>> 40 & 1) != 0);
            }
        }
        return Mobility.NONE;
    }

    /** Nothing for the default, which is never sent: all five fields. */
    static Optional<ExtendedCommunity> loadBalance(LoadBalance said) {
        boolean biased = said.decision().equals("source-bias");
        long fields = 0;
        for (String field : said.fields()) {
            int index = FIELDS.indexOf(field);
            fields |= index < 0 ? 0 : 0x80L >>> index;
        }
        fields = said.fields().isEmpty() ? ALL_FIELDS : fields;
        if (fields == ALL_FIELDS && !biased) {
            return Optional.empty();
        }
        return Optional.of(
                new ExtendedCommunity((long) LOAD_BALANCE << 48 | fields << 40 | (biased ? 0x80L << 24 : 0)));
    }

    static Optional<LoadBalance> loadBalance(ExtendedCommunities communities) {
        for (ExtendedCommunity community : communities.asList()) {
            if (community.value() >>> 48 == LOAD_BALANCE) {
                List<String> fields = new ArrayList<>();
                for (int i = 0; i < FIELDS.size(); i++) {
                    if ((community.value() >>> 47 - i & 1) != 0) {
                        fields.add(FIELDS.get(i));
                    }
                }
                boolean biased = (community.value() >>> 31 & 1) != 0;
                return Optional.of(
                        new LoadBalance(ImmutableList.copyOf(fields), biased ? "source-bias" : "field-hash"));
            }
        }
        return Optional.empty();
    }

    private static int twoOctets(long as) {
        return as <= 0xFFFF ? (int) as : AS_TRANS;
    }
}
