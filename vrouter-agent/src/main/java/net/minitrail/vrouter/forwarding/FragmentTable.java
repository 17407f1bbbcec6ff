package net.minitrail.vrouter.forwarding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.net.runtime.RoutingLoop.Timer;
import net.minitrail.vrouter.flow.FlowFields;
import org.jspecify.annotations.Nullable;

/**
 * What first fragments say of the flow that the later ones belong to, which lack the transport's header. Of the packets that
 * were fragmented the last thousand are remembered. A later fragment that comes before its first one waits for it, two
 * seconds at most, as in the kernel's assembler. Confined to the routing loop.
 */
final class FragmentTable {
    private static final int MOST = 1024;
    private static final int MOST_WAITING = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final RoutingLoop loop;
    private final Map<Key, FlowFields> heads = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, FlowFields> eldest) {
            return size() > MOST;
        }
    };
    private final Map<Key, List<Waiting>> early = new HashMap<>();
    private int waiting;

    FragmentTable(RoutingLoop loop) {
        this.loop = loop;
    }

    /** Fragments of one packet have these in common (RFC 791 section 3.2). */
    private record Key(int vrf, int identification, FlowFields addresses) {
        static Key of(RoutedPacket packet, Vrf vrf) throws MalformedPacketException {
            FlowFields addresses = FlowFields.withoutPorts(packet.octets());
            return new Key(vrf.index(), packet.fragmentIdentification(), addresses);
        }
    }

    /** A later fragment that came first. */
    private record Waiting(Runnable again, Timer patience) {}

    /** The fields of a packet, which a first fragment leaves for the later ones; null of a later one that came before it. */
    @Nullable
    FlowFields fields(RoutedPacket packet, Vrf vrf) throws MalformedPacketException {
        if (!packet.isFragment()) {
            return FlowFields.of(packet.octets());
        }
        Key key = Key.of(packet, vrf);
        if (packet.isLaterFragment()) {
            return heads.get(key);
        }
        FlowFields fields = FlowFields.of(packet.octets());
        heads.put(key, fields);
        List<Waiting> followers = early.remove(key);
        if (followers != null) {
            waiting -= followers.size();
            followers.forEach(this::goOn);
        }
        return fields;
    }

    /** Behind the first fragment, which has to go on its way itself. */
    private void goOn(Waiting follower) {
        follower.patience.cancel();
        loop.execute(follower.again);
    }

    /**
     * Has a fragment wait for its first one; answers false if too many wait already.
     *
     * @param again lets it begin its way once more
     * @param late runs instead if it has waited for nothing
     */
    boolean hold(RoutedPacket packet, Vrf vrf, Runnable again, Runnable late) throws MalformedPacketException {
        if (waiting >= MOST_WAITING) {
            return false;
        }
        waiting++;
        Key key = Key.of(packet, vrf);
        List<Waiting> all = early.computeIfAbsent(key, first -> new ArrayList<>());
        all.add(new Waiting(again, loop.schedule(PATIENCE, () -> giveUp(key, again, late))));
        return true;
    }

    private void giveUp(Key key, Runnable again, Runnable late) {
        List<Waiting> all = early.get(key);
        if (all != null && all.removeIf(one -> one.again == again)) {
            waiting--;
            late.run();
            if (all.isEmpty()) {
                early.remove(key);
            }
        }
    }
}
