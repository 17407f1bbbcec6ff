package net.minitrail.itests.peer;

import java.util.HexFormat;

/**
 * A destination of family 1/128 or 2/128 (RFC 4364 section 4.3.4, RFC 4659 section 3.2): 10.0.0.0/24 or fd00:a00::/48, say.
 *
 * @param distinguisher the eight octets of the route distinguisher
 * @param network the four octets of 10.0.0.0; in IPv6 they follow fd00
 */
public record RouteKey(Family family, long distinguisher, int network) {

    /** The destination as it stands behind the label. */
    byte[] octets() {
        var octets = new Octets().u64(distinguisher);
        return family == Family.VPN_IPV4
                ? octets.u24(network >>> 8).toArray()
                : octets.u16(0xFD00).u32(network).toArray();
    }

    /** How many bits follow the length octet, with the label. */
    int bits() {
        return 24 + octets().length * 8;
    }

    /** How {@link AdjRibIn} calls it: {@code 1/128 0000fde8000000010a0000}. */
    public String id() {
        return family + " " + HexFormat.of().formatHex(octets());
    }

    /** As a withdrawal (RFC 8277 section 2.4: the label does not matter). */
    public byte[] withdrawal() {
        var nlri = new Octets()
                .u16(family.afi)
                .u8(family.safi)
                .u8(bits())
                .u24(0x800000)
                .put(octets());
        return new Octets().attribute(0x80, 15, nlri).update();
    }
}
