package net.minitrail.xmpp.stanza;

import com.google.common.collect.ImmutableList;
import java.util.regex.Pattern;
import net.minitrail.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code entry} elements. From an agent they must satisfy the rules about labels and next hops; from a control
 * node, which has checked them already, labels may be any of 24 bits and next hops any number.
 */
final class EntryReader {
    private static final Pattern COMMUNITY_TAG =
            Pattern.compile("[a-z][a-z-]{0,31}|\\d{1,5}:\\d{1,5}|0x[0-9a-fA-F]{1,8}");

    private final RouteFamily family;
    private final String subject;
    private final boolean fromAgent;
    private final boolean labelsAreZero;
    private final ImmutableList.Builder<Refusal> refusals;

    private EntryReader(
            RouteFamily family,
            String subject,
            boolean fromAgent,
            boolean labelsAreZero,
            ImmutableList.Builder<Refusal> refusals) {
        this.family = family;
        this.subject = subject;
        this.fromAgent = fromAgent;
        this.labelsAreZero = labelsAreZero;
        this.refusals = refusals;
    }

    /** For an item of the instance; single elements that are dropped go to {@code refusals}. */
    static EntryReader ofAgent(String itemId, String instance, ImmutableList.Builder<Refusal> refusals)
            throws RefusedItemException {
        RouteFamily family = RouteFamily.ofNode(itemId);
        boolean fabric = instance.equals(Dialect.FABRIC_INSTANCE) && family != RouteFamily.INET_LABELED;
        return new EntryReader(family, itemId, true, fabric, refusals);
    }

    static EntryReader ofController(RouteFamily family, String itemId, ImmutableList.Builder<Refusal> refusals) {
        return new EntryReader(family, itemId, false, false, refusals);
    }

    RouteItem read(XmlElement entry) throws RefusedItemException {
        RouteKey key = KeyReader.ofNlri(family, entry);
        String version = entry.childText("version");
        if (!version.isEmpty() && !version.equals("1")) {
            throw new RefusedItemException("version: '%s' (expected: 1)".formatted(version));
        }
        ImmutableList<RouteNextHop> nextHops = nextHops(entry.child("next-hops"), key);
        if (fromAgent && family != RouteFamily.MVPN && nextHops.size() != 1) {
            throw new RefusedItemException("%d next hops (expected: 1)".formatted(nextHops.size()));
        }
        return new RouteItem(key, nextHops, attributes(entry), replication(entry, key));
    }

    private ImmutableList<RouteNextHop> nextHops(@Nullable XmlElement list, RouteKey key) throws RefusedItemException {
        var nextHops = ImmutableList.<RouteNextHop>builder();
        if (list != null) {
            for (XmlElement element : list.children()) {
                if (element.name().equals("next-hop")) {
                    nextHops.add(nextHop(element, key));
                }
            }
        }
        return nextHops.build();
    }

    private RouteNextHop nextHop(XmlElement element, RouteKey key) throws RefusedItemException {
        IpAddress address = KeyReader.address("next hop", element.childText("address"));
        if (KeyReader.isZero(address)) {
            throw new RefusedItemException("next hop: '%s'".formatted(address));
        }
        var known = ImmutableList.<TunnelEncapsulation>builder();
        var unknown = ImmutableList.<String>builder();
        for (String name : element.texts("tunnel-encapsulation-list", "tunnel-encapsulation")) {
            TunnelEncapsulation.parse(name).ifPresentOrElse(known::add, () -> unknown.add(name));
        }
        String label = element.childText("label");
        int dash = key instanceof RouteKey.Multicast ? label.indexOf('-') : -1;
        int low = (int) Numbers.orElse("label", dash < 0 ? label : label.substring(0, dash), RouteNextHop.MAX_LABEL, 0);
        int high = dash < 0 ? low : Numbers.parse("label", label.substring(dash + 1), RouteNextHop.MAX_LABEL);
        if (high < low) {
            throw new RefusedItemException("label range: '%s'".formatted(label));
        }
        if (fromAgent) {
            LabelRule.check(key, labelsAreZero, known.build(), unknown.build(), low);
        }
        String mac = element.childText("mac");
        return new RouteNextHop(
                address,
                mac.isEmpty() ? null : KeyReader.mac(mac),
                low,
                high,
                (int) Numbers.orElse("l3-label", element.childText("l3-label"), RouteNextHop.MAX_LABEL, 0),
                (int) Numbers.orElse("vni", element.childText("vni"), RouteNextHop.MAX_LABEL, 0),
                known.build(),
                unknown.build(),
                element.childText("virtual-network"),
                numbers("tag", element.texts("tag-list", "tag")),
                unsigned(element, "local-sequence-number"));
    }

