package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Optional;

/**
 * A request to send a family again, or the mark of where such a repetition begins or ends (RFC 2918, RFC 7313).
 *
 * @param afi 0 to 65535, not necessarily of a family this library knows
 * @param safi 0 to 255
 * @param subtype {@link #REQUEST}, {@link #BEGIN}, {@link #END}; a receiver ignores others (RFC 7313 section 5)
 */
public record RouteRefresh(int afi, int safi, int subtype) implements BgpMessage {
    public static final int REQUEST = 0;
    public static final int BEGIN = 1;
    public static final int END = 2;

    public RouteRefresh {
        checkArgument(afi >= 0 && afi <= 0xFFFF, "afi %s is not in 0..65535", afi);
        checkArgument(safi >= 0 && safi <= 0xFF, "safi %s is not in 0..255", safi);
        checkArgument(subtype >= 0 && subtype <= 0xFF, "subtype %s is not in 0..255", subtype);
    }

    public static RouteRefresh request(AddressFamily family) {
        return new RouteRefresh(family.afi(), family.safi(), REQUEST);
    }

    public static RouteRefresh begin(AddressFamily family) {
        return new RouteRefresh(family.afi(), family.safi(), BEGIN);
    }

    public static RouteRefresh end(AddressFamily family) {
        return new RouteRefresh(family.afi(), family.safi(), END);
    }

    public Optional<AddressFamily> family() {
        return Optional.ofNullable(AddressFamily.of(afi, safi));
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.onRouteRefresh(this);
    }
}
