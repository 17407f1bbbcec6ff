package net.minitrail.xmpp.stanza;

import net.minitrail.net.IpAddress;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;

/** Writes {@code entry} elements: the children in the order of the schema, optional ones only where they say something. */
final class EntryWriter {
    private final XmlWriter xml;

    EntryWriter(XmlWriter xml) {
        this.xml = xml;
    }

    void write(RouteItem item) {
        RouteAttributes attributes = item.attributes();
        xml.open("entry");
        nlri(item.key(), item.replication().sourceLabel());
        nextHops("next-hops", item.nextHops(), item.key());
        if (item.key().family() == RouteFamily.EVPN || item.key().family() == RouteFamily.MULTICAST) {
            replication(item);
        }
        xml.leaf("version", 1).leaf("virtual-network", attributes.virtualNetwork());
        Mobility mobility = attributes.mobility();
        xml.empty(
                "mobility", "seqno", Long.toString(mobility.sequence()), "sticky", Boolean.toString(mobility.sticky()));
        xml.leaf("sequence-number", mobility.sequence());
        xml.list("security-group-list", "security-group", attributes.securityGroups());
        xml.list("community-tag-list", "community-tag", attributes.communityTags());
        xml.leaf("local-preference", attributes.localPreference()).leaf("med", attributes.med());
        loadBalance(attributes);
        if (!attributes.subProtocol().isEmpty()) {
            xml.leaf("sub-protocol", attributes.subProtocol());
        }
        xml.close("entry");
    }

    /** An entry with a key only, as in a publish that withdraws. */
    void writeKey(RouteKey key) {
        xml.open("entry");
        nlri(key, 0);
        xml.empty("next-hops").leaf("version", 1).close("entry");
    }

    private void nlri(RouteKey key, int sourceLabel) {
        xml.open("nlri")
                .leaf("af", key.family().afi())
                .leaf("safi", key.family().safi());
        if (key instanceof RouteKey.Unicast unicast) {
            xml.leaf("address", unicast.prefix().toString());
        } else if (key instanceof RouteKey.Evpn evpn) {
            xml.leaf("ethernet-tag", evpn.ethernetTag())
                    .leaf("mac", evpn.mac().toString())
                    .leaf("address", evpn.address());
            groupAndSource(evpn.group(), evpn.source());
        } else if (key instanceof RouteKey.Multicast multicast) {
            groupAndSource(multicast.group(), multicast.source());
            xml.leaf("source-label", sourceLabel);
        } else if (key instanceof RouteKey.Mvpn mvpn) {
            xml.leaf("route-type", mvpn.routeType());
            groupAndSource(mvpn.group(), mvpn.source());
        }
        xml.close("nlri");
    }

    private void groupAndSource(@Nullable IpAddress group, @Nullable IpAddress source) {
        if (group != null && source != null) {
            xml.leaf("group", group.toString()).leaf("source", source.toString());
        }
    }

    private void nextHops(String name, Iterable<RouteNextHop> nextHops, RouteKey key) {
        xml.open(name);
        nextHops.forEach(nextHop -> nextHop(nextHop, key));
        xml.close(name);
    }

    private void nextHop(RouteNextHop nextHop, RouteKey key) {
        xml.open("next-hop")
                .leaf("af", nextHop.address().isV4() ? 1 : 2)
                .leaf("address", nextHop.address().toString());
        MacAddress mac = nextHop.mac();
        if (mac != null) {
            xml.leaf("mac", mac.toString());
        }
        if (key instanceof RouteKey.Multicast && nextHop.labelEnd() > nextHop.label()) {
            xml.leaf("label", nextHop.label() + "-" + nextHop.labelEnd());
        } else {
            xml.leaf("label", nextHop.label());
        }
        if (key instanceof RouteKey.Evpn) {
            xml.leaf("l3-label", nextHop.l3Label());
        }
        if (nextHop.vni() != 0) {
            xml.leaf("vni", nextHop.vni());
        }
        xml.open("tunnel-encapsulation-list");
        nextHop.encapsulations().forEach(known -> xml.leaf("tunnel-encapsulation", known.toString()));
        nextHop.unknownEncapsulations().forEach(unknown -> xml.leaf("tunnel-encapsulation", unknown));
        xml.close("tunnel-encapsulation-list");
        if (!nextHop.virtualNetwork().isEmpty()) {
            xml.leaf("virtual-network", nextHop.virtualNetwork());
        }
        if (!nextHop.tags().isEmpty()) {
            xml.list("tag-list", "tag", nextHop.tags());
        }
        if (nextHop.localSequence() != 0) {
            xml.leaf("local-sequence-number", nextHop.localSequence());
        }
        xml.close("next-hop");
    }

    private void replication(RouteItem item) {
        Replication replication = item.replication();
        if (!replication.olist().isEmpty()) {
            nextHops("olist", replication.olist(), item.key());
        }
        if (!replication.leafOlist().isEmpty()) {
            nextHops("leaf-olist", replication.leafOlist(), item.key());
        }
        if (item.key().family() == RouteFamily.EVPN) {
            xml.leaf("edge-replication-not-supported", Boolean.toString(replication.edgeReplicationNotSupported()));
            xml.leaf("assisted-replication-supported", Boolean.toString(replication.assistedReplicationSupported()));
            IpAddress replicator = replication.replicator();
            if (replicator != null) {
                xml.leaf("replicator-address", replicator.toString());
            }
            xml.leaf("etree-leaf", Boolean.toString(replication.etreeLeaf()));
        }
    }

    private void loadBalance(RouteAttributes attributes) {
        LoadBalance loadBalance = attributes.loadBalance();
        if (loadBalance != null) {
            xml.open("load-balance").open("load-balance-fields");
            loadBalance.fields().forEach(field -> xml.leaf("load-balance-field-list", field));
            xml.close("load-balance-fields").leaf("load-balance-decision", loadBalance.decision());
            xml.close("load-balance");
        }
    }
}
