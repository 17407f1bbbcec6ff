package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.HexFormat;

/** Octets as a value: immutable, equal by content, printed in hexadecimal. */
public final class OctetString implements Comparable<OctetString> {
    public static final OctetString EMPTY = new OctetString(new byte[0]);

    private final byte[] octets;

    private OctetString(byte[] octets) {
        this.octets = octets;
    }

    /** A copy of {@code octets}. */
    public static OctetString of(byte... octets) {
        return octets.length == 0 ? EMPTY : new OctetString(octets.clone());
    }

    /** A copy of {@code octets[from, to)}. */
    public static OctetString of(byte[] octets, int from, int to) {
        return from == to ? EMPTY : new OctetString(Arrays.copyOfRange(octets, from, to));
    }

    /** Parses hexadecimal digits without separators. */
    public static OctetString parse(String hex) {
        return new OctetString(HexFormat.of().parseHex(hex));
    }

    public int length() {
        return octets.length;
    }

    public boolean isEmpty() {
        return octets.length == 0;
    }

    /** The octet at {@code index}, 0 to 255. */
    public int u8(int index) {
        return octets[index] & 0xFF;
    }

    /** The eight octets at {@code index}, most significant first. */
    public long u64(int index) {
        return ByteOrders.u64(octets, index);
    }

    public byte[] toByteArray() {
        return octets.clone();
    }

    void writeTo(ByteBuf out) {
        out.writeBytes(octets);
    }

    @Override
    public int compareTo(OctetString other) {
        return Arrays.compareUnsigned(octets, other.octets);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OctetString that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(octets);
    }
}
