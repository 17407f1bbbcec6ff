package net.minitrail.xmpp.stanza;

import com.google.common.collect.ImmutableList;

/** Which labels an agent may announce. */
final class LabelRule {
    private static final int FIRST_LABEL = 16; // RFC 3032 section 2.1: 0 to 15 are reserved
    private static final int LAST_LABEL = (1 << 20) - 1;

    private LabelRule() {}

    /**
     * Refuses a label that no packet could carry.
     *
     * @param labelsAreZero whether the instance is the fabric's, whose routes have no label
     */
    static void check(
            RouteKey key,
            boolean labelsAreZero,
            ImmutableList<TunnelEncapsulation> known,
            ImmutableList<String> unknown,
            int label)
            throws RefusedItemException {
        if (labelsAreZero) {
            require(label == 0, label, "0 in the fabric instance");
            return;
        }
        boolean mayLack = key instanceof RouteKey.Evpn evpn && (evpn.mac().isGroup() || evpn.group() != null);
        if (key instanceof RouteKey.Mvpn || mayLack && label == 0) {
            return;
        }
        boolean infeasible = known.isEmpty() && !unknown.isEmpty();
        if (infeasible || !known.isEmpty() && known.stream().allMatch(LabelRule::carriesVni)) {
            require(label > 0, label, "VNI 1..16777215");
        } else {
            require(label >= FIRST_LABEL && label <= LAST_LABEL, label, "16..1048575");
        }
    }

    private static boolean carriesVni(TunnelEncapsulation encapsulation) {
        return encapsulation == TunnelEncapsulation.VXLAN;
    }

    private static void require(boolean valid, int label, String expected) throws RefusedItemException {
        if (!valid) {
            throw new RefusedItemException("label: %d (expected: %s)".formatted(label, expected));
        }
    }
}
