package net.minitrail.itests.peer;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Octets in the order of the network, and the frames of BGP around them (RFC 4271 section 4). For one thread. */
public final class Octets {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public Octets u8(int value) {
        out.write(value);
        return this;
    }

    public Octets u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public Octets u24(int value) {
        return u8(value >>> 16).u16(value);
    }

    public Octets u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    public Octets u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    public Octets put(byte[] octets) {
        out.writeBytes(octets);
        return this;
    }

    public Octets put(Octets other) {
        return put(other.toArray());
    }

    /** Blanks are free. */
    public Octets hex(String text) {
        return put(HexFormat.of().parseHex(text.replaceAll("\\s", "")));
    }

    /** A path attribute; the length takes two octets where it must (section 4.3). */
    public Octets attribute(int flags, int type, Octets value) {
        int length = value.length();
        return length > 0xFF
                ? u8(flags | 0x10).u8(type).u16(length).put(value)
                : u8(flags).u8(type).u8(length).put(value);
    }

    public int length() {
        return out.size();
    }

    public byte[] toArray() {
        return out.toByteArray();
    }

    /** These octets as the body of a message. */
    public byte[] message(int type) {
        return new Octets()
                .hex("ff".repeat(16))
                .u16(19 + length())
                .u8(type)
                .put(this)
                .toArray();
    }

    /** An UPDATE with these octets as its path attributes and nothing else. */
    public byte[] update() {
        return new Octets().u16(0).u16(length()).put(this).message(2);
    }
}
