package net.minitrail.itests.peer;

import java.util.List;

/**
 * What a peer says about a route, beside the destination.
 *
 * @param asPath AS numbers, the sender's first; none from an internal peer
 * @param localPreference below zero if there is none, as from an external peer
 * @param med below zero if there is none
 * @param communities standard communities
 * @param targets eight octets each
 */
public record RouteOffer(
        int label,
        int nextHop,
        List<Long> asPath,
        long localPreference,
        long med,
        List<Integer> communities,
        List<Long> targets) {

    public RouteOffer {
        asPath = List.copyOf(asPath);
        communities = List.copyOf(communities);
        targets = List.copyOf(targets);
    }

    /** The UPDATE that says so of {@code key}. */
    public byte[] announcement(RouteKey key) {
        var attributes = new Octets();
        attributes.attribute(0x40, 1, new Octets().u8(0));
        var path = new Octets();
        if (!asPath.isEmpty()) {
            path.u8(2).u8(asPath.size());
            asPath.forEach(path::u32);
        }
        attributes.attribute(0x40, 2, path);
        if (med >= 0) {
            attributes.attribute(0x80, 4, new Octets().u32(med));
        }
        if (localPreference >= 0) {
            attributes.attribute(0x40, 5, new Octets().u32(localPreference));
        }
        if (!communities.isEmpty()) {
            var list = new Octets();
            communities.forEach(list::u32);
            attributes.attribute(0xC0, 8, list);
        }
        var targetList = new Octets();
        targets.forEach(targetList::u64);
        attributes.attribute(0xC0, 16, targetList);
        return attributes.attribute(0x80, 14, reach(key)).update();
    }

    private Octets reach(RouteKey key) {
        var reach = new Octets().u16(key.family().afi).u8(key.family().safi);
        if (key.family() == Family.VPN_IPV4) {
            reach.u8(12).u64(0).u32(nextHop);
        } else {
            reach.u8(24).u64(0).u64(0).u32(0xFFFF).u32(nextHop);
        }
        return reach.u8(0).u8(key.bits()).u24(labelField()).put(key.octets());
    }

    /** The label with the bottom of its stack (RFC 3107 section 3). */
    private int labelField() {
        return label << 4 | 1;
    }

    /** How {@link AdjRibIn} shows the label. */
    public String labelText() {
        return "%06x".formatted(labelField());
    }
}
