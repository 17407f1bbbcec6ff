package net.minitrail.xmpp.stanza;

import java.util.Locale;
import java.util.Optional;

/** How a packet travels between compute nodes. In the order of their names, in which a control node lists them. */
public enum TunnelEncapsulation {
    GRE,
    MPLS,
    NATIVE,
    UDP,
    VXLAN;

    private final String text = name().toLowerCase(Locale.ROOT);

    public static Optional<TunnelEncapsulation> parse(String text) {
        for (TunnelEncapsulation encapsulation : values()) {
            if (encapsulation.text.equals(text)) {
                return Optional.of(encapsulation);
            }
        }
        return Optional.empty();
    }

    /** As on the wire: {@code gre}. */
    @Override
    public String toString() {
        return text;
    }
}
