package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import net.minitrail.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What an EVPN route carries beside its key. The label fields are kept as the 24 bits of the wire, since the
 * encapsulation decides whether they are an MPLS label (the upper 20 bits) or a VNI (all of them).
 *
 * @param esi the ten octets of the Ethernet segment identifier
 * @param label 0 to 16777215, or {@value #ABSENT} where the route type has none
 * @param secondLabel as {@code label}: the layer-3 label or VNI of a MAC/IP route
 * @param gateway of an IP prefix route; null elsewhere. Zero means none
 */
public record EvpnDetails(
        OctetString esi,
        int label,
        int secondLabel,
        @Nullable IpAddress gateway) {
    public static final int ABSENT = -1;
    public static final OctetString NO_SEGMENT = OctetString.of(new byte[10]);

    /** What type 3 has: nothing. */
    static final EvpnDetails NOTHING = new EvpnDetails(NO_SEGMENT, ABSENT, ABSENT, null);

    private static final int MAX_FIELD = 0xFF_FFFF;

    public EvpnDetails {
        checkArgument(esi.length() == 10, "segment of %s octets (expected: 10)", esi.length());
        checkArgument(label >= ABSENT && label <= MAX_FIELD, "label field %s is not of 24 bits", label);
        checkArgument(
                secondLabel >= ABSENT && secondLabel <= MAX_FIELD, "label field %s is not of 24 bits", secondLabel);
        checkArgument(secondLabel == ABSENT || label != ABSENT, "a second label without a first");
    }

    /** A route behind one MPLS label, 0 to 1048575, on no segment. */
    public static EvpnDetails mpls(int label) {
        return new EvpnDetails(NO_SEGMENT, LabelField.of(label), ABSENT, null);
    }

    /** A route behind one VXLAN network identifier, 0 to 16777215, on no segment. */
    public static EvpnDetails vxlan(int vni) {
        return new EvpnDetails(NO_SEGMENT, vni, ABSENT, null);
    }

    public EvpnDetails withGateway(IpAddress address) {
        return new EvpnDetails(esi, label, secondLabel, address);
    }

    /** The labels, were the encapsulation MPLS. */
    LabelStack mplsLabels() {
        return label == ABSENT ? LabelStack.none() : LabelStack.of(label >>> 4);
    }
}