    private RouteAttributes attributes(XmlElement entry) throws RefusedItemException {
        XmlElement mobility = entry.child("mobility");
        String seqno = mobility == null ? "" : mobility.attributeOrEmpty("seqno");
        long sequence = Numbers.orElse("mobility", seqno, Numbers.UNSIGNED_INT, 0);
        if (sequence == 0) { // what agents send instead, though the schema calls it deprecated
            sequence = unsigned(entry, "sequence-number");
        }
        boolean sticky = mobility != null && isTrue(mobility.attributeOrEmpty("sticky"));
        return RouteAttributes.builder()
                .virtualNetwork(entry.childText("virtual-network"))
                .mobility(sequence, sticky)
                .securityGroups(numbers("security-group", entry.texts("security-group-list", "security-group")))
                .communityTags(communityTags(entry))
                .localPreference(unsigned(entry, "local-preference"))
                .med(unsigned(entry, "med"))
                .loadBalance(loadBalance(entry.child("load-balance")))
                .subProtocol(entry.childText("sub-protocol"))
                .build();
    }

    private static @Nullable LoadBalance loadBalance(@Nullable XmlElement element) {
        if (element == null) {
            return null;
        }
        XmlElement fields = element.child("load-balance-fields");
        ImmutableList<String> names = fields == null
                ? ImmutableList.of()
                : fields.children().stream()
                        .map(field -> field.text().strip())
                        .filter(name -> !name.isEmpty())
                        .collect(ImmutableList.toImmutableList());
        String decision = element.childText("load-balance-decision");
        return decision.isEmpty() && names.isEmpty() ? null : new LoadBalance(names, decision);
    }

    private Replication replication(XmlElement entry, RouteKey key) throws RefusedItemException {
        if (family != RouteFamily.EVPN && family != RouteFamily.MULTICAST) {
            return Replication.NONE;
        }
        String replicator = entry.childText("replicator-address");
        IpAddress address = replicator.isEmpty() ? null : KeyReader.address("replicator-address", replicator);
        if (address != null && KeyReader.isZero(address)) {
            throw new RefusedItemException("replicator-address: '%s'".formatted(replicator));
        }
        XmlElement nlri = entry.child("nlri");
        String sourceLabel = nlri == null ? "" : nlri.childText("source-label");
        var replication = new Replication(
                nextHops(entry.child("olist"), key),
                nextHops(entry.child("leaf-olist"), key),
                (int) Numbers.orElse("source-label", sourceLabel, RouteNextHop.MAX_LABEL, 0),
                address,
                isTrue(entry.childText("edge-replication-not-supported")),
                isTrue(entry.childText("assisted-replication-supported")),
                isTrue(entry.childText("etree-leaf")));
        return replication.equals(Replication.NONE) ? Replication.NONE : replication;
    }

    /** A tag that does not parse is dropped alone. */
    private ImmutableList<String> communityTags(XmlElement entry) {
        var tags = ImmutableList.<String>builder();
        for (String tag : entry.texts("community-tag-list", "community-tag")) {
            if (COMMUNITY_TAG.matcher(tag).matches()) {
                tags.add(tag);
            } else {
                refusals.add(new Refusal(subject, "community-tag: '%s' is left out".formatted(tag)));
            }
        }
        return tags.build();
    }

    /** A number that does not parse is dropped alone. */
    private ImmutableList<Long> numbers(String element, ImmutableList<String> texts) {
        var numbers = ImmutableList.<Long>builder();

        for (String text : texts) {
            try {
                numbers.add(Numbers.parseLong(element, text, Numbers.UNSIGNED_INT));
            } catch (RefusedItemException e) {
                refusals.add(new Refusal(subject, e.getMessage() + " is left out"));
            }
        }
        return numbers.build();
    }

    private static long unsigned(XmlElement parent, String child) throws RefusedItemException {
        return Numbers.orElse(child, parent.childText(child), Numbers.UNSIGNED_INT, 0);
    }

    private static boolean isTrue(String text) {
        return text.equals("true") || text.equals("1");
    }
}
