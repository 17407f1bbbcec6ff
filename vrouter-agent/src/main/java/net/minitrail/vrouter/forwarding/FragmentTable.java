package net.minitrail.vrouter.forwarding;

import java.util.LinkedHashMap;
import java.util.Map;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.vrouter.flow.FlowFields;
import org.jspecify.annotations.Nullable;

/**
 * What first fragments say of the flow that the later ones belong to, which lack the transport's header. Of the packets that
 * were fragmented the last thousand are remembered. Confined to the routing loop.
 */
final class FragmentTable {
    private static final int MOST = 1024;

    private final Map<Key, FlowFields> heads = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, FlowFields> eldest) {
            return size() > MOST;
        }
    };

    /** Fragments of one packet have these in common (RFC 791 section 3.2). */
    private record Key(int vrf, int identification, FlowFields addresses) {}

    /** The fields of a packet, which a first fragment leaves for the later ones; null of a later one that came before it. */
    @Nullable
    FlowFields fields(RoutedPacket packet, Vrf vrf) throws MalformedPacketException {
        if (!packet.isFragment()) {
            return FlowFields.of(packet.octets());
        }
        var key = new Key(vrf.index(), packet.fragmentIdentification(), FlowFields.withoutPorts(packet.octets()));
        if (packet.isLaterFragment()) {
            return heads.get(key);
        }
        FlowFields fields = FlowFields.of(packet.octets());
        heads.put(key, fields);
        return fields;
    }
}
