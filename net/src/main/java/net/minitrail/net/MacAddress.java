package net.minitrail.net;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.regex.Pattern;

/**
 * An Ethernet address.
 *
 * @param value the six octets in the low 48 bits, first octet on the wire most significant
 */
public record MacAddress(long value) implements Comparable<MacAddress> {
    public static final MacAddress BROADCAST = new MacAddress(0xFFFF_FFFF_FFFFL);
    public static final MacAddress ZERO = new MacAddress(0);

    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{1,2}([:-][0-9a-fA-F]{1,2}){5}");

    public MacAddress {
        checkArgument(value >>> 48 == 0, "%s does not fit in 48 bits", value);
    }

    /** Parses six hexadecimal octets of one or two digits, separated by colons or dashes. */
    public static MacAddress parse(String text) {
        checkArgument(FORM.matcher(text).matches(), "'%s' is not a MAC address", text);
        long value = 0;
        for (String octet : text.split("[:-]", -1)) {
            value = value << 8 | Integer.parseInt(octet, 16);
        }
        return new MacAddress(value);
    }

    /** Reads six octets in wire order from {@code octets[offset]}. */
    public static MacAddress of(byte[] octets, int offset) {
        long value = 0;
        for (int i = 0; i < 6; i++) {
            value = value << 8 | octets[offset + i] & 0xFF;
        }
        return new MacAddress(value);
    }

    /** The octet at {@code index} 0 to 5, in wire order. */
    public int octet(int index) {
        return (int) (value >>> 40 - 8 * index) & 0xFF;
    }

    public byte[] octets() {
        byte[] octets = new byte[6];
        for (int i = 0; i < 6; i++) {
            octets[i] = (byte) octet(i);
        }
        return octets;
    }

    /** Whether the group bit is set: multicast and broadcast. */
    public boolean isGroup() {
        return (octet(0) & 1) != 0;
    }

    /** Without leading zeros, as the C library's {@code ether_ntoa} and the vRouter's {@code rt} print it: 2:aa:f0:88:f0:65. */
    public String unpadded() {
        var text = new StringBuilder(17);
        for (int i = 0; i < 6; i++) {
            text.append(i == 0 ? "" : ":").append(Integer.toHexString(octet(i)));
        }
        return text.toString();
    }

    @Override
    public int compareTo(MacAddress other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        var text = new StringBuilder(17);
        for (int i = 0; i < 6; i++) {
            text.append(i == 0 ? "" : ":")
                    .append(Character.forDigit(octet(i) >> 4, 16))
                    .append(Character.forDigit(octet(i) & 0xF, 16));
        }
        return text.toString();
    }
}
