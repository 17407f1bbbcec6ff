package net.minitrail.xmpp.stanza;

import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;

/** Reads keys of routes: from the {@code nlri} of an entry, from the id of a retract, from an item-id. */
final class KeyReader {
    private KeyReader() {}

    /** The numbers of the entry's own family must be those of {@code family}. */
    static RouteKey ofNlri(RouteFamily family, XmlElement entry) throws RefusedItemException {
        XmlElement nlri = entry.child("nlri");
        if (nlri == null) {
            throw new RefusedItemException("no nlri");
        }
        int afi = Numbers.parse("af", nlri.childText("af"), 65_535);
        int safi = Numbers.parse("safi", nlri.childText("safi"), 255);
        if (afi != family.afi() || safi != family.safi()) {
            throw new RefusedItemException("nlri of %d/%d (expected: %s)".formatted(afi, safi, family));
        }
        switch (family) {
            case INET, INET6, INET_LABELED -> {
                return unicast(family, nlri.childText("address"));
            }
            case EVPN -> {
                long tag = Numbers.orElse("ethernet-tag", nlri.childText("ethernet-tag"), Numbers.UNSIGNED_INT, 0);
                MacAddress mac = mac(nlri.childText("mac"));
                return evpn(tag, mac, nlri.childText("address"), nlri.childText("group"), nlri.childText("source"));
            }
            case MULTICAST -> {
                return new RouteKey.Multicast(
                        inet("group", nlri.childText("group")), inet("source", nlri.childText("source")));
            }
            case MVPN -> {
                int type = Numbers.parse("route-type", nlri.childText("route-type"), 255);
                return mvpn(type, nlri.childText("group"), nlri.childText("source"));
            }
        }
        throw new AssertionError(family);
    }

    /** From a retract, whose id is the only thing it has. */
    static RouteKey ofId(RouteFamily family, String id) throws RefusedItemException {
        if (family.isUnicast()) {
            return unicast(family, id);
        }
        String[] parts = id.split(",", -1);
        if (family == RouteFamily.EVPN && (parts.length == 2 || parts.length == 4)) {
            int dash = parts[0].indexOf('-');
            boolean tagged = dash > 0 && dash < parts[0].length() - 12; // a dash may also stand between a MAC's octets
            long tag = tagged ? Numbers.parseLong("tag", parts[0].substring(0, dash), Numbers.UNSIGNED_INT) : 0;
            String mac = tagged ? parts[0].substring(dash + 1) : parts[0];
            return parts.length == 2
                    ? evpn(tag, mac(mac), parts[1], "", "")
                    : evpn(tag, mac(mac), parts[1], parts[2], parts[3]);
        }
        if (family == RouteFamily.MULTICAST && parts.length >= 2) { // a distinguisher may stand before them
            return new RouteKey.Multicast(
                    inet("group", parts[parts.length - 2]), inet("source", parts[parts.length - 1]));
        }
        if (family == RouteFamily.MVPN && parts.length == 3) {
            return mvpn(Numbers.parse("route-type", parts[0], 255), parts[1], parts[2]);
        }
        throw new RefusedItemException("id '" + id + "' does not fit " + family);
    }

    /** From the item-id of a publish. */
    static RouteKey ofItemId(RouteFamily family, String instance, String itemId) throws RefusedItemException {
        String start = family == RouteFamily.EVPN ? family + "/" : family + "/" + instance + "/";
        if (!itemId.startsWith(start)) {
            throw new RefusedItemException("item-id does not start with " + start);
        }
        return ofId(family, itemId.substring(start.length()));
    }

    private static RouteKey unicast(RouteFamily family, String address) throws RefusedItemException {
        try {
            return new RouteKey.Unicast(family, prefix(address));
        } catch (IllegalArgumentException e) {
            throw RefusedItemException.of("address", e);
        }
    }

    private static RouteKey evpn(long tag, MacAddress mac, String address, String group, String source)
            throws RefusedItemException {
        IpPrefix prefix = prefix(address);
        boolean unspecified = isZero(prefix.address());
        boolean prefixRoute = mac.equals(MacAddress.ZERO);
        if (!prefixRoute && !prefix.isHost() && !(unspecified && prefix.length() == 0)) {
            throw new RefusedItemException("address: '%s' of a MAC (expected: /32, /128, 0.0.0.0/0)".formatted(prefix));
        }
        IpPrefix key = unspecified && !prefixRoute ? null : prefix;
        if (group.isEmpty() && source.isEmpty()) {
            return new RouteKey.Evpn(tag, mac, key);
        }
        return new RouteKey.Evpn(tag, mac, key, address("group", group), address("source", source));
    }

    private static RouteKey mvpn(int type, String group, String source) throws RefusedItemException {
        if (type != 5 && type != 7) {
            throw new RefusedItemException("route-type: %d (expected: 5, 7)".formatted(type));
        }
        return new RouteKey.Mvpn(type, address("group", group), address("source", source));
    }

    static IpAddress address(String element, String text) throws RefusedItemException {
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw RefusedItemException.of(element, e);
        }
    }

    static MacAddress mac(String text) throws RefusedItemException {
        try {
            return MacAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw RefusedItemException.of("mac", e);
        }
    }

    static boolean isZero(@Nullable IpAddress address) {
        if (address != null) {
            for (byte octet : address.octets()) {
                if (octet != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Ipv4Address inet(String element, String text) throws RefusedItemException {
        try {
            return Ipv4Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw RefusedItemException.of(element, e);
        }
    }

    /** Host bits are cleared, since the original does so too. */
    private static IpPrefix prefix(String text) throws RefusedItemException {
        int slash = text.indexOf('/');
        if (slash <= 0) {
            throw new RefusedItemException("address: '%s' (expected: address/length)".formatted(text));
        }
        IpAddress address = address("address", text.substring(0, slash));
        return IpPrefix.containing(address, Numbers.parse("prefix length", text.substring(slash + 1), address.bits()));
    }
}
