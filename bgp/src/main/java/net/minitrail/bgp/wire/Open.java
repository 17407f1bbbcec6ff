package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import net.minitrail.net.Ipv4Address;

/**
 * What a speaker says of itself when the connection opens (RFC 4271 section 4.2).
 *
 * @param as 1 to 4294967295: of the four-octet AS capability where there is one, else of the fixed field
 * @param holdTimeSeconds 0 (no keepalives) or 3 to 65535
 * @param bgpIdentifier the sender's router id as an unsigned IPv4 address, not 0
 * @param capabilities in the order of the wire; may repeat
 */
public record Open(long as, int holdTimeSeconds, int bgpIdentifier, ImmutableList<Capability> capabilities)
        implements BgpMessage {
    /** Stands in the two-octet field of an AS that needs four (RFC 6793 section 9). */
    public static final int AS_TRANS = 23456;

    public Open {
        checkArgument(as >= 1 && as <= 0xFFFF_FFFFL, "AS %s is not in 1..4294967295", as);
        checkArgument(
                holdTimeSeconds == 0 || (holdTimeSeconds >= 3 && holdTimeSeconds <= 0xFFFF),
                "hold time %s s is not 0 or 3..65535",
                holdTimeSeconds);
        checkArgument(bgpIdentifier != 0, "BGP identifier 0.0.0.0");
    }

    public Ipv4Address routerId() {
        return new Ipv4Address(bgpIdentifier);
    }

    /** The last capability of {@code kind}: of repeated ones it counts (RFC 4724 section 3). */
    public <C extends Capability> Optional<C> capability(Class<C> kind) {
        return capabilities.stream().filter(kind::isInstance).map(kind::cast).reduce((earlier, later) -> later);
    }

    public boolean has(Capability capability) {
        return capabilities.contains(capability);
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.onOpen(this);
    }
}
