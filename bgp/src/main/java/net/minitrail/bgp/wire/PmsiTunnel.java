package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import net.minitrail.net.IpAddress;

/**
 * The tunnel for broadcast and multicast (RFC 6514 section 5).
 *
 * @param flags 0 to 255
 * @param type 0 to 255: {@link #INGRESS_REPLICATION} nearly always
 * @param label the 24 bits of the wire: an MPLS label in the upper 20, or a VNI
 * @param identifier its form depends on the type; for ingress replication the address of the tunnel's end
 */
public record PmsiTunnel(int flags, int type, int label, OctetString identifier) {
    public static final int INGRESS_REPLICATION = 6;

    public PmsiTunnel {
        checkArgument(flags >= 0 && flags <= 0xFF, "flags %s are not in 0..255", flags);
        checkArgument(type >= 0 && type <= 0xFF, "type %s is not in 0..255", type);
        checkArgument(label >= 0 && label <= 0xFF_FFFF, "label field %s is not of 24 bits", label);
    }

    /** Ingress replication to {@code end} behind an MPLS label, 0 to 1048575. */
    public static PmsiTunnel ingressReplication(int label, IpAddress end) {
        return new PmsiTunnel(0, INGRESS_REPLICATION, label << 4, OctetString.of(end.octets()));
    }

    /** The label, were the encapsulation MPLS. */
    public int mplsLabel() {
        return LabelField.label(label);
    }
}
