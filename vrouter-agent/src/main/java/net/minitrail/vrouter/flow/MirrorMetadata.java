package net.minitrail.vrouter.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import net.minitrail.net.Ipv4Address;

/**
 * The Juniper header before a mirrored frame: what an analyzer is told about it. Immutable.
 *
 * <pre>
 *   octets   field
 *   1        type: 1 captured by (IPv4 address), 2 action (32 bits), 3 source network, 4 destination network (names)
 *   1        length of the value
 *   …        value; then the next type, until
 *   2        type 255, length 0
 * </pre>
 *
 * A name longer than 255 octets is cut. Wireshark's dissector {@code juniper} reads it.
 */
public final class MirrorMetadata {
    /** Says nothing but where the frame begins. */
    public static final MirrorMetadata NONE = new MirrorMetadata(new byte[] {(byte) 255, 0});

    private static final int CAPTURED_BY = 1;
    private static final int ACTION = 2;
    private static final int SOURCE_NETWORK = 3;
    private static final int DESTINATION_NETWORK = 4;
    private static final int MOST = 255;
    private static final int INGRESS = 0x4000_0000;

    private final byte[] octets;

    private MirrorMetadata(byte[] octets) {
        this.octets = octets;
    }

    /** Of a frame that an interface of this network received. */
    public static MirrorMetadata received(String network) {
        return new MirrorMetadata(end(name(new ByteArrayOutputStream(), SOURCE_NETWORK, network)));
    }

    /** Of a frame that an interface of this network sent to its guest. */
    public static MirrorMetadata sent(String network) {
        return new MirrorMetadata(end(name(new ByteArrayOutputStream(), DESTINATION_NETWORK, network)));
    }

    /**
     * Of a packet of a flow.
     *
     * @param node whose vRouter captured it
     * @param action bits of the flow's actions, as the agent numbers them
     * @param ingress whether it came from a guest
     */
    public static MirrorMetadata ofFlow(
            Ipv4Address node, int action, boolean ingress, String sourceNetwork, String destinationNetwork) {
        var out = new ByteArrayOutputStream();
        number(out, CAPTURED_BY, node.value());
        number(out, ACTION, ingress ? action | INGRESS : action);
        name(out, SOURCE_NETWORK, sourceNetwork);
        name(out, DESTINATION_NETWORK, destinationNetwork);
        return new MirrorMetadata(end(out));
    }

    private static void number(ByteArrayOutputStream out, int type, int value) {
        out.write(type);
        out.write(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(value >>> shift);
        }
    }

    private static ByteArrayOutputStream name(ByteArrayOutputStream out, int type, String name) {
        byte[] value = name.getBytes(UTF_8);
        int length = Math.min(value.length, MOST);
        out.write(type);
        out.write(length);
        out.write(value, 0, length);
        return out;
    }

    private static byte[] end(ByteArrayOutputStream out) {
        out.write(MOST);
        out.write(0);
        return out.toByteArray();
    }

    /** How many octets it has. */
    public int length() {
        return octets.length;
    }

    /** A copy of its octets. */
    public byte[] octets() {
        return octets.clone();
    }

    /** The header with a frame after it. */
    public byte[] before(byte[] frame) {
        byte[] both = Arrays.copyOf(octets, octets.length + frame.length);
        System.arraycopy(frame, 0, both, octets.length, frame.length);
        return both;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MirrorMetadata that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }
}
