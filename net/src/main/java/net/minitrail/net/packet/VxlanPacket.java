package net.minitrail.net.packet;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * An Ethernet frame of a network (RFC 7348 section 5).
 *
 * <pre>
 *   octets   field
 *   1        flags: 0x08 says that the identifier counts, all others are reserved
 *   3        reserved
 *   3        network identifier
 *   1        reserved
 * </pre>
 *
 * @param vni network identifier, 0 to 16777215
 * @param frame an Ethernet frame
 */
public record VxlanPacket(int vni, byte[] frame) {
    public static final int HEADER = 8;

    private static final int VNI_VALID = 0x08;

    public VxlanPacket {
        checkArgument(vni >>> 24 == 0, "VNI %s", vni);
    }

    /** Whether the header, which must be there, says that it has an identifier. */
    public static boolean hasVni(byte[] octets) {
        return (octets[0] & VNI_VALID) != 0;
    }

    /** The identifier of a header that must be there. */
    public static int vni(byte[] octets) {
        return Octets.i32(octets, 4) >>> 8;
    }

    /** Reads a packet; reserved fields are ignored. */
    public static VxlanPacket decode(byte[] octets) throws MalformedPacketException {
        Octets.need(octets.length >= HEADER, "VXLAN header is cut short");
        Octets.need(hasVni(octets), "VXLAN without an identifier");
        return new VxlanPacket(vni(octets), Octets.from(octets, HEADER));
    }

    public byte[] encode() {
        byte[] octets = new byte[HEADER + frame.length];
        octets[0] = VNI_VALID;
        Octets.put32(octets, 4, vni << 8);
        System.arraycopy(frame, 0, octets, HEADER, frame.length);
        return octets;
    }
}
