package net.minitrail.xmpp.stanza;

import static com.google.common.base.Preconditions.checkArgument;

import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;

/** What tells a route from the others of its family and instance: the {@code nlri} element. */
public sealed interface RouteKey {

    RouteFamily family();

    /** The id of an item or a retract in a notification, such as {@code 10.1.1.1/32}. */
    String id();

    /** What follows the numbers of the family in the item-id of a publish. {@code instance} is not in all of them. */
    default String itemId(String instance) {
        return family() + "/" + instance + "/" + id();
    }

    /** Of {@link RouteFamily#INET}, {@link RouteFamily#INET6} or {@link RouteFamily#INET_LABELED}. */
    record Unicast(RouteFamily family, IpPrefix prefix) implements RouteKey {
        public Unicast {
            checkArgument(family.isUnicast() && prefix.isV4() == (family.afi() == 1), "%s of %s", prefix, family);
        }

        /** Of {@link RouteFamily#INET} or {@link RouteFamily#INET6}, as the prefix is. */
        public Unicast(IpPrefix prefix) {
            this(prefix.isV4() ? RouteFamily.INET : RouteFamily.INET6, prefix);
        }

        @Override
        public String id() {
            return prefix.toString();
        }
    }

    /**
     * Of {@link RouteFamily#EVPN}. A zero MAC with a prefix is a prefix route (type 5), the broadcast MAC an inclusive
     * multicast route (type 3), a group a selective one (type 6), all else a MAC/IP route (type 2).
     *
     * @param ethernetTag 0 to 4294967295
     * @param prefix null for a route of the MAC alone
     * @param group and {@code source} are both present or both null
     */
    record Evpn(
            long ethernetTag,
            MacAddress mac,
            @Nullable IpPrefix prefix,
            @Nullable IpAddress group,
            @Nullable IpAddress source)
            implements RouteKey {
        public Evpn {
            checkArgument(ethernetTag >= 0 && ethernetTag <= Numbers.UNSIGNED_INT, "ethernet tag %s", ethernetTag);
            checkArgument((group == null) == (source == null), "group %s, source %s", group, source);
        }

        public Evpn(long ethernetTag, MacAddress mac, @Nullable IpPrefix prefix) {
            this(ethernetTag, mac, prefix, null, null);
        }

        @Override
        public RouteFamily family() {
            return RouteFamily.EVPN;
        }

        /** The address as the wire writes it, where a route without one has all zeros. */
        public String address() {
            if (prefix != null) {
                return prefix.toString();
            }
            return mac.equals(MacAddress.BROADCAST) ? "0.0.0.0/32" : "0.0.0.0/0";
        }

        @Override
        public String id() {
            String tag = ethernetTag == 0 ? "" : ethernetTag + "-";
            String multicast = group == null ? "" : "," + group + "," + source;
            return tag + mac + "," + address() + multicast;
        }

        /** The one family whose item-id does not name the instance. */
        @Override
        public String itemId(String instance) {
            return family() + "/" + id();
        }
    }

    /** Of {@link RouteFamily#MULTICAST}: edge-replicated. */
    record Multicast(IpAddress group, IpAddress source) implements RouteKey {
        @Override
        public RouteFamily family() {
            return RouteFamily.MULTICAST;
        }

        @Override
        public String id() {
            return group + "," + source;
        }
    }

    /** Of {@link RouteFamily#MVPN}; {@code routeType} is 5 or 7. */
    record Mvpn(int routeType, IpAddress group, IpAddress source) implements RouteKey {
        @Override
        public RouteFamily family() {
            return RouteFamily.MVPN;
        }

        @Override
        public String id() {
            return routeType + "," + group + "," + source;
        }
    }
}
