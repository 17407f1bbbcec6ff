package net.minitrail.vrouter.flow;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.List;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.packet.Ipv4Packet;
import org.jspecify.annotations.Nullable;

/**
 * The fat flow rules of an interface. Immutable.
 *
 * @param rules in the order in which {@code vif} shows them
 * @param excluded the vRouter's own addresses, which stay as they are: sessions with the gateway or the metadata service
 *     must not be taken for others. Empty without rules
 */
public record FatFlows(ImmutableList<FatFlowRule> rules, ImmutableList<IpPrefix> excluded) {
    /** No rules: every flow has all of its key. */
    public static final FatFlows NONE = new FatFlows(ImmutableList.of(), ImmutableList.of());

    private static final int TURNS = 4;
    /** More than any address has. */
    private static final int ALL_BITS = 128;

    /** With the rules of both sorts in the order to show them; nothing is excluded if there are none. */
    public static FatFlows of(List<FatFlowRule> rules, List<IpPrefix> excluded) {
        if (rules.isEmpty()) {
            return NONE;
        }
        return new FatFlows(
                rules.stream()
                        .sorted(Comparator.comparingInt(FatFlowRule::group))
                        .collect(ImmutableList.toImmutableList()),
                ImmutableList.copyOf(excluded));
    }

    /**
     * The key of a packet's flow.
     *
     * @param nextHop of the interface
     * @param fromGuest whether the packet goes from the guest to the world
     */
    public FlowKey key(FlowFields fields, int nextHop, boolean fromGuest) {
        FlowKey key = fields.key(nextHop);
        if (rules.isEmpty()) {
            return key;
        }
        IpAddress source = key.source();
        IpAddress destination = key.destination();
        for (IpPrefix prefix : excluded) {
            if (prefix.contains(source) || prefix.contains(destination)) {
                return key;
            }
        }
        FatFlowRule rule = fromGuest ? find(key, source, destination) : find(key, destination, source);
        return rule == null ? key : masked(key, rule, fromGuest);
    }

    private @Nullable FatFlowRule find(FlowKey key, IpAddress guestSide, IpAddress otherSide) {
        int protocol = key.protocol() == FlowKey.ICMP6 ? Ipv4Packet.ICMP : key.protocol();
        int lower = Math.min(key.sourcePort(), key.destinationPort());
        int higher = Math.max(key.sourcePort(), key.destinationPort());
        for (int turn = 0; turn < TURNS; turn++) {
            FatFlowRule ofLower = null;
            FatFlowRule ofHigher = null;
            FatFlowRule ofAny = null;
            for (FatFlowRule rule : rules) {
                if (rule.turn() != turn || rule.protocol() != protocol || !rule.covers(guestSide, otherSide)) {
                    continue;
                }
                if (rule.port() == 0) {
                    ofAny = closer(rule, ofAny);
                } else if (rule.port() == lower) {
                    ofLower = closer(rule, ofLower);
                } else if (rule.port() == higher) {
                    ofHigher = closer(rule, ofHigher);
                }
            }
            FatFlowRule found = ofLower != null ? ofLower : ofHigher != null ? ofHigher : ofAny;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static FatFlowRule closer(FatFlowRule rule, @Nullable FatFlowRule other) {
        return other == null || rule.bits() > other.bits() ? rule : other;
    }

    private static FlowKey masked(FlowKey key, FatFlowRule rule, boolean fromGuest) {
        int guestBits = bits(rule.ignored() == FatFlowRule.Ignored.SOURCE, rule.source(), rule.sourceBits());
        int otherBits =
                bits(rule.ignored() == FatFlowRule.Ignored.DESTINATION, rule.destination(), rule.destinationBits());
        int sourceBits = fromGuest ? guestBits : otherBits;
        int destinationBits = fromGuest ? otherBits : guestBits;
        boolean service = rule.port() != 0 && rule.port() == key.destinationPort();
        return new FlowKey(
                key.v4(),
                key.protocol(),
                rule.port() == 0 || service ? 0 : key.sourcePort(),
                rule.port() == 0 || !service ? 0 : key.destinationPort(),
                key.nextHop(),
                FlowAddress.maskHigh(key.sourceHigh(), sourceBits, key.v4()),
                FlowAddress.maskLow(key.sourceLow(), sourceBits, key.v4()),
                FlowAddress.maskHigh(key.destinationHigh(), destinationBits, key.v4()),
                FlowAddress.maskLow(key.destinationLow(), destinationBits, key.v4()));
    }

    /** How many bits of an address stay: all, unless the rule says otherwise. */
    private static int bits(boolean ignored, @Nullable IpPrefix prefix, int aggregate) {
        return ignored ? 0 : prefix == null ? ALL_BITS : aggregate;
    }
}
