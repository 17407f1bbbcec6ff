package net.minitrail.net;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * An MPLS label value (RFC 3032 section 2.1).
 *
 * @param value 0 to 1048575; 0 to 15 are reserved, 0 is IPv4 explicit null, 3 implicit null
 */
public record MplsLabel(int value) implements Comparable<MplsLabel> {
    public static final int MAX = 0xFFFFF;
    public static final MplsLabel EXPLICIT_NULL = new MplsLabel(0);
    public static final MplsLabel IMPLICIT_NULL = new MplsLabel(3);

    public MplsLabel {
        checkArgument(value >= 0 && value <= MAX, "label %s is not in 0..1048575", value);
    }

    @Override
    public int compareTo(MplsLabel other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
