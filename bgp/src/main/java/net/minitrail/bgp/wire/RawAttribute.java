package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * An optional transitive attribute that is not interpreted but passed on, with the partial bit set (RFC 4271 section 5).
 *
 * @param type 0 to 255
 */
public record RawAttribute(int type, OctetString value) {
    public RawAttribute {
        checkArgument(type >= 0 && type <= 0xFF, "attribute type %s is not in 0..255", type);
    }
}
